#pragma once
// Which segments of two captures of one connection are the same. Private to core/capture/join.

#include "core/capture/watch/sighting.h"

#include <array>
#include <functional>
#include <vector>

namespace tcpstage::capture {

inline constexpr std::uint32_t nowhere = UINT32_MAX;

/// The numbers of a segment that the network keeps, as one: by it two captures of the segment are known to be the same.
std::uint64_t name_of(trace::Side from, const tcp::Segment& segment);

/// Network cards cut long segments at their sender into pieces, or put them together at their receiver, so that one
/// capture has one segment where the other has several: cuts it at the same places. Each piece keeps the time of all.
void cut_alike(Sightings& one, Sightings& other);

/// Pairs the segments of two captures. `one` and `other` must outlive it.
class Pairing {
public:
    /// Pairs those of which each capture has exactly one with its numbers.
    Pairing(const Sightings& one, const Sightings& other);

    /// What is known of the time that a segment takes, once the clocks are.
    struct Ways {
        std::array<Duration, 2> least{}; // by sender
        /// From its sender to its receiver, by their indices in the two captures.
        std::function<Duration(std::uint32_t one, std::uint32_t other)> took;
    };
    /// Pairs the rest: of several with the same numbers those with the same identification of IPv4, then by their
    /// times; and those that the network has changed. `near`: the end where `one` was captured.
    void pair_all(trace::Side near, const Ways& ways);

    /// Of each sighting of `one` the index of its partner, and the other way round; `nowhere`: there is none.
    const std::vector<std::uint32_t>& in_other() const { return in_other_; }
    const std::vector<std::uint32_t>& in_one() const { return in_one_; }
    /// Of a segment that only its receiver's capture has, the partner of the segment of which it is a copy; `nowhere`:
    /// it is none. Indices in the capture of the receiver.
    std::uint32_t copied_in_one(std::uint32_t index) const { return copied_in_one_[index]; }
    std::uint32_t copied_in_other(std::uint32_t index) const { return copied_in_other_[index]; }

private:
    struct Group { // the same numbers
        std::vector<std::uint32_t> one;
        std::vector<std::uint32_t> other;
    };
    using NameOf = std::uint64_t (*)(const Sighting&);
    /// Those without a partner, by their names.
    std::vector<Group> groups(NameOf name) const;
    void pair(std::uint32_t one, std::uint32_t other);
    void resolve(const Group& group, trace::Side near, const Ways& ways);
    static void find_copies(const Sightings& sightings, const std::vector<std::uint32_t>& partner, trace::Side from,
                            std::vector<std::uint32_t>& copied);

    const Sightings& one_;
    const Sightings& other_;
    std::vector<std::uint32_t> in_other_;
    std::vector<std::uint32_t> in_one_;
    std::vector<std::uint32_t> copied_in_one_;
    std::vector<std::uint32_t> copied_in_other_;
};

} // namespace tcpstage::capture
