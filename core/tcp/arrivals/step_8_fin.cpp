// Step 8 of RFC 9293 section 3.10.7.4: the FIN bit.
// A FIN in order ends the peer's stream: the user gets a signal, RCV.NXT moves over it, and the connection enters
// CLOSE-WAIT, CLOSING or TIME-WAIT.
#include "core/tcp/arrivals/steps.h"

namespace tcpstage::tcp {

void take_fin(Turn& turn)
{
    Tcb& tcb = turn.tcb;
    tcb.rcv.nxt += 1;
    turn.c.ack_owed = true;
    turn.signal_user(Signal::PeerClosed);
    const bool may_wait = tcb.state == State::Established && turn.c.settings->combine_fin_ack;
    turn.c.ack_at_once = turn.c.ack_at_once || !may_wait;
    if (may_wait) turn.because(Rule::FinAckWaits);
    if (tcb.state == State::Established)
        turn.enter(State::CloseWait, Rule::FinEstablished);
    else if (tcb.state == State::FinWait2)
        enter_time_wait(turn, Rule::FinFinWait2);
    else if (fin_is_acked(tcb))
        enter_time_wait(turn, Rule::FinFinWait1Acked);
    else
        turn.enter(State::Closing, Rule::FinFinWait1);
}

void check_fin(Turn& turn, const Segment& segment, Seq number)
{
    if (!segment.fin()) return;
    if (!may_receive(turn.tcb.state)) {
        turn.because(Rule::FinIgnored); // not the peer's own FIN, which is left of RCV.NXT: see step 1
        owe_ack(turn, true);
    } else if (number == turn.tcb.rcv.nxt) {
        take_fin(turn);
    } else {
        turn.because(Rule::FinWaits);
        turn.c.out_of_order.insert(number, {}, true);
        owe_ack(turn, true);
    }
}

} // namespace tcpstage::tcp
