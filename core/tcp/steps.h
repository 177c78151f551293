#pragma once
// Options, ECN and loss recovery, as the arrival and the sending of segments call them. Inside core/tcp only.

#include "core/tcp/turn.h"

namespace tcpstage::tcp {

// options.cpp: RFC 7323 and RFC 2018.
/// PAWS, before step 1: a segment whose timestamp is older than the last one is a duplicate from the past.
/// Whether the segment goes on.
bool passes_timestamps(Turn& turn, const Segment& segment);
/// TS.Recent from a segment that is not beyond what we acknowledged last (RFC 7323 section 4.3).
void remember_timestamp(Turn& turn, const Segment& segment);
/// Octets that were here already: the next ACK reports them (D-SACK, RFC 2883). Call before the segment is trimmed.
void note_duplicate(Turn& turn, const Segment& segment);
/// What our SYN offers, or our SYN,ACK agrees to.
Options syn_options(const Turn& turn);
/// What the peer's SYN offers or agrees to.
void take_syn_options(Turn& turn, const Segment& segment);
/// Timestamps and SACK blocks for any other segment.
Options ordinary_options(const Turn& turn);
/// Timestamps only: a reset should carry them (RFC 7323 section 3.2).
Options reset_options(const Turn& turn);
/// Largest payload of a data segment: the peer's MSS less our options (RFC 9293 section 3.7.1).
std::uint32_t payload_limit(const Turn& turn);

// ecn.cpp: RFC 3168.
/// ECE and CWR of our SYN, which asks for ECN, or ECE of our SYN,ACK, which agrees.
Flags ecn_of_syn(const Turn& turn);
/// Whether the peer's SYN asks, or its SYN,ACK agrees, and we want it too.
void take_ecn_of_syn(Turn& turn, const Segment& segment);
/// ECT(0) for octets that were never sent before, and CWR when cwnd was cut.
void mark_new_text(Turn& turn, Segment& segment);
/// CE and CWR of octets that arrive: whether our ACKs carry ECE.
void take_marks(Turn& turn, const Segment& segment);
/// ECE of an ACK that arrived with `flight` octets under way: cwnd is cut, once per window.
void take_echo(Turn& turn, const Segment& segment, std::uint32_t flight);

// loss_recovery.cpp: RFC 5681, RFC 6582, RFC 6675.
/// Marks what the ACK's SACK blocks say; returns the octets that are new.
std::uint32_t take_sack(Turn& turn, const Segment& segment);
/// SND.UNA has moved up.
struct Progress {
    std::uint32_t acked = 0;  // by so much
    std::uint32_t flight = 0; // octets that were under way before
    bool congested = false;   // the ACK carries ECE: cwnd does not grow
};
void after_progress(Turn& turn, const Progress& progress);
/// An ACK that acknowledged nothing new, although something is under way.
void after_duplicate_ack(Turn& turn, std::uint32_t newly_held);
/// The retransmission timer fired.
void begin_timeout_recovery(Turn& turn, std::uint32_t flight);
/// Retransmissions that the congestion window has room for: first what is lost, then `all` that may be.
void send_recovery(Turn& turn, bool all);
/// Octets that cwnd leaves for new data.
std::uint32_t congestion_room(const Turn& turn);

/// SND.UNA < ack =< SND.NXT (or the octet of a window probe).
inline bool acks_something_sent(const Tcb& tcb, Seq ack)
{
    return after(ack, tcb.snd.una) && at_or_before(ack, tcb.snd.max);
}

inline bool fin_is_acked(const Tcb& tcb) { return tcb.fin_sent && tcb.snd.una == tcb.snd.max; }

} // namespace tcpstage::tcp
