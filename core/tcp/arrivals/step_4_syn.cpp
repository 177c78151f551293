// Step 4 of RFC 9293 section 3.10.7.4: the SYN bit.
// No SYN belongs into a connection that has begun: it gets a challenge ACK (RFC 5961 section 4). In SYN-RECEIVED after
// a passive OPEN one in the window takes the endpoint back to LISTEN.
#include "core/tcp/arrivals/steps.h"

namespace tcpstage::tcp {

Go check_syn(Turn& turn, const Segment& segment)
{
    if (!segment.syn()) return Go::On;
    if (turn.c.reopened != nullptr) { // this SYN is judged in TIME-WAIT, as the first one was
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
        send_reset(turn, turn.c.settings.quirks.abort_acknowledges);
        turn.signal_user(Signal::Reset);
        finish(turn, Rule::SynResets);
    }
    return Go::Stop;
}

} // namespace tcpstage::tcp
