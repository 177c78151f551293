#pragma once
// The steps of RFC 9293 section 3.10.7.4, in their order. Each is in the file with its number. Private to this folder.

#include "core/tcp/steps.h"

namespace tcpstage::tcp {

enum class Go : bool { Stop, On }; // whether the next step is taken

/// Step 1. Cuts `segment` to the window, as the next steps need it.
Go check_sequence(Turn& turn, Segment& segment);
/// Step 2.
Go check_reset(Turn& turn, const Segment& segment);
/// Step 4.
Go check_syn(Turn& turn, Segment& segment);
/// Step 5.
Go check_ack(Turn& turn, const Segment& segment);
/// If anything waits: takes data and a FIN that came with the SYN, before the text of any later segment.
Go take_text_of_syn(Turn& turn);
/// Step 7.
void check_urgent(Turn& turn, const Segment& segment, Seq until);
Go take_payload(Turn& turn, Segment& segment);
/// Step 8. `number`: of the FIN.
void check_fin(Turn& turn, const Segment& segment, Seq number);

// time_wait.cpp: a SYN in TIME-WAIT may reopen the connection, and may turn out to be an old duplicate.
/// Whether the segment is a SYN that reopens it: RFC 9293 section 3.6.1 (MAY-2), RFC 6191 section 2.
bool reopens(const Turn& turn, const Segment& segment);
/// Whether it is a SYN that could reopen it but is too old: it is "silently dropped", and TIME-WAIT continues.
bool is_too_old_to_reopen(const Turn& turn, const Segment& segment);
/// Enters SYN-RECEIVED. The TCB of TIME-WAIT is kept until the SYN is known to be new.
void reopen(Turn& turn, const Segment& segment);
/// After reopen(): whether the numbers of the segment show that its sender is still in the old connection.
bool is_of_old_connection(const Turn& turn, const Segment& segment);

// What steps 1, 4 and 5 share.
/// Whether the peer opened this connection: after a passive OPEN, or out of TIME-WAIT.
inline bool was_asked(const Turn& turn) { return turn.tcb.passive || turn.c.reopened != nullptr; }
/// RFC 5961 section 4.2: a SYN does not reset the connection.
inline bool challenges_syn(const Turn& turn)
{
    return turn.c.settings->challenge_ack && !turn.c.settings->quirks.believe_any_syn;
}
/// (SND.UNA - MAX.SND.WND) =< ack =< SND.MAX: RFC 5961 section 5.2. Without Settings::challenge_ack any old ACK is in
/// range, as in RFC 793, which ignored it and took the data of its segment.
bool is_ack_in_range(const Turn& turn, Seq ack);
/// Cuts off what lies before `first`, SYN and FIN included.
void cut_front(Segment& segment, Seq first);

// What steps 7 and 8 share.
/// ESTABLISHED, FIN-WAIT-1 and FIN-WAIT-2: the states in which octets and a FIN are taken.
inline bool may_receive(State state)
{
    return state == State::Established || state == State::FinWait1 || state == State::FinWait2;
}
/// An ACK is due for a segment that arrived; `at_once`: without waiting for the delayed-ACK timer.
void owe_ack(Turn& turn, bool at_once);
/// The peer's FIN is next in order: moves RCV.NXT over it and changes the state.
void take_fin(Turn& turn);

} // namespace tcpstage::tcp
