#pragma once
// One event being handled: the connection, the time, and where the effects go. Inside core/tcp only.

#include "core/tcp/connection.h"
#include "core/tcp/event.h"

namespace tcpstage::tcp {

struct Turn {
    Connection& c;
    Tcb& tcb;
    Instant now;
    Effects& out;
    bool others_wait = false; // segments of the same instant wait behind this one

    void because(Rule rule) { out.emplace_back(Because{rule}); }
    void signal_user(Signal signal) { out.emplace_back(SignalUser{signal}); }
    /// The only place that assigns the state; the edge must be in the table of state.h.
    void enter(State to, Rule rule);

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

// arrivals/closed_listen_syn_sent.cpp (3.10.7.1 - 3.10.7.3) and arrivals/arrive.cpp (3.10.7.4)
void arrive_closed(Turn& turn, const Segment& segment);
void arrive_listen(Turn& turn, const Segment& segment);
void arrive_syn_sent(Turn& turn, const Segment& segment);
void arrive_otherwise(Turn& turn, Segment segment);
/// A SYN takes a LISTEN (or reused TIME-WAIT) endpoint to SYN-RECEIVED.
void answer_syn(Turn& turn, const Segment& segment, Rule rule);
/// The SYN-RECEIVED that a SYN cookie stands for, and then the segment that brought it back.
void take_cookie(Turn& turn, const Segment& segment, std::uint16_t peer_mss);
/// SND.WND, SND.WL1 and SND.WL2 from a segment.
void take_window(Turn& turn, const Segment& segment);
/// Data and FIN that came before their time and are now in order.
void take_waiting(Turn& turn);

// timeouts.cpp (3.10.8)
void expire(Turn& turn);
/// Something was heard: the keep-alive timer starts anew, where it is wanted (3.8.4).
void restart_keepalive(Turn& turn);

// output.cpp
/// Chooses the next ISS and starts with an empty TCB; keeps whether it was a passive OPEN.
void begin(Turn& turn);
/// The same with a given ISS.
void begin_with(Turn& turn, Seq iss);
void send_syn(Turn& turn, bool retransmission);
/// Everything that may go now: data, FIN, an owed ACK.
void output(Turn& turn);
/// The oldest segment again.
void retransmit_front(Turn& turn);
/// One segment of what was sent from `from` on, up to `until` at most.
void retransmit(Turn& turn, Seq from, Seq until);
void send_probe(Turn& turn);
void send_ack(Turn& turn);
/// The same, and never with a FIN: see Choices::fin_with_every_ack.
void send_plain_ack(Turn& turn);
/// RFC 9293 section 3.8.4: SEG.SEQ = SND.NXT - 1, no octets.
void send_keepalive(Turn& turn);
/// Sends none beyond what Settings::ack_throttle allows.
void send_challenge_ack(Turn& turn, Rule rule);
/// Whether a segment that is not acceptable may be answered by an ACK, which Settings::ack_throttle then counts.
/// Octets, a FIN and a keep-alive probe always may: their senders wait for it. Names the rule that forbids it.
bool may_acknowledge(Turn& turn, const Segment& segment);
/// <SEQ=SND.NXT><CTL=RST>: what an ABORT sends.
void send_reset(Turn& turn, bool with_ack = false);
/// A reset for a segment that does not belong here: <SEQ=SEG.ACK><CTL=RST>, or
/// <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>.
void refuse(Turn& turn, const Segment& segment);
/// Octets that RCV.WND may be now: what the buffer has room for, without a silly step and without shrinking.
std::uint32_t window_on_offer(const Connection& connection);

/// The clock of RFC 7323's timestamps: milliseconds, never 0.
std::uint32_t timestamp_clock(Instant now);

// udp.cpp (RFC 768), where `without.tcp`: nothing of all the above.
void handle_datagrams(Turn& turn, const Event& event);

// endpoint.cpp: the ways in which a connection ends.
/// Deletes the TCB: CLOSED, all timers off, all queues empty. The last variables stay for who looks at them, and after
/// an orderly end so does what the user has not read yet.
void finish(Turn& turn, Rule rule);
void back_to_listen(Turn& turn, Rule rule);
void enter_time_wait(Turn& turn, Rule rule);
void become_established(Turn& turn, Rule rule);

} // namespace tcpstage::tcp
