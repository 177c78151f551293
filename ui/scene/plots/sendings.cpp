#include "ui/scene/plots/sendings.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tcpstage::scene {

namespace {

constexpr std::int64_t farthest = 1 << 30;

std::int64_t distance(tcp::Seq seq, tcp::Seq base) { return static_cast<std::int32_t>(seq - base); }

} // namespace

double offset(tcp::Seq seq, tcp::Seq base) { return static_cast<double>(distance(seq, base)); }

bool isNear(tcp::Seq seq, tcp::Seq base) { return std::abs(distance(seq, base)) <= farthest; }

bool areNear(tcp::Seq first, const Extent& extent, tcp::Seq base)
{
    const Extent numbers = extent.movedBy(distance(first, base));
    return numbers.low >= -farthest && numbers.high <= farthest;
}

bool areFar(tcp::Seq first, const Extent& extent, tcp::Seq base)
{
    const Extent numbers = extent.movedBy(distance(first, base));
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
    return (numbers.low > farthest && numbers.high <= most) || (numbers.high < -farthest && numbers.low >= -most);
}

bool areBehind(tcp::Seq first, const Extent& extent, tcp::Seq base)
{
    const Extent numbers = extent.movedBy(distance(first, base));
    return numbers.high <= 0 && numbers.low > std::numeric_limits<std::int32_t>::min();
}

SendingRange sendingsIn(const SideSeries& series, const TimeSpan& span)
{
    const auto& all = series.sendings;
    const auto first = std::ranges::lower_bound(all, span.from, {}, &Sending::sent);
    const auto last = std::ranges::upper_bound(first, all.end(), span.to, {}, &Sending::sent);
    return {static_cast<std::size_t>(first - all.begin()), static_cast<std::size_t>(last - all.begin())};
}

Numbered numbersOf(const SideSeries& series, const SendingRange& sendings, tcp::Seq base)
{
    Numbered found;
    const auto fits = [base](const SendingSummary& summary) {
        return areNear(summary.seq, summary.extent(), base) || areFar(summary.seq, summary.extent(), base);
    };
    const auto take = [&](tcp::Seq seq, const Extent& extent, std::uint32_t longest) {
        if (!isNear(seq, base)) return;
        found.numbers.take(extent.movedBy(distance(seq, base)));
        found.longest = std::max(found.longest, longest);
    };
    series.sendingSummaries.walk(
        series.sendings, sendings.first, sendings.last, fits,
        [&](const SendingSummary& summary, const Sending&) { take(summary.seq, summary.extent(), summary.longest); },
        [&](const Sending& sending) {
            take(sending.seq, {0, sending.length}, sending.length);
        });
    return found;
}

} // namespace tcpstage::scene
