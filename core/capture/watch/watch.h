#pragma once
// Makes a trace of one connection of a capture. What passed the capture point is observed. What the ends did, and when
// an end that is far from it sent and got something, is inferred: from the answers, and from half of the round trip.

#include "core/capture/watch/sighting.h"
#include "core/trace/trace.h"

#include <array>
#include <string>
#include <vector>

namespace tcpstage::capture {

struct Watched {
    /// A comment of the capture, and the record of the segment's sending.
    struct Comment {
        trace::RecordId from = trace::no_record;
        std::uint64_t packet = 0;
        std::string text;
    };
    trace::Trace trace; // its instant 0: when the first segment was sent
    std::vector<Comment> comments;
    std::vector<trace::TransitId> transits; // of each packet, in the order of the capture
};

class Watch {
public:
    explicit Watch(std::array<trace::EndpointInfo, 2> ends) : ends_{std::move(ends)} {}

    /// The next packet of the connection, in the order of the capture. It is copied.
    void take(trace::Side from, const Packet& packet);
    /// The packets so far; their times never go back.
    const Sightings& sightings() const { return sightings_; }
    const Follower& follower() const { return follower_; }
    /// O(n log n) for n packets.
    Watched trace() const;

private:
    void vouch(std::uint64_t number);

    struct Note {
        std::size_t sighting;
        std::string text;
    };
    std::array<trace::EndpointInfo, 2> ends_;
    Follower follower_;
    Sightings sightings_;
    std::vector<Note> comments_;
};

} // namespace tcpstage::capture
