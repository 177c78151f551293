#pragma once
// The Python code between %{ and }%. Only simple assertions about the TCB are supported, such as
// "assert tcpi_state == TCPI_ESTABLISHED".

#include "core/tcp/tcb/tcb.h"

#include <string>
#include <string_view>

namespace tcpstage::packetdrill {

struct Asserted {
    enum class Kind : std::uint8_t { Holds, Differs, Unsupported };
    Kind kind = Kind::Holds;
    std::string remark; // what differs, or what is not supported
};

/// Checks the assertions in order and stops at the first that differs or is not supported. `state` is the state of the
/// TCB, or of a socket that has no TCB.
Asserted assert_all(std::string_view code, const tcp::Tcb& tcb, tcp::State state);

} // namespace tcpstage::packetdrill
