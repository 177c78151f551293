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

void SendQueue::read(std::uint32_t offset, std::uint32_t count, Bytes& into) const
{
    into = {};
    if (offset >= size_) return;
    count = std::min(count, size_ - offset);
    const Position position = find(offset);
    const std::uint32_t start = offset + skipped_ - position.start;
    const Bytes& first = chunks_[position.chunk];
    if (first.size() - start >= count)
        into.become_slice(first, start, count);
    else
        into = joined(position.chunk, start, count);
}

/// `count` octets that span several chunks, from octet `start` of `chunk` on.
Bytes SendQueue::joined(std::size_t chunk, std::uint32_t start, std::uint32_t count) const
{
    std::vector<Bytes> parts;
    for (std::uint32_t missing = count; missing > 0; start = 0) {
        parts.push_back(chunks_[chunk++].slice(start, missing));
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
