#pragma once
// What goes into an endpoint and what comes out of it, as plain values.

#include "core/base/bytes.h"
#include "core/tcp/rules.h"
#include "core/tcp/segment/segment.h"
#include "core/tcp/signal.h"
#include "core/tcp/tcb/tcb.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace tcpstage::tcp {

// Calls of the user (RFC 9293 section 3.9.1), and other events of an endpoint.
struct Open {
    bool active = false; // true: connect; false: listen
};
struct Send {
    Bytes data;
};
struct Receive {
    std::uint32_t octets = UINT32_MAX; // the most that is taken
};
struct Shutdown {}; // the RFC's CLOSE: "I have no more data to send"; receiving continues
struct Close {};    // a socket's close(): like Shutdown, and nothing more is received
struct Abort {};
struct Arrive {
    Segment segment;
    bool others_wait = false; // more segments arrived at this instant: one ACK may do for all (RFC 9293 3.8.6.3)
};
struct Expire {}; // a deadline has passed: all timers that are due expire
/// ICMP "fragmentation needed" (RFC 1191): a router dropped a segment because its next link takes at most `mtu` octets.
struct PathMtu {
    std::uint32_t mtu = 0; // of the IP packet
    Seq seq{};             // of the segment that was dropped
    std::uint32_t octets = 0;
};
/// As if `octets` more had been exchanged already: `sent` and acknowledged by this end, or else received and read by
/// it. Only while nothing of that direction is queued or in flight; both ends must be given it.
struct Skip {
    std::uint32_t octets = 0;
    bool sent = false;
};
using Event = std::variant<Open, Send, Receive, Shutdown, Close, Abort, Arrive, Expire, PathMtu, Skip>;

struct Transmit {
    Segment segment;
    std::uint32_t window_bytes = 0; // the segment's window after scaling
    bool retransmission = false;
    std::optional<SendProgress> before{}; // the sender's, if the segment moved it
};
struct Deliver {
    Bytes data; // to the user, in order
};
struct SignalUser {
    Signal signal;
};
struct Because {
    Rule rule; // the reason for the effects after it, or for there being none
};
struct Entered {
    State from;
    State to;
    Rule rule;
};
using Effect = std::variant<Because, Entered, SignalUser, Deliver, Transmit>;
using Effects = std::vector<Effect>; // keep one and clear it, so that its memory is reused

} // namespace tcpstage::tcp
