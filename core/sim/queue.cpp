#include "core/sim/queue.h"

#include <algorithm>
#include <cassert>

namespace tcpstage::sim {

void Queue::push(std::size_t lane, Due due, std::uint32_t what)
{
    auto& ring = rings_[lane];
    if (!ring.empty() && due < ring.back().due) {
        heap_.push_back({due, what});
        std::ranges::push_heap(heap_, later);
        return;
    }
    if (ring.full()) ring.set_capacity(std::max<std::size_t>(64, ring.capacity() * 2));
    ring.push_back({due, what});
}

Due Queue::next() const
{
    Due due;
    for (const auto& ring : rings_) {
        if (!ring.empty() && ring.front().due < due) due = ring.front().due;
    }
    if (!heap_.empty() && heap_.front().due < due) due = heap_.front().due;
    return due;
}

std::optional<std::uint32_t> Queue::peek(Instant instant) const
{
    const Due due = next();
    if (due.at != instant) return {};
    for (const auto& ring : rings_)
        if (!ring.empty() && ring.front().due == due) return ring.front().what;
    return heap_.front().what;
}

std::uint32_t Queue::pop()
{
    const Due due = next();
    for (auto& ring : rings_) {
        if (ring.empty() || ring.front().due != due) continue;
        const std::uint32_t what = ring.front().what;
        ring.pop_front();
        return what;
    }
    assert(!heap_.empty());
    std::ranges::pop_heap(heap_, later);
    const std::uint32_t what = heap_.back().what;
    heap_.pop_back();
    return what;
}

} // namespace tcpstage::sim
