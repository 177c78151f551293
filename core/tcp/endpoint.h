#pragma once
// One end of a TCP connection, sans-IO: events go in, effects come out. It knows no clock, no network and no thread,
// and it cannot fail: every segment and every call is handled (RFC 9293 section 3.10).

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/tcp/congestion.h"
#include "core/tcp/event.h"
#include "core/tcp/reassembly.h"
#include "core/tcp/scoreboard.h"
#include "core/tcp/send_queue.h"
#include "core/tcp/settings.h"
#include "core/tcp/tcb.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tcpstage {

struct Deadline {
    Timer timer;
    Instant at;
};

/// Everything an endpoint is. The functions of calls, arrivals, timeouts and output work on it.
struct Connection {
    Settings settings;
    SocketAddress local;
    SocketAddress remote;
    IssPlan iss;
    std::uint32_t opened = 0; // how many ISSs were chosen so far
    Tcb tcb;
    SendQueue unacked;         // octets from SND.UNA on: sent and unsent
    Reassembly out_of_order;   // octets beyond RCV.NXT
    std::vector<Bytes> unread; // in order, for RECEIVE
    // RFC 6298 with Karn: one segment at a time is timed.
    bool timing = false;
    Seq timed;
    Instant timed_since{};
    Duration persist_interval{0};
    bool ack_owed = false;              // a segment came that must be acknowledged
    bool ack_at_once = false;           // ... without waiting for the delayed-ACK timer
    std::uint32_t unacked_segments = 0; // that came since our last ACK
    bool syn_repeated = false;          // our SYN was retransmitted (RFC 6298 5.7)
    CongestionMemory congestion;
    Scoreboard held;                    // what the peer holds beyond SND.UNA
    Seq retransmitted;                  // HighRxt of RFC 6675: retransmitted up to here, in this recovery
    std::optional<SackBlock> duplicate; // octets that came twice: the next ACK tells
    Instant ts_recent_at{};             // when TS.Recent was set
    Instant last_sent{};                // the last data segment (RFC 5681 section 4.1)
    std::uint32_t keepalive_unanswered = 0;
    bool wait_explained = false;      // why unsent data waits was said already
    std::uint32_t probes = 0;         // of a zero window, unanswered
    std::uint32_t throttled_acks = 0; // that AckThrottle counts, sent since ...
    Instant throttled_since{};
    bool bound = false; // UDP: what comes to the port is taken
};

class Endpoint {
public:
    Endpoint(Settings settings, SocketAddress local, SocketAddress remote, IssPlan iss);

    /// Appends what follows from `event` to `effects`. `now` never goes back. No heap allocation per segment once warm.
    void handle(const Event& event, Instant now, Effects& effects);
    /// The machine restarts (RFC 9293 section 3.5.1): CLOSED, everything is forgotten and nobody is told. A later OPEN
    /// chooses the next ISS of the plan.
    void crash();
    /// Closed, with nothing of what it was but the memory that it used: as good as a new one.
    void renew(const Settings& settings, SocketAddress local, SocketAddress remote, IssPlan iss);
    /// In LISTEN: a SYN cookie has come back in this segment (RFC 4987 section 3.6). The SYN-RECEIVED that was never
    /// kept is rebuilt, and then the segment is taken as any other.
    void rebuild(const Segment& segment, std::uint16_t peer_mss, Instant now, Effects& effects);
    /// What the user sets while the connection lives: buffers, timers, Nagle. What the SYNs agreed upon stays.
    void change(const Settings& settings, Instant now);
    /// The earliest running timer.
    std::optional<Deadline> next_deadline() const;

    const Tcb& tcb() const { return connection_.tcb; }
    const Settings& settings() const { return connection_.settings; }
    /// Octets in the send buffer, sent or not.
    std::uint32_t queued_bytes() const { return connection_.unacked.size(); }

private:
    Connection connection_;
};

} // namespace tcpstage
