#pragma once
// The context in which one event is handled: the connection, the time, and where the effects go. Private to core/tcp.

#include "core/tcp/connection.h"
#include "core/tcp/event.h"

namespace tcpstage::tcp {

struct Turn {
    Connection& c;
    Tcb& tcb;
    Instant now;
    Effects& out;
    bool others_wait = false;     // segments of the same instant follow this one
    bool window_unscaled = false; // the segment had a SYN, so its window is not scaled (RFC 7323 section 2.2)
    std::optional<SendProgress> before_sending{}; // of numbers that the next segment sends for the first time

    void because(Rule rule) { out.emplace_back(Because{rule}); }
    void signal_user(Signal signal) { out.emplace_back(SignalUser{signal}); }
    /// Changes the state; the transition must be in the table of state.h.
    void enter(State to, Rule rule);
    /// Counts numbers as sent that the next Transmit carries for the first time; `octets` of them were unsent.
    void advance(std::uint32_t numbers, std::uint32_t octets);

    void start(Timer timer, Duration after) { tcb.deadlines[static_cast<std::size_t>(timer)] = now + after; }
    void stop(Timer timer) { tcb.deadlines[static_cast<std::size_t>(timer)] = never; }
    bool running(Timer timer) const { return tcb.deadline(timer) != never; }
};

// calls.cpp (RFC 9293 3.10.1 - 3.10.6)
void open(Turn& turn, const Open& call);
void send(Turn& turn, const Send& call);
void receive(Turn& turn, const Receive& call);
void shutdown(Turn& turn);
void close(Turn& turn);
void abort(Turn& turn);
void skip(Turn& turn, const Skip& call); // no call: octets that a lesson leaves out

// arrivals/closed_listen_syn_sent.cpp (3.10.7.1 - 3.10.7.3) and arrivals/arrive.cpp (3.10.7.4)
void arrive_closed(Turn& turn, const Segment& segment);
void arrive_listen(Turn& turn, const Segment& segment);
void arrive_syn_sent(Turn& turn, const Segment& segment);
/// Cuts `segment` to the window and takes its payload.
void arrive_otherwise(Turn& turn, Segment& segment);
/// Takes an endpoint that has chosen its ISS to SYN-RECEIVED and answers the SYN.
void answer_syn(Turn& turn, const Segment& segment, Rule rule);
/// arrivals/time_wait.cpp: the SYN that reopened the connection was an old duplicate (RFC 9293 section 3.6.1, MAY-2).
void back_to_time_wait(Turn& turn);
/// Rebuilds the SYN-RECEIVED state that a SYN cookie stands for, then handles the segment that returned the cookie.
void take_cookie(Turn& turn, const Segment& segment, std::uint16_t peer_mss);
/// Sets SND.WND, SND.WL1 and SND.WL2 from a segment.
void take_window(Turn& turn, const Segment& segment);
/// Takes data and a FIN that arrived out of order, as far as they are now in order.
void take_waiting(Turn& turn);

// path_mtu.cpp (RFC 1191)
void take_path_mtu(Turn& turn, const PathMtu& notice);

// timeouts.cpp (3.10.8)
void expire(Turn& turn);
/// The least RTO when data begins, after the timer expired for a SYN: RFC 6298 (5.7).
inline constexpr Duration rto_after_syn{3s};
/// Restarts the keep-alive timer after an arrival, if keep-alive is on (3.8.4).
void restart_keepalive(Turn& turn);

// output.cpp
/// Chooses the next ISS and resets the TCB, except for `state` and `passive`.
void begin(Turn& turn);
/// The same with an ISS beyond `used`, the last number of the previous connection (RFC 9293 section 3.6.1).
void begin_beyond(Turn& turn, Seq used);
/// The same with a given ISS.
void begin_with(Turn& turn, Seq iss);
void send_syn(Turn& turn, bool retransmission);
/// Sends everything that may be sent now: data, a FIN, an owed ACK.
void output(Turn& turn);
/// Retransmits the oldest unacknowledged octets, or the SYN, as one segment.
void retransmit_front(Turn& turn);
/// Retransmits one segment that begins at `from` and ends at `until` or before.
void retransmit(Turn& turn, Seq from, Seq until);
/// The persist timer expired: sends one octet as a window probe, or data if the window is open (RFC 9293 3.8.6.1).
void send_probe(Turn& turn);
/// Counts the first unsent octet, which a window probe carries, as sent: SND.NXT moves over it.
void send_probe_octet(Turn& turn);
/// Counts that octet as unsent again: the peer has refused it.
void take_probe_octet_back(Turn& turn);
void send_ack(Turn& turn);
/// The same, but never with a FIN: see StackQuirks::fin_with_every_ack.
void send_plain_ack(Turn& turn);
/// Sends a keep-alive probe: SEG.SEQ = SND.NXT - 1, no octets (RFC 9293 section 3.8.4).
void send_keepalive(Turn& turn);
/// Sends a challenge ACK, unless Settings::ack_throttle forbids it.
void send_challenge_ack(Turn& turn, Rule rule);
/// Whether a segment that is not acceptable may be answered by an ACK. Names the rule if it may not. Data, a FIN and a
/// keep-alive probe are always answered, because their senders wait for it; Settings::ack_throttle limits the others.
bool may_acknowledge(Turn& turn, const Segment& segment);
/// <SEQ=SND.NXT><CTL=RST>, as ABORT sends it; RST,ACK if `with_ack`.
void send_reset(Turn& turn, bool with_ack = false);
/// Answers a segment that belongs to no connection with a reset (RFC 9293 section 3.5.2): <SEQ=SEG.ACK><CTL=RST> if it
/// has an ACK, else <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>.
void refuse(Turn& turn, const Segment& segment);
/// The RCV.WND to offer now, in octets: the free buffer space. It never shrinks, and grows in worthwhile steps only
/// (RFC 9293 section 3.8.6.2.2).
std::uint32_t window_on_offer(const Connection& connection);
/// The clock of RFC 7323's timestamps: milliseconds since the start of time, plus 1 so that it does not begin with 0.
std::uint32_t timestamp_clock(Instant now);

// udp.cpp (RFC 768): replaces all of the above if `without.tcp` is set.
void handle_datagrams(Turn& turn, const Event& event);

// endpoint.cpp: what several events have in common when a connection begins or ends.
/// Empties all queues and stops all timers; keeps what the user has not read.
void forget_data(Connection& connection);
/// Deletes the TCB: CLOSED, all timers off, all queues empty. Keeps the final variables for inspection, and unread data
/// after an orderly close.
void finish(Turn& turn, Rule rule);
void back_to_listen(Turn& turn, Rule rule);
void enter_time_wait(Turn& turn, Rule rule);
void become_established(Turn& turn, Rule rule);

} // namespace tcpstage::tcp
