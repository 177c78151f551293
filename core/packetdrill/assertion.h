#pragma once
// The Python between %{ and }%, as far as it is simple: assertions about the TCB, such as
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

/// `state` is the one of the TCB, or what a socket without one is in.
Asserted assert_all(std::string_view code, const tcp::Tcb& tcb, tcp::State state);

} // namespace tcpstage::packetdrill
