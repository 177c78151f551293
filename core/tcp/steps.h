#pragma once
// Options, ECN and loss recovery: the functions that arrivals and output call. Private to core/tcp.

#include "core/tcp/turn.h"

namespace tcpstage::tcp {

// options.cpp: RFC 7323 and RFC 2018.
/// PAWS (RFC 7323 section 5), before step 1: false if the timestamp is missing, or older than TS.Recent, which shows an
/// old duplicate. Names the rule and answers an old duplicate.
bool passes_timestamps(Turn& turn, const Segment& segment);
/// If both ends use timestamps: updates TS.Recent from a segment that does not begin beyond Last.ACK.sent (RFC 7323
/// section 4.3).
void remember_timestamp(Turn& turn, const Segment& segment);
/// Notes octets that were received before, for the next ACK (D-SACK, RFC 2883). Call before the segment is trimmed.
void note_duplicate(Turn& turn, const Segment& segment);
/// The options of our SYN, which offers them, or of our SYN,ACK, which agrees to what was offered.
Options syn_options(const Turn& turn);
/// Sets the TCB from the options of the peer's SYN or SYN,ACK.
void take_syn_options(Turn& turn, const Segment& segment);
/// Adds timestamps and SACK blocks: the options of all segments but SYN and RST.
void add_ordinary_options(const Turn& turn, Options& options);
/// Adds timestamps only: a reset should carry them (RFC 7323 section 3.2).
void add_timestamps(const Turn& turn, Options& options);
/// Largest payload of a data segment in octets, at least 1: SND.MSS less our options (RFC 9293 section 3.7.1).
std::uint32_t payload_limit(const Turn& turn);

// ecn.cpp: RFC 3168. The last three are for connections that use ECN only.
/// The ECN flags of our SYN (ECE and CWR: asks for ECN) or of our SYN,ACK (ECE: agrees).
Flags ecn_of_syn(const Turn& turn);
/// Turns ECN on if the peer's SYN asks for it, or its SYN,ACK agrees, and Settings::ecn is set.
void take_ecn_of_syn(Turn& turn, const Segment& segment);
/// Sets ECT(0) on a segment of new data, and CWR if cwnd was reduced since the last one.
void mark_new_text(Turn& turn, Segment& segment);
/// Reads CE and CWR of a data segment: they decide whether our ACKs carry ECE.
void take_marks(Turn& turn, const Segment& segment);
/// Reads ECE of an ACK that arrived with `flight` octets under way: cuts cwnd, once per window.
void take_echo(Turn& turn, const Segment& segment, std::uint32_t flight);

// loss_recovery.cpp: RFC 5681, RFC 6582, RFC 6675.
/// If both ends use SACK: records the ACK's SACK blocks; returns the octets that are newly held.
std::uint32_t take_sack(Turn& turn, const Segment& segment);
/// An advance of SND.UNA.
struct Progress {
    std::uint32_t acked = 0;  // octets newly acknowledged
    std::uint32_t flight = 0; // octets in flight before the ACK
    std::uint32_t early = 0;  // of `acked`: octets whose arrival SACK or duplicate ACKs have told before
    bool congested = false;   // the ACK carries ECE: cwnd does not grow
};
/// Updates recovery or cwnd after an ACK that moved SND.UNA.
void after_progress(Turn& turn, const Progress& progress);
/// Handles a duplicate ACK: data is in flight, and nothing new was acknowledged. `newly_held`: see take_sack().
void after_duplicate_ack(Turn& turn, std::uint32_t newly_held);
/// The retransmission timer expired with `flight` octets in flight: reduces cwnd and begins recovery.
void begin_timeout_recovery(Turn& turn, std::uint32_t flight);
/// Sends the retransmissions that cwnd allows: of what is known to be lost and, with `all`, of what may be lost too.
void send_recovery(Turn& turn, bool all);
/// Notes how much is in flight and whether cwnd limits it, after data was sent or must wait (WindowUse).
void note_window_use(Turn& turn);
/// How many more octets cwnd allows to be in flight; UINT32_MAX without congestion control.
std::uint32_t congestion_room(const Turn& turn);

/// SND.UNA < ack =< SND.NXT (or the octet of a window probe).
inline bool acks_something_sent(const Tcb& tcb, Seq ack)
{
    return after(ack, tcb.snd.una) && at_or_before(ack, tcb.snd.max);
}

inline bool fin_is_acked(const Tcb& tcb) { return tcb.fin_sent && tcb.snd.una == tcb.snd.max; }

} // namespace tcpstage::tcp
