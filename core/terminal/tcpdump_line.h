#pragma once
// The line that tcpdump prints of a segment, octet for octet as tcpdump 4.99 does with -nt.

#include "core/trace/trace.h"

#include <string>

namespace tcpstage::terminal {

/// "tcpdump -ntS tcp port 80": what is typed on the machine of an end. `absolute`: with -S, which writes the numbers as
/// they are in the header; without it they count from the SYN,ACK of the connection, or the first ACK that is seen.
std::string tcpdump_command(const trace::Trace& trace, bool absolute);
/// "IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 100, win 65535, options [mss 1460], length 0", as it is seen at
/// `where`: at the sender before the network has changed it.
std::string tcpdump_line(const trace::Trace& trace, trace::TransitId id, trace::Side where, bool absolute);

} // namespace tcpstage::terminal
