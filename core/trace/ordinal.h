#pragma once
// Which one of its sender's segments a segment is, as lessons count them: "client segment 4".

#include "core/trace/trace.h"

#include <string>

namespace tcpstage::trace {

/// From 1, among those of its sender in its connection, retransmissions included. A copy that the network made has the
/// number of its original, and what a kernel repeats while its segment is held is not counted. O(number of segments).
std::uint32_t ordinal_of(const Trace& trace, TransitId transit);
/// "1st", "2nd", "11th"
std::string ordinal(std::uint32_t number);

} // namespace tcpstage::trace
