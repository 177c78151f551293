#pragma once
// When each captured segment was sent, when and how its way ended, and in which order: by one capture, or by two that
// are joined. Private to core/capture/watch and core/capture/join.

#include "core/capture/watch/fates.h"

#include <map>

namespace tcpstage::capture {

struct Course {
    Instant sent{};
    Instant ends{};            // arrival or loss
    Instant last_sent = never; // when octets of it were sent last before
    Passed passed = Passed::Arrived;
    trace::Certainty sending = trace::Certainty::Inferred;
    trace::Certainty ending = trace::Certainty::Inferred;
    bool moves = true; // its sender sent it on this connection
};

struct CourseEvent {
    enum class What : std::uint8_t { Sent, Ended };
    Instant at;
    std::uint32_t sighting = 0;
    What what = What::Sent;
};

struct Courses {
    std::vector<Course> of;                             // by sighting; their times are those of the trace
    std::vector<CourseEvent> events;                    // in their order; times do not go back
    std::map<std::uint32_t, tcp::Segment> arrived;      // by sighting: what arrived, where it is not what was sent
    std::multimap<std::uint32_t, std::uint32_t> copies; // by sighting: what the network made of it
};

/// What one capture shows: an end that is not at the capture point is half of its shortest answer away.
Courses courses_of(const Sightings& sightings, const Fates& fates);

} // namespace tcpstage::capture
