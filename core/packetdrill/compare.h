#pragma once
// Compares the segments that a script expects with those that were sent.

#include "core/packetdrill/machine.h"
#include "core/packetdrill/script.h"

#include <string>

namespace tcpstage::packetdrill {

/// The segment with its timestamps as the script counts them. The first expected segment with timestamps gives the
/// offset between the two clocks.
tcp::Segment in_script_numbers(const SentSegment& sent, const tcp::SegmentPattern& expected);

struct Comparison {
    bool windows = false;          // whether windows count
    std::uint32_t clock_slack = 0; // milliseconds that timestamps may differ
    bool pushes = true;            // whether PSH counts; Linux sets it where the RFC leaves that open
};
/// Empty if the segment is as expected; else the field that differs, in packetdrill's wording.
std::string difference(const tcp::SegmentPattern& expected, const tcp::Segment& actual, const Comparison& how);

/// Whether the segment is the beginning of what is expected: a script may expect several segments as one.
bool is_part(const tcp::SegmentPattern& expected, const tcp::Segment& actual);
/// What is still expected after that part.
tcp::SegmentPattern without_part(const tcp::SegmentPattern& expected, const tcp::Segment& actual);

} // namespace tcpstage::packetdrill
