#pragma once
// What a script expects to be sent, beside what was sent.

#include "core/packetdrill/machine.h"
#include "core/packetdrill/script.h"

#include <string>

namespace tcpstage::drill {

/// The segment in the script's numbers: its timestamps as the script counts them.
Segment in_script_numbers(const SentSegment& sent, const SegmentPattern& expected);

struct Comparison {
    bool windows = false;          // whether windows count
    std::uint32_t clock_slack = 0; // milliseconds that timestamps may differ
};
/// Empty when the segment is as expected; else the field that differs, as packetdrill words it.
std::string difference(const SegmentPattern& expected, const Segment& actual, const Comparison& how);

/// The segment is the beginning of what is expected: consecutive segments may be expected as one.
bool is_part(const SegmentPattern& expected, const Segment& actual);
/// What is expected after that part.
SegmentPattern without_part(const SegmentPattern& expected, const Segment& actual);

} // namespace tcpstage::drill
