// Segments that arrive in CLOSED, LISTEN and SYN-SENT: RFC 9293 sections 3.10.7.1 to 3.10.7.3.
#include "core/tcp/arrivals/steps.h"
#include "core/tcp/recovery/rtt.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

/// Sets IRS, RCV.NXT, the options and the send window from a SYN.
void take_syn(Turn& turn, const Segment& segment)
{
    Tcb& tcb = turn.tcb;
    tcb.rcv.irs = segment.seq;
    tcb.rcv.nxt = segment.seq + 1;
    take_syn_options(turn, segment);
    take_window(turn, segment);
}

/// Keeps data and a FIN that came with a SYN until the connection is established. Octets outside the window are cut
/// off; the FIN too, unless the window has a number left for it.
void keep_text(Turn& turn, const Segment& segment)
{
    if (segment.payload.empty() && !segment.fin()) return;
    const std::uint32_t window = turn.tcb.rcv.wnd;
    const bool fin = segment.fin() && segment.payload.size() < window;
    turn.c.out_of_order.insert(segment.seq + 1, segment.payload.slice(0, window), fin);
    turn.tcb.out_of_order_bytes = turn.c.out_of_order.bytes();
}

void established_by_syn_ack(Turn& turn, const Segment& segment)
{
    Tcb& tcb = turn.tcb;
    turn.c.syn_acked = true;
    tcb.snd.una = segment.ack;
    if (turn.c.timing) measure(tcb, turn.now - turn.c.timed_since, *turn.c.settings);
    turn.because(turn.c.timing ? Rule::RttMeasured : Rule::KarnSkips);
    turn.c.timing = false;
    turn.stop(Timer::Retransmit);
    become_established(turn, Rule::SynSentEstablished);
    turn.c.ack_owed = !turn.c.settings->without.third_segment;
    turn.c.ack_at_once = turn.c.ack_owed;
    keep_text(turn, segment);
    take_waiting(turn);
}

} // namespace

void arrive_closed(Turn& turn, const Segment& segment)
{
    if (segment.rst()) return turn.because(Rule::ClosedIgnoresReset);
    turn.because(segment.has_ack() ? Rule::ClosedRefusesAck : Rule::ClosedRefuses);
    refuse(turn, segment);
}

void arrive_listen(Turn& turn, const Segment& segment)
{
    if (segment.rst()) return turn.because(Rule::ListenIgnoresReset);
    if (segment.has_ack()) {
        turn.because(Rule::ListenRefusesAck);
        return refuse(turn, segment);
    }
    if (!segment.syn()) return turn.because(Rule::ListenDrops);

    begin(turn);
    answer_syn(turn, segment, Rule::ListenTakesSyn);
}

void answer_syn(Turn& turn, const Segment& segment, Rule rule)
{
    take_syn(turn, segment);
    keep_text(turn, segment);
    turn.enter(State::SynReceived, rule);
    send_syn(turn, false);
    if (!turn.c.settings->without.third_segment) return;
    become_established(turn, Rule::WithoutThirdSegment);
    take_waiting(turn);
}

void take_cookie(Turn& turn, const Segment& segment, std::uint16_t peer_mss)
{
    Tcb& tcb = turn.tcb;
    begin_with(turn, segment.ack - 1);
    tcb.snd.nxt = tcb.snd.iss + 1;
    tcb.snd.max = tcb.snd.nxt;
    tcb.snd.mss = std::min<std::uint32_t>(peer_mss, turn.c.settings->mss);
    tcb.rcv.irs = segment.seq - 1;
    tcb.rcv.nxt = segment.seq;
    tcb.rcv.last_ack_sent = segment.seq;
    take_window(turn, segment);
    turn.enter(State::SynReceived, Rule::CookieTrue);
    Segment own = segment;
    arrive_otherwise(turn, own);
}

void arrive_syn_sent(Turn& turn, const Segment& segment)
{
    Tcb& tcb = turn.tcb;
    if (segment.has_ack() && (at_or_before(segment.ack, tcb.snd.iss) || after(segment.ack, tcb.snd.nxt))) {
        if (segment.rst()) return turn.because(Rule::SynSentIgnoresReset);
        turn.because(Rule::SynSentBadAck);
        return refuse(turn, segment);
    }
    if (segment.rst()) {
        if (!segment.has_ack()) return turn.because(Rule::SynSentIgnoresReset);
        turn.signal_user(Signal::Refused);
        return finish(turn, Rule::SynSentRefused);
    }
    if (!segment.syn()) return turn.because(Rule::SynSentDrops);

    take_syn(turn, segment);
    if (segment.has_ack()) return established_by_syn_ack(turn, segment);
    keep_text(turn, segment);
    turn.enter(State::SynReceived, Rule::SynSentCrossing);
    send_syn(turn, false);
}

} // namespace tcpstage::tcp
