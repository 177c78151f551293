// A segment arrives in any state but CLOSED, LISTEN and SYN-SENT: RFC 9293 section 3.10.7.4. This file calls the steps
// in order; each step has a file with its number. For the other states see closed_listen_syn_sent.cpp.
#include "core/tcp/arrivals/steps.h"

namespace tcpstage::tcp {

void arrive_otherwise(Turn& turn, Segment& segment)
{
    const Seq urgent_until = segment.seq + segment.urgent; // before its front is cut off
    if (turn.c.reopened != nullptr && is_of_old_connection(turn, segment)) {
        back_to_time_wait(turn);
        if (turn.tcb.state == State::Closed) return arrive_closed(turn, segment);
    }
    if (turn.tcb.state == State::TimeWait && segment.syn()) {
        if (reopens(turn, segment)) return reopen(turn, segment);
        if (is_too_old_to_reopen(turn, segment)) return turn.because(Rule::SynTooOld);
    }
    if (check_sequence(turn, segment) == Go::Stop) return; // step 1
    if (check_reset(turn, segment) == Go::Stop) return;    // step 2
    // Step 3, security: not implemented, as in most TCPs (RFC 9293 appendix A.1).
    if (check_syn(turn, segment) == Go::Stop) return; // step 4
    if (check_ack(turn, segment) == Go::Stop) return; // step 5
    if (!turn.c.out_of_order.empty() && take_text_of_syn(turn) == Go::Stop) return;
    if (before(segment.seq, turn.tcb.rcv.nxt)) cut_front(segment, turn.tcb.rcv.nxt); // octets that the SYN carried
    if (turn.c.urgent_until || segment.flags.has(Flag::Urg)) check_urgent(turn, segment, urgent_until); // step 6
    const Seq number_of_fin = segment.seq + segment.payload.size(); // before its payload is taken
    if (take_payload(turn, segment) == Go::Stop) return;            // step 7
    check_fin(turn, segment, number_of_fin);                        // step 8
}

} // namespace tcpstage::tcp
