#pragma once
// One end of a TCP connection, sans-IO: events go in, effects come out. It knows no clock, no network and no thread, and
// it cannot fail: every segment and every call is handled (RFC 9293 section 3.10).

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/tcp/reassembly.h"
#include "core/tcp/rules.h"
#include "core/tcp/segment.h"
#include "core/tcp/send_queue.h"
#include "core/tcp/settings.h"
#include "core/tcp/tcb.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace tcpstage {

// Calls of the user (section 3.9.1) and what else happens to an endpoint.
struct Open {
    bool active = false; // true: connect; false: listen
};
struct Send {
    Bytes data;
};
struct Receive {
    std::uint32_t octets = UINT32_MAX; // at most so many
};
struct Shutdown {}; // the RFC's CLOSE: "I have no more data to send"; receiving goes on
struct Close {};    // a socket's close(): the same, and nothing more is received
struct Abort {};
struct Arrive {
    Segment segment;
};
struct Expire {}; // some deadline has come: all timers that are due fire
using Event = std::variant<Open, Send, Receive, Shutdown, Close, Abort, Arrive, Expire>;

/// What the user is told.
enum class Signal : std::uint8_t {
    Connected,   // the connection is established
    PeerClosed,  // the peer has no more data: end of file
    Closed,      // the connection is gone, as it should
    Refused,     // a SYN was answered by a reset
    Reset,       // the peer, or a rule, reset the connection
    TimedOut,    // no answer after all retransmissions, or the user timeout
    NoConnection, // the call needs a connection, and there is none
    AlreadyOpen, // OPEN on an open connection
    Closing,     // SEND or CLOSE after CLOSE
    NoBuffer,    // SEND found the send buffer full: nothing was queued
};

struct Transmit {
    Segment segment;
    std::uint32_t window_bytes = 0; // the segment's window after scaling
    bool retransmission = false;
};
struct Deliver {
    Bytes data; // to the user, in order
};
struct Tell {
    Signal signal;
};
struct Because {
    Rule rule; // why what follows (or nothing) happens
};
struct Entered {
    State from;
    State to;
    Rule rule;
};
using Effect = std::variant<Because, Entered, Tell, Deliver, Transmit>;
using Effects = std::vector<Effect>; // keep one and clear it: no allocation once warm

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
    SendQueue unacked;       // octets from SND.UNA on: sent and unsent
    Reassembly out_of_order; // octets beyond RCV.NXT
    std::vector<Bytes> unread; // in order, for RECEIVE
    // RFC 6298 with Karn: one segment at a time is timed.
    bool timing = false;
    Seq timed;
    Instant timed_since{};
    Duration persist_interval{0};
    bool ack_owed = false;     // a segment came that must be acknowledged
    bool ack_at_once = false;  // ... without waiting for the delayed-ACK timer
    std::uint32_t unacked_segments = 0; // that came since our last ACK
    bool syn_repeated = false;          // our SYN was retransmitted (RFC 6298 5.7)
    bool wait_explained = false;        // why unsent data waits was said already
    std::uint32_t probes = 0;           // of a zero window, unanswered
    std::uint32_t challenges = 0;       // RFC 5961 section 7
    Instant challenges_since{};
};

class Endpoint {
public:
    Endpoint(Settings settings, SocketAddress local, SocketAddress remote, IssPlan iss);

    /// Appends what follows from `event` to `effects`. `now` never goes back. No heap allocation per segment once warm.
    void handle(const Event& event, Instant now, Effects& effects);
    /// The machine restarts (RFC 9293 section 3.5.1): CLOSED, everything is forgotten and nobody is told. A later OPEN chooses
    /// the next ISS of the plan.
    void crash();
    /// The earliest running timer.
    std::optional<Deadline> next_deadline() const;

    const Tcb& tcb() const { return connection_.tcb; }
    const Settings& settings() const { return connection_.settings; }

private:
    Connection connection_;
};

} // namespace tcpstage
