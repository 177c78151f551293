#pragma once
// The segments of two captures whose clocks agree, as one list with the course of each. Private to core/capture/join.

#include "core/capture/join/pairing.h"
#include "core/capture/watch/course.h"
#include "core/trace/endpoint_info.h"

#include <optional>
#include <unordered_map>

namespace tcpstage::capture {

class Merged {
public:
    /// `sides`: of the captures at the left end and at the right one. `least`: the least time that a segment takes, by
    /// its sender. The segments get the ports of `ends`.
    Merged(std::array<Sightings, 2> sides, const Pairing& pairing, std::array<Duration, 2> least,
           const std::array<trace::EndpointInfo, 2>& ends);

    const Sightings& sightings() const { return sightings_; }
    const Courses& courses() const { return courses_; }
    Sightings take_sightings() { return std::move(sightings_); }
    /// What the packet of that capture has become; empty: its comment belongs to a packet of the other one.
    std::optional<std::uint32_t> sighting_of(std::size_t side, std::uint64_t packet) const;

private:
    /// A segment: where its sender's capture has it, or only its receiver's.
    struct Entry {
        Instant sent;
        std::uint32_t index;   // in the capture of that side
        std::uint8_t side;     // 0: the left one's
        bool is_sending;       // that side has sent it
        std::uint32_t partner; // of a sending: its arrival in the other capture
    };
    using Events = std::vector<CourseEvent>;

    void list(const Pairing& pairing);
    void describe(std::uint32_t number, const Entry& entry, const std::array<trace::EndpointInfo, 2>& ends);
    void take_arrival(std::uint32_t number, const Sighting& arrival);
    void lose(std::uint32_t number, const Entry& entry);
    bool stopped_early(std::size_t side) const;
    bool fills_gap(const Entry& entry) const;
    std::array<Events, 3> events() const;
    void order(const std::array<Events, 3>& events);

    std::array<Sightings, 2> sides_;
    std::array<Duration, 2> least_;
    std::array<Fates, 2> fates_;
    std::array<bool, 2> stopped_early_{};
    std::vector<Entry> entries_;
    std::array<std::vector<std::uint32_t>, 2> numbers_;         // of each sighting of a side: its number in the list
    std::unordered_map<std::uint32_t, std::uint32_t> original_; // of a copy: the number of what it is a copy of
    Sightings sightings_;
    Courses courses_;
};

} // namespace tcpstage::capture
