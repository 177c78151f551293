#include "core/capture/join/join.h"

#include "core/base/unknown_octets.h"
#include "core/capture/file/octet_order.h"
#include "core/capture/join/clocks.h"
#include "core/capture/join/merged.h"
#include "core/capture/watch/writer.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

constexpr Duration far_apart{INT64_MAX / 8};

using Sides = std::array<Sightings, 2>; // those of the capture at the left end, and of that at the right one

struct Delays {
    std::vector<Delay> there; // from the left to the right
    std::vector<Delay> back;
};

/// Of the pairs so far; `first` is the clock.
Delays delays_of(const Sides& sides, const Pairing& pairing)
{
    Delays delays;
    for (std::uint32_t i = 0; i < sides[0].size(); ++i) {
        const std::uint32_t partner = pairing.in_other()[i];
        if (partner == nowhere) continue;
        const Sighting& here = sides[0][i];
        const Duration later = sides[1][partner].at - here.at;
        here.from == trace::Side::Left ? delays.there.push_back({here.at, later})
                                       : delays.back.push_back({here.at, -later});
    }
    return delays;
}

/// The same; in the order of the copies if all segments of a direction were sent more than once.
Delays some_delays(const Sides& sides, const Pairing& pairing)
{
    Delays delays = delays_of(sides, pairing);
    if (!delays.there.empty() && !delays.back.empty()) return delays;
    Pairing any = pairing;
    any.pair_all(trace::Side::Left, {{-far_apart, -far_apart}, [](auto, auto) { return Duration::zero(); }});
    return delays_of(sides, any);
}

Duration median(const std::vector<Delay>& delays)
{
    std::vector<Duration> took;
    for (const Delay& delay : delays)
        took.push_back(delay.took);
    const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
    std::ranges::nth_element(took, middle);
    return *middle;
}

std::size_t count_from(const Sightings& sightings, trace::Side side)
{
    return static_cast<std::size_t>(std::ranges::count(sightings, side, &Sighting::from));
}

/// Whether the capture that is taken for the left one was taken at the right end: then segments seem to arrive before
/// they are sent, whatever the clocks say. If there are segments in one direction only, the capture at their sender has
/// more of them.
bool is_turned(const Sides& sides, const Delays& delays)
{
    if (!delays.there.empty() && !delays.back.empty())
        return median(delays.there) + median(delays.back) < Duration::zero();
    const trace::Side from = delays.there.empty() ? trace::Side::Right : trace::Side::Left;
    const std::size_t sender = trace::index(from);
    return count_from(sides[sender], from) < count_from(sides[1 - sender], from);
}

Clocks clocks_of(const Sides& sides, const Pairing& pairing)
{
    const Delays delays = some_delays(sides, pairing);
    Clocks clocks = estimate_clocks(delays.there, delays.back);
    if (clocks.known) return clocks;
    constexpr Duration believable{10s};
    const std::vector<Delay>& only = delays.there.empty() ? delays.back : delays.there;
    if (only.empty()) return clocks;
    const Duration least = std::ranges::min_element(only, {}, &Delay::took)->took;
    if (least < Duration::zero() || least > believable)
        clocks.ahead = delays.there.empty() ? -least : least; // as if the quickest had taken no time
    return clocks;
}

std::array<Duration, 2> least_ways(const Sides& sides, const Pairing& pairing)
{
    const Delays delays = delays_of(sides, pairing);
    std::array<Duration, 2> least{};
    for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
        const std::vector<Delay>& of = side == 0 ? delays.there : delays.back;
        if (!of.empty()) least[side] = std::ranges::min_element(of, {}, &Delay::took)->took;
        least[side] = std::max(least[side], Duration::zero());
    }
    if (delays.back.empty()) least[1] = least[0];
    if (delays.there.empty()) least[0] = least[1];
    return least;
}

Totals totals_of(const std::array<const Watch*, 2>& watches, std::size_t packets)
{
    const std::array<Totals, 2> both{watches[0]->follower().totals(), watches[1]->follower().totals()};
    Totals totals = both[0];
    totals.packets = packets;
    totals.octets[1] = both[1].octets[1];
    totals.retransmissions[1] = both[1].retransmissions[1];
    if (totals.begun == Begun::MidStream) totals.begun = both[1].begun;
    if (totals.ended == Ended::Open) totals.ended = both[1].ended;
    return totals;
}

void add_comments(Watched& watched, const Merged& merged, const std::array<const Watch*, 2>& watches)
{
    for (const std::size_t side : {std::size_t{0}, std::size_t{1}})
        for (const Watch::Note& note : watches[side]->notes())
            if (const auto sighting = merged.sighting_of(side, note.packet))
                watched.comments.push_back(
                    {watched.trace.transit(watched.transits[*sighting]).sent_record, note.packet, note.text});
}

} // namespace

Joined join(const Half& one, const Half& other, const std::stop_token& stop)
{
    std::array<const Watch*, 2> watches{one.watch, other.watch};
    const Duration between =
        std::clamp(Duration{add_clipped(other.began_ns, -std::max(one.began_ns, -INT64_MAX))}, -far_apart, far_apart);
    Sides sides{one.watch->sightings(), other.watch->sightings()};
    for (Sighting& sighting : sides[1])
        sighting.at += between;
    cut_alike(sides[0], sides[1]);
    if (is_turned(sides, some_delays(sides, Pairing{sides[0], sides[1]}))) {
        std::swap(sides[0], sides[1]);
        std::swap(watches[0], watches[1]);
    }
    Pairing pairing{sides[0], sides[1]};
    const Clocks clocks = clocks_of(sides, pairing);
    for (Sighting& sighting : sides[1])
        sighting.at = clocks.corrected(sighting.at);
    const auto took = [&](std::uint32_t left, std::uint32_t right) {
        const Duration later = sides[1][right].at - sides[0][left].at;
        return sides[0][left].from == trace::Side::Left ? later : -later;
    };
    pairing.pair_all(trace::Side::Left, {least_ways(sides, pairing), took});
    const std::array ends{watches[0]->ends()[0], watches[1]->ends()[1]};
    const std::array<Duration, 2> least = least_ways(sides, pairing);
    Merged merged{std::move(sides), pairing, least, ends};
    Joined joined;
    joined.watched.trace = trace::Trace{trace::Source::Capture, ends};
    joined.watched.joint = Joint{clocks.ahead, clocks.drift, clocks.known, watches[0]->ends() != watches[1]->ends()};
    Writer writer{joined.watched.trace, merged.sightings(), merged.courses()};
    writer.write(stop);
    if (stop.stop_requested()) return joined;
    joined.watched.transits = writer.take_transits();
    add_comments(joined.watched, merged, watches);
    joined.totals = totals_of(watches, merged.sightings().size());
    joined.sightings = merged.take_sightings();
    return joined;
}

} // namespace tcpstage::capture
