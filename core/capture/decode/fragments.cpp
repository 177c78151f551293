#include "core/capture/decode/fragments.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

constexpr std::size_t most_waiting = 128;         // packets
constexpr std::uint32_t most_octets = 65'535 + 8; // of one packet

} // namespace

bool Fragments::Waiting::is_of(const IpPacket& piece) const
{
    const bool same_protocol = piece.from.is_v6() || first.protocol == piece.protocol; // of IPv6, only the first has it
    return first.identification == piece.identification && same_protocol && first.from == piece.from &&
           first.to == piece.to;
}

void Fragments::Waiting::copy_new(std::uint32_t begin, std::span<const std::uint8_t> from)
{
    std::uint32_t next = begin;
    const auto copy_until = [&](std::uint32_t end) {
        const std::uint32_t last = std::min<std::uint32_t>(end, begin + static_cast<std::uint32_t>(from.size()));
        if (next < last) std::ranges::copy(from.subspan(next - begin, last - next), octets.begin() + next);
    };
    for (const Range& range : present) {
        copy_until(range.begin);
        next = std::max(next, range.end);
    }
    copy_until(UINT32_MAX);
}

void Fragments::Waiting::add(const IpPacket& piece)
{
    ++fragments;
    const std::uint32_t begin = piece.fragment_offset;
    const std::uint32_t end = begin + piece.payload_octets;
    if (begin == 0) first = piece;
    first.payload = {}; // valid only now
    if (octets.size() < end) octets.resize(end);
    if (piece.payload.size() < piece.payload_octets)
        captured = std::min(captured, begin + static_cast<std::uint32_t>(piece.payload.size()));
    copy_new(begin, piece.payload);
    if (!piece.more_fragments && !whole) whole = end;
    Range merged{begin, end};
    const auto touches = [&](const Range& range) {
        const bool touching = range.begin <= merged.end && merged.begin <= range.end;
        if (touching) merged = {std::min(merged.begin, range.begin), std::max(merged.end, range.end)};
        return touching;
    };
    std::erase_if(present, touches); // in order, so that one pass is enough
    present.insert(std::ranges::lower_bound(present, merged.begin, {}, &Range::begin), merged);
}

bool Fragments::Waiting::is_complete() const
{
    return whole && present.front().begin == 0 && present.front().end >= *whole;
}

std::optional<IpPacket> Fragments::take(const IpPacket& piece)
{
    if (std::uint64_t{piece.fragment_offset} + piece.payload_octets > most_octets || piece.payload_octets == 0) {
        ++given_up_;
        return {};
    }
    auto place = std::ranges::find_if(waiting_, [&](const Waiting& each) { return each.is_of(piece); });
    if (place == waiting_.end()) {
        if (waiting_.size() == most_waiting) {
            given_up_ += waiting_.front().fragments;
            waiting_.pop_front();
        }
        waiting_.emplace_back().first = piece;
        place = waiting_.end() - 1;
    }
    place->add(piece);
    if (!place->is_complete()) return {};
    IpPacket packet = place->first;
    whole_ = std::move(place->octets);
    packet.payload_octets = *place->whole;
    packet.payload = std::span{whole_}.first(std::min(*place->whole, place->captured));
    packet.is_fragment = false;
    waiting_.erase(place);
    if (packet.from.is_v6() && !take_off_extensions(packet)) return {};
    return packet;
}

std::uint64_t Fragments::unused() const
{
    std::uint64_t count = given_up_;
    for (const Waiting& each : waiting_)
        count += each.fragments;
    return count;
}

} // namespace tcpstage::capture
