#pragma once
// The connections of a capture, with what a list of them shows.

#include "core/capture/connections.h"
#include "core/capture/decode/decoder.h"
#include "core/capture/file/origin.h"
#include "core/capture/follow/follower.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace tcpstage::capture {

struct Connection {
    std::uint32_t number = 1; // from 1, by its first packet
    Pair ends;
    Instant began{}; // of its first packet, since the first of the file
    Instant ended{}; // of its latest packet
    std::uint64_t first_packet = 0;
    Totals totals;
    std::array<tcp::State, 2> states{}; // that its ends must be in after its last packet; left, right
};

struct Listing {
    std::vector<Connection> connections{};
    Counts counts{};
    std::uint64_t unused_fragments = 0;
    std::int64_t began_ns = 0;      // of the first packet of the file, since 1970
    std::optional<Error> problem{}; // what of the file could not be read; the rest is listed
};

struct ListOptions {
    std::stop_token stop{};
    /// Called now and then with the octets of the file that were read.
    std::function<void(std::uint64_t)> progress{};
};

/// Reads the whole capture once. Errors: the file cannot be read, is no capture, or it was cancelled.
Result<Listing> list_connections(const Origin& origin, const ListOptions& options = {});

} // namespace tcpstage::capture
