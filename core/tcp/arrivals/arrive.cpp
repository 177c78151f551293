// Segments that arrive in all other states: RFC 9293 section 3.10.7.4, its eight steps in their order.
#include "core/tcp/steps.h"

namespace tcpstage {

namespace {

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

/// The SYN,ACK of a simultaneous open repeats a SYN that is here already (RFC 9293 appendix A.2).
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
    note_duplicate(turn, segment);
    if (!may_acknowledge(turn, segment)) return Go::Stop;
    if (segment.syn())
        send_plain_ack(turn); // RFC 5961 section 4.2: a challenge, wherever it lies
    else
        send_ack(turn);
    return Go::Stop;
}

/// 4.4BSD trims an old segment to nothing and goes on: its octets are old, its ACK may be new.
bool is_old_with_ack(const Turn& turn, const Segment& segment)
{
    const State state = turn.tcb.state;
    const bool applies = is_synchronized(state) && state != State::TimeWait;
    return turn.c.settings.choices.old_segments_acknowledge && applies && segment.has_ack() && !segment.syn() &&
           !segment.rst() && before(segment.seq, turn.tcb.rcv.nxt) && at_or_before(segment.end(), turn.tcb.rcv.nxt);
}

/// What is left of a segment whose octets are refused; an ACK will say that they were.
void keep_only_ack(Turn& turn, Segment& segment, Rule rule)
{
    turn.because(rule);
    const bool answered = may_acknowledge(turn, segment);
    segment.seq = turn.tcb.rcv.nxt;
    segment.payload = {};
    segment.flags = segment.flags.without(Flag::Fin);
    turn.c.ack_owed = turn.c.ack_owed || answered;
    turn.c.ack_at_once = turn.c.ack_at_once || answered;
}

Go check_sequence(Turn& turn, Segment& segment)
{
    if (check_timestamps(turn, segment) == Go::Stop) return Go::Stop;
    if (is_crossing_syn_ack(turn, segment)) {
        turn.because(Rule::CrossingSynAck);
        cut_front(segment, segment.seq + 1);
        return Go::On;
    }
    if (is_acceptable(turn.tcb, segment)) {
        note_duplicate(turn, segment);
        remember_timestamp(turn, segment);
        trim_to_window(turn.tcb, segment);
        return Go::On;
    }
    if (turn.tcb.rcv.wnd == 0 && segment.seq == turn.tcb.rcv.nxt && !segment.syn() && !segment.rst()) {
        keep_only_ack(turn, segment, Rule::ZeroWindowTakesAck);
        return Go::On;
    }
    if (is_old_with_ack(turn, segment)) {
        note_duplicate(turn, segment);
        keep_only_ack(turn, segment, Rule::OldTakesAck);
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
    if (turn.tcb.state == State::TimeWait && turn.c.settings.rfc1337) {
        turn.because(Rule::ResetInTimeWait);
        return Go::Stop;
    }
    if (segment.seq == turn.tcb.rcv.nxt)
        take_reset(turn, Rule::ResetTaken);
    else if (!turn.c.settings.challenge_ack || turn.c.settings.choices.believe_any_reset)
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
    } else if (turn.c.settings.challenge_ack && !turn.c.settings.choices.believe_any_syn) {
        send_challenge_ack(turn, Rule::SynChallenged);
    } else {
        turn.because(Rule::SynResets);
        send_reset(turn, turn.c.settings.choices.abort_acknowledges);
        turn.tell(Signal::Reset);
        finish(turn, Rule::SynResets);
    }
    return Go::Stop;
}

/// RFC 9293 section 3.6.1 (MAY-2) and RFC 6191: the SYN lies beyond everything of the old connection.
bool reopens(const Turn& turn, const Segment& segment)
{
    const Tcb& tcb = turn.tcb;
    if (!turn.c.settings.time_wait_reuse || tcb.state != State::TimeWait) return false;
    const bool bare_syn = segment.syn() && !segment.has_ack() && !segment.rst();
    const bool newer_time = tcb.timestamps && segment.options.has_timestamps &&
                            after(Seq{segment.options.timestamps.value}, Seq{tcb.ts_recent});
    return bare_syn && (newer_time || after(segment.seq, tcb.rcv.nxt));
}

} // namespace

void arrive_otherwise(Turn& turn, Segment segment)
{
    if (reopens(turn, segment)) {
        turn.stop(Timer::TimeWait);
        return answer_syn(turn, segment, Rule::SynReopens);
    }
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
