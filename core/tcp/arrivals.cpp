// Segments that arrive in all other states: RFC 9293 section 3.10.7.4, its eight steps in their order.
#include "core/tcp/rtt.h"
#include "core/tcp/turn.h"

#include <algorithm>

namespace tcpstage {

namespace {

enum class Go : bool { Stop, On }; // whether the next step is taken

bool has_sequence_space(const Segment& segment) { return segment.length() != 0; }

/// Table 6 of RFC 9293. One more is taken: an empty segment exactly at the window's right edge. Its sender has filled
/// the window; to refuse its ACK would make both ends acknowledge each other until a timer fires.
bool is_acceptable(const Tcb& tcb, const Segment& segment)
{
    const std::uint32_t window = tcb.rcv.wnd;
    if (!has_sequence_space(segment))
        return segment.seq - tcb.rcv.nxt <= (segment.rst() && window > 0 ? window - 1 : window);
    if (window == 0) return false;
    const Seq last = segment.end() - 1;
    return in_range(segment.seq, tcb.rcv.nxt, window) || in_range(last, tcb.rcv.nxt, window) ||
           (before(segment.seq, tcb.rcv.nxt) && after(last, tcb.rcv.nxt));
}

bool acks_something_sent(const Tcb& tcb, Seq ack) { return after(ack, tcb.snd.una) && at_or_before(ack, tcb.snd.max); }

/// The SYN,ACK of a simultaneous open repeats a SYN that is here already (trap T1; appendix A.2).
bool is_crossing_syn_ack(const Turn& turn, const Segment& segment)
{
    const Tcb& tcb = turn.tcb;
    return turn.c.settings.simultaneous_mitigation && tcb.state == State::SynReceived && !tcb.passive &&
           segment.syn() && segment.has_ack() && !segment.rst() && segment.seq == tcb.rcv.irs &&
           acks_something_sent(tcb, segment.ack);
}

void cut_front(Segment& segment, Seq first)
{
    std::uint32_t old = first - segment.seq;
    if (segment.syn()) {
        segment.flags = segment.flags.without(Flag::Syn);
        --old;
    }
    segment.payload = segment.payload.from(old);
    segment.seq = first;
}

void cut_back(Segment& segment, std::uint32_t excess)
{
    if (segment.fin()) {
        segment.flags = segment.flags.without(Flag::Fin);
        --excess;
    }
    segment.payload = segment.payload.slice(0, segment.payload.size() - excess);
}

void trim_to_window(const Tcb& tcb, Segment& segment)
{
    if (before(segment.seq, tcb.rcv.nxt)) cut_front(segment, tcb.rcv.nxt);
    const Seq edge = tcb.rcv.nxt + tcb.rcv.wnd;
    if (has_sequence_space(segment) && after(segment.end(), edge)) cut_back(segment, segment.end() - edge);
}

Go refuse_sequence(Turn& turn, const Segment& segment)
{
    if (segment.rst()) {
        turn.because(Rule::ResetOutsideWindow);
        return Go::Stop;
    }
    if (turn.tcb.state == State::TimeWait && segment.fin()) {
        turn.because(Rule::TimeWaitFinAgain);
        turn.start(Timer::TimeWait, turn.c.settings.msl * 2);
    } else {
        turn.because(Rule::SequenceUnacceptable);
    }
    send_ack(turn);
    return Go::Stop;
}

Go check_sequence(Turn& turn, Segment& segment)
{
    if (is_crossing_syn_ack(turn, segment)) {
        turn.because(Rule::CrossingSynAck);
        cut_front(segment, segment.seq + 1);
        return Go::On;
    }
    if (is_acceptable(turn.tcb, segment)) {
        trim_to_window(turn.tcb, segment);
        return Go::On;
    }
    if (turn.tcb.rcv.wnd == 0 && segment.seq == turn.tcb.rcv.nxt && !segment.syn() && !segment.rst()) {
        turn.because(Rule::ZeroWindowTakesAck); // the octets are refused, and the ACK says so again
        segment.payload = {};
        segment.flags = segment.flags.without(Flag::Fin);
        turn.c.ack_owed = true;
        turn.c.ack_at_once = true;
        return Go::On;
    }
    return refuse_sequence(turn, segment);
}

void take_reset(Turn& turn, Rule rule)
{
    const bool passive = turn.tcb.passive;
    switch (turn.tcb.state) {
    case State::SynReceived:
        if (passive) return back_to_listen(turn, Rule::ResetToListen);
        turn.tell(Signal::Refused);
        return finish(turn, Rule::ResetRefuses);
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
        turn.tell(Signal::Reset);
        return finish(turn, rule);
    case State::TimeWait:
        return finish(turn, rule);
    case State::Closed:
    case State::Listen:
    case State::SynSent:
        return; // never here: see endpoint.cpp
    }
}

Go check_reset(Turn& turn, const Segment& segment)
{
    if (!segment.rst()) return Go::On;
    if (segment.seq == turn.tcb.rcv.nxt)
        take_reset(turn, Rule::ResetTaken);
    else if (!turn.c.settings.challenge_ack)
        take_reset(turn, Rule::ResetInWindow);
    else
        send_challenge_ack(turn, Rule::ResetChallenged);
    return Go::Stop;
}

Go check_syn(Turn& turn, const Segment& segment)
{
    if (!segment.syn()) return Go::On;
    if (turn.tcb.state == State::SynReceived && turn.tcb.passive) {
        back_to_listen(turn, Rule::SynToListen);
    } else if (turn.c.settings.challenge_ack) {
        send_challenge_ack(turn, Rule::SynChallenged);
    } else {
        turn.because(Rule::SynResets);
        send_reset(turn);
        turn.tell(Signal::Reset);
        finish(turn, Rule::SynResets);
    }
    return Go::Stop;
}

void measure_round_trip(Turn& turn, Seq ack)
{
    Connection& c = turn.c;
    if (c.timing && at_or_after(ack, c.timed)) {
        measure(turn.tcb, turn.now - c.timed_since, c.settings);
        c.timing = false;
        turn.because(Rule::RttMeasured);
    } else if (turn.tcb.retransmissions > 0) {
        turn.because(Rule::KarnSkips);
    }
}

/// SND.UNA moves up to `ack`; what is acknowledged leaves the queue.
void acknowledge(Turn& turn, Seq ack)
{
    Tcb& tcb = turn.tcb;
    const bool syn_acked = tcb.snd.una == tcb.snd.iss;
    measure_round_trip(turn, ack);
    turn.c.unacked.acknowledge(ack - tcb.snd.una - (syn_acked ? 1U : 0U));
    tcb.snd.una = ack;
    if (after(ack, tcb.snd.nxt)) { // a window probe's octet was taken
        tcb.unsent_bytes -= ack - tcb.snd.nxt;
        tcb.snd.nxt = ack;
    }
    tcb.retransmissions = 0;
    tcb.duplicate_acks = 0;
    if (tcb.recovering && at_or_after(ack, tcb.snd.recover)) tcb.recovering = false;
    if (tcb.in_flight() == 0)
        turn.stop(Timer::Retransmit); // RFC 6298 5.2
    else
        turn.start(Timer::Retransmit, tcb.rto); // RFC 6298 5.3
    if (turn.c.unacked.size() == 0)
        turn.stop(Timer::UserTimeout);
    else if (turn.running(Timer::UserTimeout))
        turn.start(Timer::UserTimeout, turn.c.settings.user_timeout);
}

Go check_ack_syn_received(Turn& turn, const Segment& segment)
{
    if (!acks_something_sent(turn.tcb, segment.ack)) {
        turn.because(Rule::SynReceivedBadAck);
        refuse(turn, segment);
        return Go::Stop;
    }
    acknowledge(turn, segment.ack);
    take_window(turn, segment);
    become_established(turn, Rule::AckEstablishes);
    take_waiting(turn);
    return Go::On;
}

bool is_ack_in_range(const Tcb& tcb, Seq ack)
{
    return at_or_before(ack, tcb.snd.max) && at_or_after(ack, tcb.snd.una - tcb.snd.max_wnd);
}

void update_window(Turn& turn, const Segment& segment)
{
    const auto& snd = turn.tcb.snd;
    const bool newer = before(snd.wl1, segment.seq) || (snd.wl1 == segment.seq && at_or_before(snd.wl2, segment.ack));
    if (!newer || before(segment.ack, snd.una)) return;
    const std::uint32_t old = snd.wnd;
    take_window(turn, segment);
    if (snd.wnd == 0) turn.tcb.retransmissions = 0; // the peer lives: a closed window is no reason to give up
    if (snd.wnd != old) turn.because(Rule::WindowUpdated);
}

/// What the ACK of our FIN does in each state. The FIN of the same segment may take FIN-WAIT-1 straight to TIME-WAIT.
Go after_fin_acked(Turn& turn, const Segment& segment)
{
    const Tcb& tcb = turn.tcb;
    if (tcb.state == State::FinWait1) {
        const bool fin_too =
            segment.fin() && segment.seq == tcb.rcv.nxt && !(tcb.reads_closed && !segment.payload.empty());
        if (!fin_too) turn.enter(State::FinWait2, Rule::FinAcked);
    } else if (tcb.state == State::Closing) {
        enter_time_wait(turn, Rule::FinAckedClosing);
    } else if (tcb.state == State::LastAck) {
        turn.tell(Signal::Closed);
        finish(turn, Rule::FinAckedLastAck);
        return Go::Stop;
    }
    return Go::On;
}

bool fin_is_acked(const Tcb& tcb) { return tcb.fin_sent && tcb.snd.una == tcb.snd.max; }

Go check_ack(Turn& turn, const Segment& segment)
{
    Tcb& tcb = turn.tcb;
    if (!segment.has_ack()) {
        turn.because(Rule::AckMissing);
        return Go::Stop;
    }
    if (tcb.state == State::SynReceived) return check_ack_syn_received(turn, segment);
    if (!is_ack_in_range(tcb, segment.ack)) {
        send_challenge_ack(turn, Rule::AckOutOfRange);
        return Go::Stop;
    }
    turn.c.probes = 0;
    const bool advances = after(segment.ack, tcb.snd.una);
    if (advances) {
        turn.because(Rule::AckAdvances);
        acknowledge(turn, segment.ack);
    } else if (segment.ack == tcb.snd.una && tcb.in_flight() > 0 && segment.length() == 0) {
        ++tcb.duplicate_acks;
        turn.because(Rule::AckDuplicate);
    }
    update_window(turn, segment);
    if (advances && fin_is_acked(tcb)) return after_fin_acked(turn, segment);
    if (advances && tcb.recovering && tcb.in_flight() > 0) {
        turn.because(Rule::RetransmitNext);
        retransmit_front(turn);
    }
    return Go::On;
}

bool may_receive(State state)
{
    return state == State::Established || state == State::FinWait1 || state == State::FinWait2;
}

void deliver(Turn& turn, const Bytes& data)
{
    Tcb& tcb = turn.tcb;
    tcb.rcv.nxt += data.size();
    tcb.rcv.wnd -= std::min(tcb.rcv.wnd, data.size());
    if (turn.c.settings.reads == Reads::AtOnce) {
        tcb.delivered_bytes += data.size();
        turn.out.emplace_back(Deliver{data});
    } else {
        tcb.unread_bytes += data.size();
        turn.c.unread.push_back(data);
    }
}

void owe_ack(Turn& turn, bool at_once)
{
    Connection& c = turn.c;
    c.ack_owed = true;
    ++c.unacked_segments;
    c.ack_at_once = c.ack_at_once || at_once || c.settings.delayed_ack == Duration{0} || c.unacked_segments >= 2;
}

Go reset_for_lost_text(Turn& turn)
{
    turn.because(Rule::TextAfterClose);
    send_reset(turn);
    finish(turn, Rule::TextAfterClose);
    return Go::Stop;
}

Go take_payload(Turn& turn, const Segment& segment)
{
    Tcb& tcb = turn.tcb;
    if (segment.payload.empty()) return Go::On;
    if (!may_receive(tcb.state)) {
        turn.because(Rule::TextIgnored);
        return Go::On;
    }
    if (tcb.reads_closed) return reset_for_lost_text(turn);
    if (segment.seq == tcb.rcv.nxt) {
        turn.because(Rule::TextInOrder);
        deliver(turn, segment.payload);
        owe_ack(turn, !turn.c.out_of_order.empty());
        take_waiting(turn);
    } else {
        turn.because(Rule::TextOutOfOrder);
        turn.c.out_of_order.insert(segment.seq, segment.payload, false);
        tcb.out_of_order_bytes = turn.c.out_of_order.bytes();
        owe_ack(turn, true);
    }
    return Go::On;
}

void take_fin(Turn& turn)
{
    Tcb& tcb = turn.tcb;
    tcb.rcv.nxt += 1;
    turn.c.ack_owed = true;
    turn.tell(Signal::PeerClosed);
    const bool may_wait = tcb.state == State::Established && turn.c.settings.combine_fin_ack;
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

void check_fin(Turn& turn, const Segment& segment)
{
    if (!segment.fin()) return;
    if (!may_receive(turn.tcb.state)) {
        owe_ack(turn, true);
    } else if (segment.seq + segment.payload.size() == turn.tcb.rcv.nxt) {
        take_fin(turn);
    } else {
        turn.because(Rule::FinWaits);
        turn.c.out_of_order.insert(segment.seq + segment.payload.size(), {}, true);
        owe_ack(turn, true);
    }
}

} // namespace

void take_window(Turn& turn, const Segment& segment)
{
    auto& snd = turn.tcb.snd;
    snd.wnd = static_cast<std::uint32_t>(segment.window) << (segment.syn() ? 0U : turn.tcb.snd_scale);
    snd.max_wnd = std::max(snd.max_wnd, snd.wnd);
    snd.wl1 = segment.seq;
    snd.wl2 = segment.ack;
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

void arrive_otherwise(Turn& turn, Segment segment)
{
    if (check_sequence(turn, segment) == Go::Stop) return;
    if (check_reset(turn, segment) == Go::Stop) return;
    // (3) security: not implemented, as everywhere
    if (check_syn(turn, segment) == Go::Stop) return;
    if (check_ack(turn, segment) == Go::Stop) return;
    // (6) urgent: the pointer is not acted on; its octets are read as ordinary data
    if (take_payload(turn, segment) == Go::Stop) return;
    check_fin(turn, segment);
}

} // namespace tcpstage
