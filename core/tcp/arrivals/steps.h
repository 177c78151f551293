#pragma once
// The steps of RFC 9293 section 3.10.7.4, in their order. Each is in the file with its number. Private to this folder.

#include "core/tcp/steps.h"

namespace tcpstage::tcp {

enum class Go : bool { Stop, On }; // whether the next step is taken

/// Step 1. Cuts `segment` to the window, and leaves it as it is to be processed.
Go check_sequence(Turn& turn, Segment& segment);
/// Step 2.
Go check_reset(Turn& turn, const Segment& segment);
/// Step 4.
Go check_syn(Turn& turn, const Segment& segment);
/// Step 5.
Go check_ack(Turn& turn, const Segment& segment);
/// What came with a SYN and waited for the connection: in order, and taken before the text of any later segment.
Go take_text_of_syn(Turn& turn);
/// Step 7.
void check_urgent(Turn& turn, const Segment& segment, Seq until);
Go take_payload(Turn& turn, const Segment& segment);
/// Step 8.
void check_fin(Turn& turn, const Segment& segment);

// time_wait.cpp: a SYN in TIME-WAIT may open the connection anew, and may prove old.
/// Whether it does: RFC 9293 section 3.6.1 (MAY-2), RFC 6191 section 2.
bool reopens(const Turn& turn, const Segment& segment);
/// A SYN that does not, where others do: it is "silently dropped", and TIME-WAIT stays.
bool is_too_old_to_reopen(const Turn& turn, const Segment& segment);
/// To SYN-RECEIVED. What TIME-WAIT knew is kept until the SYN is known to be new.
void reopen(Turn& turn, const Segment& segment);
/// Whether the segment says that its sender is still in the old connection.
bool is_of_old_connection(const Turn& turn, const Segment& segment);

// What steps 1, 4 and 5 share.
/// The peer asked for this connection: after a passive OPEN, or in TIME-WAIT.
inline bool was_asked(const Turn& turn) { return turn.tcb.passive || turn.c.reopened != nullptr; }
/// RFC 5961 section 4.2: a SYN does not reset the connection.
inline bool challenges_syn(const Turn& turn)
{
    return turn.c.settings.challenge_ack && !turn.c.settings.quirks.believe_any_syn;
}
/// (SND.UNA - MAX.SND.WND) =< ack =< SND.MAX: RFC 5961 section 5.2. RFC 793 ignored however old an ACK and took the
/// data with it.
bool is_ack_in_range(const Turn& turn, Seq ack);
/// Cuts off what lies before `first`, SYN and FIN included.
void cut_front(Segment& segment, Seq first);

// What steps 7 and 8 share.
/// ESTABLISHED, FIN-WAIT-1 and FIN-WAIT-2: the states in which octets and a FIN are taken.
inline bool may_receive(State state)
{
    return state == State::Established || state == State::FinWait1 || state == State::FinWait2;
}
/// The next segment that is sent acknowledges; `at_once`: without waiting for the delayed-ACK timer.
void owe_ack(Turn& turn, bool at_once);
/// The peer's FIN is next in order: RCV.NXT moves over it, and the state follows.
void take_fin(Turn& turn);

} // namespace tcpstage::tcp
