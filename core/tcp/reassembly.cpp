#include "core/tcp/reassembly.h"

#include <algorithm>

namespace tcpstage {

void Reassembly::insert(Seq seq, Bytes data, bool fin)
{
    if (fin) fin_ = seq + data.size();
    if (data.empty()) return;
    std::shift_right(recent_.begin(), recent_.end(), 1);
    recent_[0] = seq;
    recent_count_ = std::min<std::uint8_t>(static_cast<std::uint8_t>(recent_count_ + 1), 4);
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
        place = pieces_.insert(place, Piece{seq, data.slice(0, room)}) + 1;
        bytes_ += room;
        data = data.from(room);
        seq += room;
    }
}

Bytes Reassembly::take(Seq next)
{
    while (!pieces_.empty() && at_or_before(pieces_.front().seq, next)) {
        const Piece piece = std::move(pieces_.front());
        pieces_.erase(pieces_.begin());
        bytes_ -= piece.data.size();
        if (after(piece.end(), next)) return piece.data.from(next - piece.seq);
    }
    return {};
}

void Reassembly::clear()
{
    pieces_.clear();
    bytes_ = 0;
    fin_.reset();
    recent_count_ = 0;
}

SackBlock Reassembly::around(std::size_t piece) const
{
    std::size_t first = piece;
    std::size_t last = piece;
    while (first > 0 && pieces_[first - 1].end() == pieces_[first].seq)
        --first;
    while (last + 1 < pieces_.size() && pieces_[last].end() == pieces_[last + 1].seq)
        ++last;
    return {pieces_[first].seq, pieces_[last].end()};
}

std::uint8_t Reassembly::blocks(std::span<SackBlock> into, std::size_t most) const
{
    std::uint8_t count = 0;
    const auto add = [&](std::size_t piece) {
        const SackBlock block = around(piece);
        const auto written = into.first(count);
        if (count < most && std::ranges::find(written, block) == written.end()) into[count++] = block;
    };
    for (std::size_t i = 0; i < recent_count_; ++i) {
        const auto holds = [&](const Piece& piece) { return in_range(recent_[i], piece.seq, piece.data.size()); };
        const auto found = std::ranges::find_if(pieces_, holds);
        if (found != pieces_.end()) add(static_cast<std::size_t>(found - pieces_.begin()));
    }
    for (std::size_t i = pieces_.size(); i > 0 && count < most;) {
        add(i - 1);
        const Seq left = around(i - 1).left;
        while (i > 0 && at_or_after(pieces_[i - 1].seq, left)) // the same stretch
            --i;
    }
    return count;
}

std::optional<SackBlock> Reassembly::overlap(Seq seq, std::uint32_t octets) const
{
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        const SackBlock held = around(i);
        if (at_or_before(held.right, seq) || at_or_after(held.left, seq + octets)) continue;
        const Seq end = seq + octets;
        return SackBlock{later(held.left, seq), before(held.right, end) ? held.right : end};
    }
    return {};
}

} // namespace tcpstage
