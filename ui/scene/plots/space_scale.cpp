#include "ui/scene/plots/space_scale.h"

#include "ui/scene/plots/plots.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tcpstage::scene {

namespace {

constexpr std::int64_t mostSegments = 24; // of full size, on a bar at zoom 1

/// The numbers of a run as offsets, and the length of its largest segment.
struct Extent {
    std::int64_t low = 0;
    std::int64_t high = 0;
    std::int64_t largest = 1;
    bool any = false;

    void take(const trace::Trace& trace, trace::Side sender, tcp::Seq base)
    {
        for (const trace::Transit& transit : trace.transits()) {
            if (!takesNumbers(transit, sender)) continue;
            const std::int64_t first = static_cast<std::int32_t>(transit.segment.seq - base);
            if (std::abs(first) > 1 << 30) continue; // before or after what the lesson skips: no window is that large
            const std::int64_t length = transit.segment.length();
            low = any ? std::min(low, first) : first;
            high = any ? std::max(high, first + length) : first + length;
            largest = std::max(largest, length);
            any = true;
        }
    }
};

} // namespace

SpaceScale::SpaceScale(const trace::Trace& trace, trace::Side sender, trace::Moment moment, double width, double zoom,
                       const trace::Trace* other)
    : width_{width}
{
    const tcp::Tcb tcb = trace.at(sender, moment);
    const std::optional<tcp::Seq> first = initialSeq(trace, sender);
    const std::optional<tcp::Seq> theirs = other ? initialSeq(*other, sender) : std::nullopt;
    base_ = tcb.state > tcp::State::Listen ? tcb.snd.una : first.value_or(theirs.value_or(tcp::Seq{}));
    Extent all;
    all.take(trace, sender, base_);
    if (theirs) all.take(*other, sender, *theirs + (base_ - first.value_or(*theirs)));
    if (!all.any) all.high = all.low + 1;
    const std::int64_t numbers = all.high - all.low;
    const auto room =
        static_cast<std::int64_t>(static_cast<double>(std::min(numbers, mostSegments * all.largest)) / zoom);
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
