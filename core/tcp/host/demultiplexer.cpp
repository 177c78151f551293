#include "core/tcp/host/demultiplexer.h"

#include "core/tcp/keyed_hash.h"

#include <cassert>
#include <utility>

namespace tcpstage::tcp {

std::uint32_t Demultiplexer::mark_of(const SocketPair& pair) const
{
    // Neighbouring ports are stored side by side: connections that were opened in sequence often send in sequence.
    constexpr std::uint16_t together = 8;
    SocketAddress group = pair.remote;
    group.port /= together;
    return static_cast<std::uint32_t>(keyed_hash(secret_, pair.local, group)) * together + pair.remote.port % together;
}

std::size_t Demultiplexer::place_of(const SocketPair& pair) const
{
    const std::uint32_t mark = mark_of(pair);
    std::size_t at = home(mark);
    while (places_[at].what != nobody && (places_[at].mark != mark || pairs_[places_[at].what] != pair))
        at = (at + 1) & (places_.size() - 1);
    return at;
}

std::uint32_t Demultiplexer::find(const SocketPair& pair) const
{
    return places_.empty() ? nobody : places_[place_of(pair)].what;
}

void Demultiplexer::grow()
{
    constexpr std::size_t least = 8;
    const HugeVector<Place> old = std::exchange(places_, {});
    places_.assign(old.empty() ? least : 2 * old.size(), {});
    for (const Place& place : old)
        if (place.what != nobody) places_[place_of(pairs_[place.what])] = place;
}

void Demultiplexer::insert(const SocketPair& pair, std::uint32_t what)
{
    if (2 * (size_ + 1) > places_.size()) grow();
    Place& place = places_[place_of(pair)];
    assert(place.what == nobody && what != nobody);
    place = {mark_of(pair), what};
    if (what >= pairs_.size()) pairs_.resize(what + std::size_t{1});
    pairs_[what] = pair;
    ++size_;
}

void Demultiplexer::erase(const SocketPair& pair)
{
    std::size_t hole = place_of(pair);
    assert(places_[hole].what != nobody);
    const std::size_t mask = places_.size() - 1;
    // Moves entries displaced by collisions into the hole, so that no search stops at the hole too early.
    for (std::size_t at = (hole + 1) & mask; places_[at].what != nobody; at = (at + 1) & mask) {
        const std::size_t wanted = home(places_[at].mark);
        if (((at - wanted) & mask) < ((at - hole) & mask)) continue;
        places_[hole] = places_[at];
        hole = at;
    }
    places_[hole].what = nobody;
    --size_;
}

} // namespace tcpstage::tcp
