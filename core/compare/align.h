#pragma once
// Which steps of two traces belong together. Private to compare.cpp.

#include "core/compare/difference.h"

namespace tcpstage::compare {

struct Alignment {
    std::vector<Pair> together; // in the order of both traces: never crossing
    std::array<std::vector<trace::TransitId>, 2> partner;
};

/// Whether its segments could be seen. Of some real runs only what a kernel says now and then can be had.
bool shows_segments(const trace::Trace& trace);
Alignment align(const trace::Trace& first, const trace::Trace& second);

/// The steps of both in one order: those that belong together at once, the others by the time since the last such pair.
std::vector<Pair> joint_order(const trace::Trace& first, const trace::Trace& second, const std::vector<Pair>& together);

/// A segment's numbers as its sender wrote them, counted from the ISS that each side has chosen last.
struct Relative {
    std::uint32_t seq = 0;
    std::uint32_t ack = 0;
    friend auto operator<=>(const Relative&, const Relative&) = default;
};
std::vector<Relative> relative_numbers(const trace::Trace& trace);

} // namespace tcpstage::compare
