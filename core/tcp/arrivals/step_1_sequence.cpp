// Step 1 of RFC 9293 section 3.10.7.4: is any part of the segment in the receive window?
// A segment outside is answered by an ACK and dropped. One that straddles an edge of the window is cut to the part
// inside, after a RST or SYN was checked by its own number. PAWS (RFC 7323 section 5) is checked first.
#include "core/tcp/arrivals/steps.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

bool has_sequence_space(const Segment& segment) { return segment.length() != 0; }

bool is_in_window(const Tcb& tcb, Seq seq) { return in_range(seq, tcb.rcv.nxt, tcb.rcv.wnd); }

/// Table 6 of RFC 9293, and one case more: an empty segment exactly at the window's right edge. Its sender has filled
/// the window; if its ACK were refused, both ends would acknowledge each other until a timer expires.
bool is_acceptable(const Tcb& tcb, const Segment& segment)
{
    const std::uint32_t window = tcb.rcv.wnd;
    if (!has_sequence_space(segment)) return segment.seq - tcb.rcv.nxt <= window;
    if (window == 0) return false;
    const Seq last = segment.end() - 1;
    return in_range(segment.seq, tcb.rcv.nxt, window) || in_range(last, tcb.rcv.nxt, window) ||
           (before(segment.seq, tcb.rcv.nxt) && after(last, tcb.rcv.nxt));
}

/// The SYN,ACK of a simultaneous open repeats a SYN that has arrived before (RFC 9293 appendix A.2).
bool is_crossing_syn_ack(const Turn& turn, const Segment& segment)
{
    const Tcb& tcb = turn.tcb;
    return turn.c.settings->simultaneous_mitigation && tcb.state == State::SynReceived && !was_asked(turn) &&
           segment.has_ack() && segment.seq == tcb.rcv.irs && acks_something_sent(tcb, segment.ack);
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

/// A window probe crossed an ACK without its octet, so that the octet seemed refused; this segment acknowledges it
/// after all. The segment is dropped, but the octet counts as sent again: else the answer would have a number too low
/// by one, and two ends that probe each other would refuse each other's ACKs for ever (RFC 9293 appendix A.2).
void recall_probe(Turn& turn, const Segment& segment)
{
    const Tcb& tcb = turn.tcb;
    const bool taken = segment.has_ack() && segment.ack == tcb.snd.max && after(tcb.snd.max, tcb.snd.nxt);
    if (taken) send_probe_octet(turn);
}

/// TIME-WAIT: "The only thing that can arrive in this state is a retransmission of the remote FIN" (step 5). It has the
/// number of the peer's FIN; any other FIN comes from another sender or an older connection.
bool is_peers_fin_again(const Turn& turn, const Segment& segment)
{
    return turn.tcb.state == State::TimeWait && segment.fin() && !segment.syn() && segment.end() == turn.tcb.rcv.nxt &&
           segment.has_ack() && is_ack_in_range(turn, segment.ack);
}

Go refuse_sequence(Turn& turn, const Segment& segment)
{
    recall_probe(turn, segment);
    if (is_peers_fin_again(turn, segment)) {
        turn.because(Rule::TimeWaitFinAgain);
        turn.start(Timer::TimeWait, turn.c.settings->msl * 2);
    } else {
        turn.because(Rule::SequenceUnacceptable);
    }
    note_duplicate(turn, segment);
    if (!may_acknowledge(turn, segment)) return Go::Stop;
    if (segment.syn())
        send_plain_ack(turn); // a challenge ACK, whatever the number of the SYN (RFC 5961 section 4.2)
    else
        send_ack(turn);
    return Go::Stop;
}

/// 4.4BSD trims an old segment to nothing and continues: its octets are old, but its ACK may be new.
bool is_old_with_ack(const Turn& turn, const Segment& segment)
{
    const State state = turn.tcb.state;
    const bool applies = is_synchronized(state) && state != State::TimeWait;
    return turn.c.settings->quirks.old_segments_acknowledge && applies && segment.has_ack() &&
           before(segment.seq, turn.tcb.rcv.nxt) && at_or_before(segment.end(), turn.tcb.rcv.nxt);
}

/// Reduces a segment whose octets are refused to its ACK field. Our ACK in answer shows that they were refused.
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

Go check_octets(Turn& turn, Segment& segment)
{
    if (is_acceptable(turn.tcb, segment)) {
        if (turn.tcb.sack) note_duplicate(turn, segment);
        if (turn.tcb.timestamps) remember_timestamp(turn, segment);
        trim_to_window(turn.tcb, segment);
        return Go::On;
    }
    if (turn.tcb.rcv.wnd == 0 && segment.seq == turn.tcb.rcv.nxt) {
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

/// The number of a reset must be in the window, whatever text it carries (RFC 793 section 3.4, RFC 5961 section 3.2).
/// At RCV.NXT it is accepted with a closed window too (RFC 9293 section 3.4, MUST-66).
Go check_number_of_reset(Turn& turn, const Segment& segment)
{
    if (segment.seq == turn.tcb.rcv.nxt || is_in_window(turn.tcb, segment.seq)) return Go::On;
    turn.because(Rule::ResetOutsideWindow);
    return Go::Stop;
}

/// In a synchronized state every SYN is challenged, whatever its number (RFC 5961 section 4.2) and its timestamp: its
/// sender may have restarted. In other states the number of the SYN must be in the window.
Go check_number_of_syn(Turn& turn, Segment& segment)
{
    if (is_crossing_syn_ack(turn, segment)) {
        if (!passes_timestamps(turn, segment)) return Go::Stop;
        turn.because(Rule::CrossingSynAck);
        turn.window_unscaled = true;
        cut_front(segment, segment.seq + 1);
        return check_octets(turn, segment);
    }
    if (challenges_syn(turn) && is_synchronized(turn.tcb.state)) return Go::On;
    if (!passes_timestamps(turn, segment)) return Go::Stop;
    return is_in_window(turn.tcb, segment.seq) ? Go::On : refuse_sequence(turn, segment);
}

} // namespace

void cut_front(Segment& segment, Seq first)
{
    std::uint32_t old = first - segment.seq;
    if (segment.syn()) {
        segment.flags = segment.flags.without(Flag::Syn);
        --old;
    }
    if (old > segment.payload.size()) segment.flags = segment.flags.without(Flag::Fin);
    segment.payload = segment.payload.from(std::min(old, segment.payload.size()));
    segment.seq = first;
}

Go check_sequence(Turn& turn, Segment& segment)
{
    if (segment.rst()) return check_number_of_reset(turn, segment);
    if (segment.syn()) return check_number_of_syn(turn, segment);
    if (turn.tcb.timestamps && !passes_timestamps(turn, segment)) return Go::Stop;
    return check_octets(turn, segment);
}

} // namespace tcpstage::tcp
