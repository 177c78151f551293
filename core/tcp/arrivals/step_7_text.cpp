// Step 7 of RFC 9293 section 3.10.7.4: the segment's text, its payload.
// Octets in order are delivered and advance RCV.NXT; octets beyond a gap are kept until it is filled. Both are
// acknowledged: at once or, in order, possibly later (section 3.8.6.3).
#include "core/tcp/arrivals/steps.h"

#include <algorithm>
#include <utility>

namespace tcpstage::tcp {

namespace {

void deliver(Turn& turn, Bytes data)
{
    Tcb& tcb = turn.tcb;
    tcb.rcv.nxt += data.size();
    tcb.rcv.wnd -= std::min(tcb.rcv.wnd, data.size());
    if (turn.c.settings->reads == Reads::AtOnce) {
        tcb.delivered_bytes += data.size();
        turn.out.emplace_back(Deliver{std::move(data)});
    } else {
        tcb.unread_bytes += data.size();
        turn.c.unread.push_back(std::move(data));
    }
}

Go reset_for_lost_text(Turn& turn)
{
    turn.because(Rule::TextAfterClose);
    send_reset(turn);
    finish(turn, Rule::TextAfterClose);
    return Go::Stop;
}

} // namespace

Go take_text_of_syn(Turn& turn)
{
    if (!may_receive(turn.tcb.state)) return Go::On;
    if (turn.tcb.reads_closed && turn.c.out_of_order.overlap(turn.tcb.rcv.nxt, 1)) return reset_for_lost_text(turn);
    take_waiting(turn);
    return Go::On;
}

Go take_payload(Turn& turn, Segment& segment)
{
    Tcb& tcb = turn.tcb;
    if (segment.payload.empty()) return Go::On;
    if (!may_receive(tcb.state)) {
        turn.because(Rule::TextIgnored);
        return Go::On;
    }
    if (tcb.reads_closed) return reset_for_lost_text(turn);
    if (tcb.ecn) take_marks(turn, segment);
    if (segment.seq == tcb.rcv.nxt) {
        turn.because(Rule::TextInOrder);
        deliver(turn, std::move(segment.payload));
        const bool waiting = !turn.c.out_of_order.empty();
        owe_ack(turn, waiting);
        if (waiting) take_waiting(turn);
    } else {
        turn.because(Rule::TextOutOfOrder);
        turn.c.out_of_order.insert(segment.seq, std::move(segment.payload), false);
        tcb.out_of_order_bytes = turn.c.out_of_order.bytes();
        owe_ack(turn, true);
    }
    return Go::On;
}

void owe_ack(Turn& turn, bool at_once)
{
    Connection& c = turn.c;
    c.ack_owed = true;
    ++c.queued_segments;
    const bool repeats = c.duplicate.has_value(); // the D-SACK must not wait (RFC 2883 section 4)
    c.ack_at_once =
        c.ack_at_once || at_once || repeats || c.settings->delayed_ack == Duration{0} || c.queued_segments >= 2;
}

void take_waiting(Turn& turn)
{
    Connection& c = turn.c;
    if (c.out_of_order.empty()) return;
    for (Bytes data = c.out_of_order.take(turn.tcb.rcv.nxt); !data.empty();
         data = c.out_of_order.take(turn.tcb.rcv.nxt)) {
        turn.because(Rule::GapFilled);
        deliver(turn, data);
        owe_ack(turn, true);
    }
    turn.tcb.out_of_order_bytes = c.out_of_order.bytes();
    if (!c.out_of_order.fin_at(turn.tcb.rcv.nxt)) return;
    c.out_of_order.clear();
    take_fin(turn);
}

} // namespace tcpstage::tcp
