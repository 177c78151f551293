#pragma once
// What goes into an endpoint and what comes out of it: values, no behaviour.

#include "core/base/bytes.h"
#include "core/tcp/rules.h"
#include "core/tcp/segment/segment.h"
#include "core/tcp/signal.h"
#include "core/tcp/tcb/state.h"

#include <cstdint>
#include <variant>
#include <vector>

namespace tcpstage::tcp {

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
    bool others_wait = false; // more came at the same instant: their ACK can be this one's too (RFC 9293 3.8.6.3)
};
struct Expire {}; // some deadline has come: all timers that are due fire
using Event = std::variant<Open, Send, Receive, Shutdown, Close, Abort, Arrive, Expire>;

struct Transmit {
    Segment segment;
    std::uint32_t window_bytes = 0; // the segment's window after scaling
    bool retransmission = false;
};
struct Deliver {
    Bytes data; // to the user, in order
};
struct SignalUser {
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
using Effect = std::variant<Because, Entered, SignalUser, Deliver, Transmit>;
using Effects = std::vector<Effect>; // keep one and clear it: no allocation once warm

} // namespace tcpstage::tcp
