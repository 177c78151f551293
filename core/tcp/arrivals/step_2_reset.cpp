// Step 2 of RFC 9293 section 3.10.7.4: the RST bit.
// A reset at exactly RCV.NXT ends the connection; one elsewhere in the window gets a challenge ACK (RFC 5961 section
// 3).
#include "core/tcp/arrivals/steps.h"

namespace tcpstage::tcp {

namespace {

void take_reset(Turn& turn, Rule rule)
{
    const bool passive = turn.tcb.passive;
    switch (turn.tcb.state) {
    case State::SynReceived:
        if (turn.c.reopened != nullptr) return back_to_time_wait(turn);
        if (passive) return back_to_listen(turn, Rule::ResetToListen);
        turn.signal_user(Signal::Refused);
        return finish(turn, Rule::ResetRefuses);
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
        turn.signal_user(Signal::Reset);
        return finish(turn, rule);
    case State::TimeWait:
        return finish(turn, rule);
    case State::Closed:
    case State::Listen:
    case State::SynSent:
        return; // never here: see endpoint.cpp
    }
}

} // namespace

Go check_reset(Turn& turn, const Segment& segment)
{
    if (!segment.rst()) return Go::On;
    if (turn.tcb.state == State::TimeWait && turn.c.settings->rfc1337) {
        turn.because(Rule::ResetInTimeWait);
        return Go::Stop;
    }
    if (segment.seq == turn.tcb.rcv.nxt)
        take_reset(turn, Rule::ResetTaken);
    else if (!turn.c.settings->challenge_ack || turn.c.settings->quirks.believe_any_reset)
        take_reset(turn, Rule::ResetInWindow);
    else
        send_challenge_ack(turn, Rule::ResetChallenged);
    return Go::Stop;
}

} // namespace tcpstage::tcp
