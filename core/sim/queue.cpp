#include "core/sim/queue.h"

#include <algorithm>
#include <cassert>

namespace tcpstage::sim {

void Queue::push(std::size_t lane, Due due, std::uint32_t what)
{
    auto& ring = rings_[lane];
    const bool in_ring = ring.empty() || !(due < ring.back().due);
    if (due < next_) {
        next_ = due;
        next_in_ = in_ring ? lane : lanes;
    }
    if (!in_ring) {
        heap_.push_back({due, what});
        std::ranges::push_heap(heap_, later);
        return;
    }
    if (ring.full()) ring.set_capacity(std::max<std::size_t>(64, ring.capacity() * 2));
    ring.push_back({due, what});
}

void Queue::find_next()
{
    next_ = {};
    const auto compare = [&](const Entry& first, std::size_t in) {
        if (!(first.due < next_)) return;
        next_ = first.due;
        next_in_ = in;
    };
    for (std::size_t lane = 0; lane < lanes; ++lane)
        if (!rings_[lane].empty()) compare(rings_[lane].front(), lane);
    if (!heap_.empty()) compare(heap_.front(), lanes);
}

std::optional<std::uint32_t> Queue::peek(Instant instant) const
{
    if (next_.at != instant) return {};
    return next_in_ < lanes ? rings_[next_in_].front().what : heap_.front().what;
}

std::uint32_t Queue::pop()
{
    assert(next_.at != never);
    std::uint32_t what = 0;
    if (next_in_ < lanes) {
        what = rings_[next_in_].front().what;
        rings_[next_in_].pop_front();
    } else {
        what = heap_.front().what;
        std::ranges::pop_heap(heap_, later);
        heap_.pop_back();
    }
    find_next();
    return what;
}

} // namespace tcpstage::sim
