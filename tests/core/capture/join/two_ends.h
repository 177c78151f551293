#pragma once
// A connection that is captured at both of its ends: a run of our simulator, or two connections of a file.

#include "core/capture/file/origin.h"
#include "core/capture/join/join.h"

#include <functional>
#include <string>

namespace tcpstage::capture {

/// What changes a packet before it is watched, such as a wrong clock.
using Distort = std::function<void(Packet&)>;

/// All packets between the two sockets, in one connection. `mirrored`: the file has the sides changed.
struct WatchedEnd {
    Watch watch;
    std::int64_t began_ns = 0;

    Half half(Duration ahead = Duration::zero()) const { return {&watch, began_ns + ahead.count()}; }
};
WatchedEnd watched_end(const Origin& origin, const tcp::IpSocket& left, const tcp::IpSocket& right,
                       const Distort& distort = {});
/// What an export of a run with the view of that end shows.
WatchedEnd watched_end(const trace::Trace& trace, trace::Side end, const Distort& distort = {});

/// Each segment of the conversation in a line: when it was sent and ended, by whom, its numbers and its fate. In the
/// order of their sending.
std::vector<std::string> journeys(const trace::Trace& trace);
/// The states that the end entered, without CLOSED and LISTEN: it may enter those with nobody noticing.
std::string states_of(const trace::Trace& trace, trace::Side end);

} // namespace tcpstage::capture
