#pragma once
// Which steps of two traces belong together. Private to core/compare.

#include "core/compare/difference.h"

namespace tcpstage::compare {

struct Alignment {
    std::vector<Pair> together; // in the order of both traces: never crossing
    std::array<std::vector<trace::TransitId>, 2> partner;
};

/// Whether the trace shows its segments. Some live runs consist only of samples of what a kernel reports.
bool shows_segments(const trace::Trace& trace);
Alignment align(const trace::Trace& first, const trace::Trace& second);

/// The steps of both traces in one order: matching steps together, the others by the time since the last matching pair.
std::vector<Pair> joint_order(const trace::Trace& first, const trace::Trace& second, const std::vector<Pair>& together);

/// A segment's numbers as its sender wrote them, relative to the latest ISS of each side.
struct Relative {
    std::uint32_t seq = 0;
    std::uint32_t ack = 0;
    friend auto operator<=>(const Relative&, const Relative&) = default;
};
std::vector<Relative> relative_numbers(const trace::Trace& trace);

} // namespace tcpstage::compare
