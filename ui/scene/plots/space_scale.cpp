#include "ui/scene/plots/space_scale.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr std::int64_t mostSegments = 24; // of full size, on a bar at zoom 1

} // namespace

SpaceScale::SpaceScale(const trace::Trace& trace, trace::Side sender, trace::Moment moment, double width, double zoom)
    : width_{width}
{
    const tcp::Tcb tcb = trace.at(sender, moment);
    const bool known = tcb.state > tcp::State::Listen;
    base_ = known ? tcb.snd.una : tcp::Seq{};
    std::int64_t low = 0;
    std::int64_t high = 0;
    bool any = false;
    std::int64_t largest = 1;
    for (const trace::Transit& transit : trace.transits()) {
        const tcp::Segment& segment = transit.segment;
        if (transit.from != sender || segment.length() == 0 || segment.is_datagram() ||
            transit.connection != trace::the_conversation)
            continue;
        if (!known && !any) base_ = segment.seq;
        const std::int64_t first = offset(segment.seq);
        if (std::abs(first) > 1 << 30) continue; // before or after what the lesson skips: no window is that large
        const std::int64_t end = first + segment.length();
        low = any ? std::min(low, first) : first;
        high = any ? std::max(high, end) : end;
        largest = std::max<std::int64_t>(largest, segment.length());
        any = true;
    }
    if (!any) high = low + 1;
    const std::int64_t all = high - low;
    const auto room = static_cast<std::int64_t>(static_cast<double>(std::min(all, mostSegments * largest)) / zoom);
    const std::int64_t shown = std::clamp<std::int64_t>(room, 1, all);
    whole_ = shown == all;
    from_ = std::clamp(-shown / 4, low, high - shown);
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
