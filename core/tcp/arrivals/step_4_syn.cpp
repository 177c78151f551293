// Step 4 of RFC 9293 section 3.10.7.4: the SYN bit.
// A SYN in an existing connection gets a challenge ACK (RFC 5961 section 4). In SYN-RECEIVED after a passive OPEN, a
// SYN in the window takes the endpoint back to LISTEN.
#include "core/tcp/arrivals/steps.h"

namespace tcpstage::tcp {

Go check_syn(Turn& turn, Segment& segment)
{
    if (!segment.syn()) return Go::On;
    if (turn.c.reopened != nullptr) { // handle this SYN in TIME-WAIT, like the first one
        back_to_time_wait(turn);
        if (turn.tcb.state == State::Closed) // 2MSL have passed meanwhile
            arrive_closed(turn, segment);
        else
            arrive_otherwise(turn, segment);
    } else if (turn.tcb.state == State::SynReceived && turn.tcb.passive) {
        back_to_listen(turn, Rule::SynToListen);
    } else if (challenges_syn(turn)) {
        send_challenge_ack(turn, Rule::SynChallenged);
    } else {
        turn.because(Rule::SynResets);
        send_reset(turn, turn.c.settings->quirks.abort_acknowledges);
        turn.signal_user(Signal::Reset);
        finish(turn, Rule::SynResets);
    }
    return Go::Stop;
}

} // namespace tcpstage::tcp
