#include "core/tcp/send_queue.h"

#include <algorithm>
#include <vector>

namespace tcpstage::tcp {

void SendQueue::append(Bytes data)
{
    if (data.empty()) return;
    size_ += data.size();
    if (chunks_.full()) chunks_.set_capacity(std::max<std::size_t>(4, 2 * chunks_.capacity()));
    chunks_.push_back(std::move(data));
}

void SendQueue::acknowledge(std::uint32_t octets)
{
    octets = std::min(octets, size_);
    size_ -= octets;
    octets += skipped_;
    std::size_t gone = 0;
    std::uint32_t gone_octets = 0;
    while (!chunks_.empty() && octets >= chunks_.front().size()) {
        octets -= chunks_.front().size();
        gone_octets += chunks_.front().size();
        chunks_.pop_front();
        ++gone;
    }
    skipped_ = octets;
    hint_ = hint_.chunk < gone ? Position{} : Position{hint_.chunk - gone, hint_.start - gone_octets};
}

SendQueue::Position SendQueue::find(std::uint32_t offset) const
{
    const std::uint32_t wanted = offset + skipped_;
    Position position = hint_.start <= wanted ? hint_ : Position{};
    while (position.chunk < chunks_.size() && position.start + chunks_[position.chunk].size() <= wanted) {
        position.start += chunks_[position.chunk].size();
        ++position.chunk;
    }
    hint_ = position;
    return position;
}

Bytes SendQueue::read(std::uint32_t offset, std::uint32_t count) const
{
    if (offset >= size_) return {};
    count = std::min(count, size_ - offset);
    const Position position = find(offset);
    const Bytes first = chunks_[position.chunk].slice(offset + skipped_ - position.start, count);
    if (first.size() == count) return first;

    std::vector<Bytes> parts{first};
    std::uint32_t missing = count - first.size();
    for (std::size_t i = position.chunk + 1; missing > 0; ++i) {
        parts.push_back(chunks_[i].slice(0, missing));
        missing -= parts.back().size();
    }
    return Bytes::joined(parts);
}

void SendQueue::clear()
{
    chunks_.clear();
    skipped_ = 0;
    size_ = 0;
    hint_ = {};
}

} // namespace tcpstage::tcp
