#pragma once
// What became of each captured segment after it had passed the capture point, and how far each end is: both as later
// segments show them. Private to core/capture/watch.

#include "core/capture/watch/sighting.h"

#include <array>
#include <deque>
#include <vector>

namespace tcpstage::capture {

/// Unknown: octets whose ACK was not captured, and that were not sent again.
enum class Passed : std::uint8_t { Arrived, Lost, Unknown };

/// A segment that carries octets arrived if they were acknowledged, and no later copy of them was sent before that. A
/// bare ACK arrived, unless its receiver repeats what it acknowledges more than a round trip later.
class Fates {
public:
    explicit Fates(const Sightings& sightings);

    Passed of(std::size_t sighting) const { return fates_[sighting]; }
    /// When octets of it were sent last before; `never` if they were not.
    Instant last_sent(std::size_t sighting) const;
    /// From the capture point to that end: half of the least time until that end answered. 0: no answer was captured.
    bool knows_distance(trace::Side side) const { return round_trips_[trace::index(side)] != Duration::max(); }
    Duration distance(trace::Side side) const
    {
        const Duration round_trip = round_trips_[trace::index(side)];
        return round_trip == Duration::max() ? Duration::zero() : round_trip / 2;
    }

private:
    struct Copy {
        std::size_t sighting;
        tcp::Seq seq;
        tcp::Seq end;
        bool selected = false; // SACK blocks report it
    };
    struct Direction {
        std::deque<Copy> waiting; // for their ACKs, by their ends
        std::deque<std::size_t> bare_acks;
        tcp::SackBlock last_block{};
        tcp::Seq acknowledged;
        bool has_acknowledged = false;
    };
    void sent(std::size_t index);
    void acknowledged(std::size_t index);
    void selected(const tcp::SackBlock& block, Direction& of);
    void note_lost_acks(std::size_t again, const Direction& of_acks);
    void undo(std::uint64_t number);

    const Sightings& sightings_;
    std::vector<Passed> fates_;
    std::vector<std::uint32_t> previous_;                                   // the copy before, plus 1
    std::array<Direction, 2> directions_;                                   // by sender
    std::array<Duration, 2> round_trips_{Duration::max(), Duration::max()}; // max: no answer
};

} // namespace tcpstage::capture
