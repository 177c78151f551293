#pragma once
// Options, ECN and loss recovery, as called when segments arrive and are sent. Private to core/tcp.

#include "core/tcp/turn.h"

namespace tcpstage::tcp {

// options.cpp: RFC 7323 and RFC 2018.
/// PAWS, before step 1: whether the segment passes; one whose timestamp is older than TS.Recent is an old duplicate.
bool passes_timestamps(Turn& turn, const Segment& segment);
/// Updates TS.Recent from a segment that does not begin beyond Last.ACK.sent (RFC 7323 section 4.3).
void remember_timestamp(Turn& turn, const Segment& segment);
/// Notes octets that were received before, for the next ACK (D-SACK, RFC 2883). Call before the segment is trimmed.
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
/// Sets ECT(0) on octets that were never sent before, and CWR after cwnd was cut.
void mark_new_text(Turn& turn, Segment& segment);
/// Reads CE and CWR of a data segment: they decide whether our ACKs carry ECE.
void take_marks(Turn& turn, const Segment& segment);
/// Reads ECE of an ACK that arrived with `flight` octets under way: cuts cwnd, once per window.
void take_echo(Turn& turn, const Segment& segment, std::uint32_t flight);

// loss_recovery.cpp: RFC 5681, RFC 6582, RFC 6675.
/// Records the ACK's SACK blocks; returns the octets that are newly held.
std::uint32_t take_sack(Turn& turn, const Segment& segment);
/// An advance of SND.UNA.
struct Progress {
    std::uint32_t acked = 0;  // octets newly acknowledged
    std::uint32_t flight = 0; // octets that were under way before
    bool congested = false;   // the ACK carries ECE: cwnd does not grow
};
void after_progress(Turn& turn, const Progress& progress);
/// Handles an ACK that acknowledged nothing new, although something is under way.
void after_duplicate_ack(Turn& turn, std::uint32_t newly_held);
/// The retransmission timer expired.
void begin_timeout_recovery(Turn& turn, std::uint32_t flight);
/// Sends the retransmissions that cwnd allows: first what is lost and, with `all`, also what may be lost.
void send_recovery(Turn& turn, bool all);
/// The octets of new data that cwnd allows.
std::uint32_t congestion_room(const Turn& turn);

/// SND.UNA < ack =< SND.NXT (or the octet of a window probe).
inline bool acks_something_sent(const Tcb& tcb, Seq ack)
{
    return after(ack, tcb.snd.una) && at_or_before(ack, tcb.snd.max);
}

inline bool fin_is_acked(const Tcb& tcb) { return tcb.fin_sent && tcb.snd.una == tcb.snd.max; }

} // namespace tcpstage::tcp
