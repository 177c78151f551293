#include "core/tcp/deadline_queue.h"

#include <algorithm>

namespace tcpstage {

void DeadlineQueue::push(std::uint32_t who, Instant at)
{
    queued_[who] = at;
    heap_.push_back({at, who});
    std::ranges::push_heap(heap_, later);
}

void DeadlineQueue::pop()
{
    std::ranges::pop_heap(heap_, later);
    heap_.pop_back();
}

void DeadlineQueue::set(std::uint32_t who, Instant at)
{
    if (who >= due_.size()) {
        due_.resize(who + std::size_t{1}, never);
        queued_.resize(who + std::size_t{1}, never);
    }
    due_[who] = at;
    if (at < queued_[who]) push(who, at);
}

std::optional<DeadlineQueue::Entry> DeadlineQueue::earliest()
{
    while (!heap_.empty()) {
        const Entry top = heap_.front();
        if (top.at == queued_[top.who] && top.at == due_[top.who]) return top;
        pop();
        if (top.at != queued_[top.who]) continue; // an earlier one of its own has been served
        queued_[top.who] = never;
        if (due_[top.who] != never) push(top.who, due_[top.who]);
    }
    return {};
}

} // namespace tcpstage
