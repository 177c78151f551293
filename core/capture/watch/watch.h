#pragma once
// Makes a trace of one connection of a capture. What passed the capture point is observed. What the ends did, and when
// an end that is far from it sent and got something, is inferred: from the answers, and from half of the round trip.

#include "core/capture/watch/sighting.h"
#include "core/trace/trace.h"

#include <array>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tcpstage::capture {

/// How the two captures of one connection fit together that were joined.
struct Joint {
    Duration ahead{0}; // the clock at the right end before that at the left one, when the first segment was sent
    double drift = 0;  // by which it gains, in parts of one; 0: none was seen
    bool knows_clocks = false;    // `ahead` is estimated, from segments in both directions; else 0 is taken
    bool other_addresses = false; // the ends see each other by other addresses than their own
};

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
    std::optional<Joint> joint{};           // of two captures
};

class Watch {
public:
    explicit Watch(std::array<trace::EndpointInfo, 2> ends) : ends_{std::move(ends)} {}

    /// The next packet of the connection, in the order of the capture. It is copied.
    void take(trace::Side from, const Packet& packet);
    /// A comment of the capture, and of which packet.
    struct Note {
        std::uint64_t packet;
        std::string text;
    };
    /// The packets so far; their times never go back.
    const Sightings& sightings() const { return sightings_; }
    const Follower& follower() const { return follower_; }
    const std::vector<Note>& notes() const { return notes_; }
    const std::array<trace::EndpointInfo, 2>& ends() const { return ends_; }
    /// O(n log n) for n packets. Stopped, it lacks the rest.
    Watched trace(const std::stop_token& stop = {}) const;

private:
    void vouch(std::uint64_t number);

    std::array<trace::EndpointInfo, 2> ends_;
    Follower follower_;
    Sightings sightings_;
    std::vector<Note> notes_;
};

} // namespace tcpstage::capture
