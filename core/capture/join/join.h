#pragma once
// Makes one trace of two captures of one connection that were taken at its two ends: when each segment was sent as its
// sender's capture says, when it arrived as its receiver's does. What only its sender's capture has was lost.

#include "core/capture/connections.h"
#include "core/capture/watch/watch.h"

#include <map>
#include <unordered_map>

namespace tcpstage::capture {

/// One of the two captures.
struct Half {
    const Watch* watch = nullptr;
    std::int64_t began_ns = 0; // of its file, since 1970
};

struct Joined {
    Sightings sightings; // in the order of their sending; times since the first one
    Totals totals;
    Watched watched;
};

/// The sides of both are the same. Which of them was taken at which end, their times show. Stopped, the trace lacks the
/// rest.
Joined join(const Half& one, const Half& other, const std::stop_token& stop = {});

/// Finds the connection of another capture that is the same as one that was watched: by the numbers of its segments,
/// with the same addresses if there is such a one.
class Search {
public:
    explicit Search(const Watch& watched);

    /// A packet of the other capture, its connection and who sent it.
    void take(const Packet& packet, std::uint32_t connection, trace::Side from, const Pair& ends);

    struct Found {
        std::uint32_t connection = 0;
        bool mirrored = false;        // its left end is our right one
        bool other_addresses = false; // they are translated on the way
    };
    /// Empty: it has no segment of the connection.
    std::optional<Found> found() const;

private:
    struct Likeness {
        std::array<std::uint64_t, 2> segments{}; // that are the same, and the same with the sides changed
        bool same_addresses = false;
    };
    std::unordered_multimap<std::uint64_t, std::uint32_t> known_; // sightings by name
    const Watch& watched_;
    std::map<std::uint32_t, Likeness> alike_;
};

} // namespace tcpstage::capture
