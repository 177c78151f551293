#include "core/tcp/reassembly.h"

#include <algorithm>

namespace tcpstage::tcp {

void Reassembly::insert(Seq seq, Bytes data, bool fin)
{
    if (fin) fin_ = seq + data.size();
    if (data.empty()) return;
    std::shift_right(recent_.begin(), recent_.end(), 1);
    recent_[0] = seq;
    recent_count_ = std::min<std::uint8_t>(static_cast<std::uint8_t>(recent_count_ + 1), 4);
    held_.insert({seq, seq + data.size()});
    const auto is_before = [&](const Piece& piece) { return at_or_before(piece.end(), seq); };
    const bool beyond_all = pieces_.empty() || is_before(pieces_.back());
    auto place = beyond_all ? pieces_.end() : std::ranges::partition_point(pieces_, is_before);
    while (!data.empty()) {
        if (place != pieces_.end() && at_or_before(place->seq, seq)) { // its beginning is held already
            const std::uint32_t held = std::min(place->end() - seq, data.size());
            data = data.from(held);
            seq += held;
            ++place;
            continue;
        }
        const std::uint32_t room = place == pieces_.end() ? data.size() : std::min(place->seq - seq, data.size());
        if (pieces_.full()) {
            const auto index = place - pieces_.begin();
            pieces_.set_capacity(std::max<std::size_t>(16, 2 * pieces_.capacity()));
            place = pieces_.begin() + index;
        }
        place = pieces_.insert(place, Piece{seq, data.slice(0, room)}) + 1;
        data = data.from(room);
        seq += room;
    }
}

Bytes Reassembly::take(Seq next)
{
    while (!pieces_.empty() && at_or_before(pieces_.front().seq, next)) {
        const Piece piece = std::move(pieces_.front());
        pieces_.pop_front();
        held_.acknowledge(piece.end());
        if (after(piece.end(), next)) return piece.data.from(next - piece.seq);
    }
    return {};
}

void Reassembly::clear()
{
    pieces_.clear();
    held_.clear();
    fin_.reset();
    recent_count_ = 0;
}

std::uint8_t Reassembly::blocks(std::span<SackBlock> into, std::size_t most) const
{
    const auto stretches = held_.blocks();
    std::uint8_t count = 0;
    const auto add = [&](const SackBlock& block) {
        const auto written = into.first(count);
        if (count < most && std::ranges::find(written, block) == written.end()) into[count++] = block;
    };
    for (std::size_t i = 0; i < recent_count_; ++i) {
        const auto holds = [&](const SackBlock& block) {
            return in_range(recent_[i], block.left, block.right - block.left);
        };
        const auto found = std::ranges::find_if(stretches, holds);
        if (found != stretches.end()) add(*found);
    }
    for (std::size_t i = stretches.size(); i > 0 && count < most; --i)
        add(stretches[i - 1]);
    return count;
}

std::optional<SackBlock> Reassembly::overlap(Seq seq, std::uint32_t octets) const
{
    const Seq end = seq + octets;
    for (const SackBlock& held : held_.blocks()) {
        if (at_or_before(held.right, seq) || at_or_after(held.left, end)) continue;
        return SackBlock{later(held.left, seq), before(held.right, end) ? held.right : end};
    }
    return {};
}

} // namespace tcpstage::tcp
