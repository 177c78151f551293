#include "ui/scene/plots/space_scale.h"

#include "ui/scene/plots/sendings.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tcpstage::scene {

namespace {

constexpr std::int64_t mostSegments = 24; // of full size, on a bar at zoom 1

/// All numbers of a run, counted from `base`.
Numbered allNumbers(const StagedRun& staged, trace::Side sender, tcp::Seq base)
{
    const SideSeries& series = seriesOf(staged).of(sender);
    return numbersOf(series, {0, series.sendings.size()}, base);
}

} // namespace

SpaceScale::SpaceScale(const StagedRun& staged, trace::Side sender, trace::Moment moment, double width, double zoom,
                       const StagedRun* other)
    : width_{width}
{
    const tcp::Tcb tcb = staged.trace().at(sender, moment);
    const std::optional<tcp::Seq> first = seriesOf(staged).of(sender).initial;
    const std::optional<tcp::Seq> theirs = other ? seriesOf(*other).of(sender).initial : std::nullopt;
    base_ = tcb.state > tcp::State::Listen ? tcb.snd.una : first.value_or(theirs.value_or(tcp::Seq{}));
    auto [all, longest] = allNumbers(staged, sender, base_);
    if (theirs) {
        const Numbered more = allNumbers(*other, sender, *theirs + (base_ - first.value_or(*theirs)));
        all.take(more.numbers);
        longest = std::max(longest, more.longest);
    }
    if (all.isEmpty()) all = {0, 1};
    const std::int64_t numbers = all.high - all.low;
    const auto room = static_cast<std::int64_t>(
        static_cast<double>(std::min(numbers, mostSegments * std::max<std::int64_t>(longest, 1))) / zoom);
    const std::int64_t shown = std::clamp<std::int64_t>(room, 1, numbers);
    whole_ = shown == numbers;
    from_ = std::clamp(-shown / 4, all.low, all.high - shown);
    to_ = from_ + shown;
}

double SpaceScale::x(tcp::Seq seq) const
{
    const std::int64_t place = offset(seq);
    if (place <= from_) return 0;
    if (place > to_) return width_ * edge;
    return width_ * scaled * static_cast<double>(place - from_) / static_cast<double>(to_ - from_);
}

} // namespace tcpstage::scene
