#pragma once
// One end of a TCP connection, sans-IO: events go in, effects come out. It knows no clock, no network and no thread,
// and it cannot fail: every segment and every call is handled (RFC 9293 section 3.10).

#include "core/base/time.h"
#include "core/tcp/connection.h"
#include "core/tcp/event.h"

#include <cstdint>
#include <optional>

namespace tcpstage::tcp {

struct Deadline {
    Timer timer;
    Instant at;
};

class Endpoint {
public:
    Endpoint(SharedSettings settings, SocketAddress local, SocketAddress remote, IssPlan iss);

    /// Handles `event` and appends its effects to `effects`. `now` must not go back. Allocates nothing per segment once
    /// its queues have grown. Takes the payload out of the event: to share it with a copy costs two atomic operations.
    void handle(Event&& event, Instant now, Effects& effects);
    void handle(const Event& event, Instant now, Effects& effects) { handle(Event{event}, now, effects); }
    /// The machine restarts (RFC 9293 section 3.5.1): the endpoint is CLOSED and forgets everything, and nothing is
    /// sent or reported. A later OPEN chooses the next ISS of the plan.
    void crash();
    /// Makes it a new, closed endpoint that reuses the memory of the old one.
    void renew(SharedSettings settings, SocketAddress local, SocketAddress remote, IssPlan iss);
    /// Call in LISTEN when `segment` returns a valid SYN cookie (RFC 4987 section 3.6). Rebuilds the SYN-RECEIVED state
    /// that was not kept, then handles the segment like any other. `peer_mss`: octets, from the cookie.
    void rebuild(const Segment& segment, std::uint16_t peer_mss, Instant now, Effects& effects);
    /// Changes settings during a connection: buffers, timers, Nagle. What the SYNs have agreed on does not change. Ends
    /// references that settings() gave.
    void change(const Settings& settings, Instant now);
    /// The timer that expires first, and when; empty if none runs.
    std::optional<Deadline> next_deadline() const;
    Instant next_due() const { return earliest(connection_.tcb.deadlines); } // never: no timer runs

    const Tcb& tcb() const { return connection_.tcb; }
    const Settings& settings() const { return *connection_.settings; }
    /// Octets in the send buffer, sent or not.
    std::uint32_t queued_bytes() const { return connection_.send_queue.size(); }

private:
    Connection connection_;
};

} // namespace tcpstage::tcp
