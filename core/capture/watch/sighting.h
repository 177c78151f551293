#pragma once
// A captured segment with what it means. Private to core/capture/watch.

#include "core/capture/follow/follower.h"

#include <vector>

namespace tcpstage::capture {

struct Sighting {
    Instant at{};
    std::uint64_t number = 0; // of the packet
    trace::Side from = trace::Side::Left;
    std::uint16_t identification = 0; // of its IPv4 header; 0: none
    Seen seen;
    tcp::Segment segment;
};
using Sightings = std::vector<Sighting>;

} // namespace tcpstage::capture
