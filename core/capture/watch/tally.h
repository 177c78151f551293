#pragma once
// Counts of what happened on a captured connection, each with where it was first seen. Private to core/capture/watch.

#include "core/capture/watch/fates.h"

#include <array>
#include <optional>
#include <vector>

namespace tcpstage::capture {

/// How often, and the first sighting.
struct Count {
    std::size_t times = 0;
    std::size_t first = 0;

    void add(std::size_t sighting)
    {
        if (times++ == 0) first = sighting;
    }
};

/// A time in which an end offered no window.
struct ShutWindow {
    std::size_t from = 0;            // the sighting that closed it
    std::optional<std::size_t> to{}; // that opened it, or ended the connection
    std::size_t probes = 0;
};

struct EndTally {
    std::size_t segments = 0;
    std::uint64_t octets = 0;
    Count again; // retransmissions of octets
    Count fast;
    Count needless;
    Count syn_again;
    Count late;   // out of order
    Count filled; // the peer's window
    Count unanswered_keep_alive;
    Count keep_alive;
    Count damaged;
    Count refused;            // unacceptable, or with an old timestamp
    Count missing;            // not captured
    Duration longest_wait{0}; // before a retransmission
    std::size_t longest_at = 0;
    std::optional<ShutWindow> longest_shut{};
    std::size_t shut_times = 0;
    std::optional<std::size_t> fin{};
    std::optional<std::size_t> reset{};
};

struct Tally {
    std::array<EndTally, 2> ends; // by sender
    Duration longest_silence{0};
    std::size_t silence_ends = 0;        // the sighting after it
    std::optional<std::size_t> answer{}; // the first segment of the end that did not begin
};

Tally tally(const Sightings& sightings, const Fates& fates);

} // namespace tcpstage::capture
