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
    Endpoint(Settings settings, SocketAddress local, SocketAddress remote, IssPlan iss);

    /// Appends what follows from `event` to `effects`. `now` never goes back. No heap allocation per segment once warm.
    void handle(const Event& event, Instant now, Effects& effects);
    /// The machine restarts (RFC 9293 section 3.5.1): CLOSED, everything is forgotten, without any effect. A later OPEN
    /// chooses the next ISS of the plan.
    void crash();
    /// Makes it a new, closed endpoint that reuses the memory of the old one.
    void renew(const Settings& settings, SocketAddress local, SocketAddress remote, IssPlan iss);
    /// In LISTEN: this segment returns a valid SYN cookie (RFC 4987 section 3.6). Rebuilds the SYN-RECEIVED state that
    /// was not kept, and then handles the segment as any other.
    void rebuild(const Segment& segment, std::uint16_t peer_mss, Instant now, Effects& effects);
    /// Changes settings of a live connection: buffers, timers, Nagle. What the SYNs agreed upon stays.
    void change(const Settings& settings, Instant now);
    /// The earliest running timer.
    std::optional<Deadline> next_deadline() const;

    const Tcb& tcb() const { return connection_.tcb; }
    const Settings& settings() const { return connection_.settings; }
    /// Octets in the send buffer, sent or not.
    std::uint32_t queued_bytes() const { return connection_.send_queue.size(); }

private:
    Connection connection_;
};

} // namespace tcpstage::tcp
