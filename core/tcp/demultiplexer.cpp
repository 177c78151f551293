#include "core/tcp/demultiplexer.h"

#include "core/tcp/keyed_hash.h"

#include <cassert>
#include <utility>

namespace tcpstage {

std::size_t Demultiplexer::home(const SocketPair& pair) const
{
    return static_cast<std::size_t>(keyed_hash(secret_, pair.local, pair.remote)) & (places_.size() - 1);
}

std::size_t Demultiplexer::place_of(const SocketPair& pair) const
{
    std::size_t at = home(pair);
    while (places_[at].what != nobody && places_[at].pair != pair)
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
    const std::vector<Place> old = std::exchange(places_, {});
    places_.assign(old.empty() ? least : 2 * old.size(), {});
    for (const Place& place : old)
        if (place.what != nobody) places_[place_of(place.pair)] = place;
}

void Demultiplexer::insert(const SocketPair& pair, std::uint32_t what)
{
    if (2 * (size_ + 1) > places_.size()) grow();
    Place& place = places_[place_of(pair)];
    assert(place.what == nobody && what != nobody);
    place = {pair, what};
    ++size_;
}

void Demultiplexer::erase(const SocketPair& pair)
{
    std::size_t hole = place_of(pair);
    assert(places_[hole].what != nobody);
    const std::size_t mask = places_.size() - 1;
    // What collisions have pushed on moves up, so that no search ends at the hole before it has found its place.
    for (std::size_t at = (hole + 1) & mask; places_[at].what != nobody; at = (at + 1) & mask) {
        const std::size_t wanted = home(places_[at].pair);
        if (((at - wanted) & mask) < ((at - hole) & mask)) continue;
        places_[hole] = places_[at];
        hole = at;
    }
    places_[hole].what = nobody;
    --size_;
}

} // namespace tcpstage
