#pragma once
// Segments and ends as textbooks write them, or as the RFC does.

#include "core/captions/style.h"
#include "core/tcp/segment/segment.h"
#include "core/trace/trace.h"

#include <string>

namespace tcpstage::captions {

/// "SYN=1 ACK=1" of "SYN, ACK".
std::string as_bits(std::string flags);
/// "SYN, ACK", or "SYN=1 ACK=1"; "no flags"; "UDP" for a datagram.
std::string flags_title(const tcp::Segment& segment, FlagNames names);
/// The name of an end in a heading: "client", or "A: client", "甲：客户端" where it has no such letter of its own.
OwnedText end_title(const trace::Trace& trace, trace::Side side, EndNames names);

} // namespace tcpstage::captions
