#include "core/tcp/reassembly.h"

#include <algorithm>

namespace tcpstage {

void Reassembly::insert(Seq seq, Bytes data, bool fin)
{
    if (fin) fin_ = seq + data.size();
    auto place = std::ranges::find_if(pieces_, [&](const Piece& piece) { return after(piece.end(), seq); });
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
}

} // namespace tcpstage
