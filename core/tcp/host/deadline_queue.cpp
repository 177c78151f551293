#include "core/tcp/host/deadline_queue.h"

#include <algorithm>

namespace tcpstage::tcp {

void DeadlineQueue::push(std::uint32_t who, Instant at)
{
    constexpr std::size_t least = 64;
    queued_[who] = at;
    ++entries_;
    const Entry entry{at, who};
    Lane* best = nullptr; // the lane whose last entry is nearest before it
    for (auto& lane : lanes_) {
        if (!lane.empty() && Later{}(lane.back(), entry)) continue;
        if (best == nullptr || best->empty() || (!lane.empty() && Later{}(lane.back(), best->back()))) best = &lane;
    }
    if (best == nullptr) {
        heap_.push(entry);
        return;
    }
    if (best->full()) best->set_capacity(std::max(least, 2 * best->capacity()));
    best->push_back(entry);
}

const DeadlineQueue::Entry* DeadlineQueue::top() const
{
    const Entry* first = heap_.empty() ? nullptr : &heap_.top();
    for (const auto& lane : lanes_)
        if (!lane.empty() && (first == nullptr || Later{}(*first, lane.front()))) first = &lane.front();
    return first;
}

void DeadlineQueue::pop()
{
    const Entry* const first = top();
    --entries_;
    for (auto& lane : lanes_) {
        if (lane.empty() || first != &lane.front()) continue;
        lane.pop_front();
        return;
    }
    heap_.pop();
}

void DeadlineQueue::change(std::uint32_t who, Instant at)
{
    if (who >= due_.size()) {
        due_.resize(who + std::size_t{1}, never);
        queued_.resize(who + std::size_t{1}, never);
    }
    due_[who] = at;
    if (at < queued_[who]) push(who, at);
}

std::optional<DeadlineQueue::Entry> DeadlineQueue::first_valid()
{
    while (const Entry* const first = top()) {
        const Entry entry = *first;
        if (entry.at == queued_[entry.who] && entry.at == due_[entry.who]) return entry;
        pop();
        if (entry.at != queued_[entry.who]) continue; // obsolete: an earlier entry of its own was handled
        queued_[entry.who] = never;
        if (due_[entry.who] != never) push(entry.who, due_[entry.who]);
    }
    return {};
}

} // namespace tcpstage::tcp
