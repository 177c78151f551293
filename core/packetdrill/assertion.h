#pragma once
// The Python code between %{ and }%. Supported are assertions about the TCB, such as "assert
// tcpi_state == TCPI_ESTABLISHED", assignments of numbers, and print, which does nothing.

#include "core/packetdrill/script.h"
#include "core/tcp/tcb/tcb.h"

#include <map>
#include <string>
#include <string_view>

namespace tcpstage::packetdrill {

struct Asserted {
    enum class Kind : std::uint8_t { Holds, Differs, Unsupported };
    Kind kind = Kind::Holds;
    OwnedText remark; // what differs, or what is not supported
};

/// What the code is about. Linux counts cwnd and ssthresh in segments, FreeBSD in octets.
struct AssertedOn {
    const tcp::Tcb& tcb;
    tcp::State state; // of the TCB, or of a socket that has no TCB
    Dialect dialect = Dialect::FreeBsd;
    std::uint16_t advertised_mss = 0;
};
/// The numbers that the script's code has given names, such as "cwnd = 10".
using Variables = std::map<std::string, std::int64_t, std::less<>>;

/// Checks the assertions in order and stops at the first that differs or is not supported.
Asserted assert_all(std::string_view code, const AssertedOn& on, Variables& variables);

} // namespace tcpstage::packetdrill
