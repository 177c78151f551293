#pragma once
// The sequence numbers of a side's segments as distances from one number. What is beyond a skip of the lesson is not
// near it: no window is larger than 2^30.

#include "ui/scene/plots/plots.h"

namespace tcpstage::scene {

/// From `base` to a number.
double offset(tcp::Seq seq, tcp::Seq base);
bool isNear(tcp::Seq seq, tcp::Seq base);
/// Whether all numbers of a summary, which count from `first`, are near `base`; or none of them.
bool areNear(tcp::Seq first, const Extent& extent, tcp::Seq base);
bool areFar(tcp::Seq first, const Extent& extent, tcp::Seq base);
/// Whether all of them are before `base`, or end there.
bool areBehind(tcp::Seq first, const Extent& extent, tcp::Seq base);

/// The sendings in a span of time, as indices [first, last).
struct SendingRange {
    std::size_t first;
    std::size_t last;
};
SendingRange sendingsIn(const SideSeries& series, const TimeSpan& span);

/// The numbers of some sendings.
struct Numbered {
    Extent numbers;            // near `base`, counted from it
    std::uint32_t longest = 0; // of these segments, in octets
};
Numbered numbersOf(const SideSeries& series, const SendingRange& sendings, tcp::Seq base);

/// The entries of the legend of the plot of sequence numbers over time.
std::vector<Key> timeSequenceLegend(const ViewInput& input);

} // namespace tcpstage::scene
