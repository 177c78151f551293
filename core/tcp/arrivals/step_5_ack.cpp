// Step 5 of RFC 9293 section 3.10.7.4: the ACK field.
// A segment without ACK is dropped. An ACK of new octets advances SND.UNA and removes them from the send queue; an ACK
// out of range gets a challenge ACK (RFC 5961 section 5). Then the window is updated, and the ACK of our FIN changes
// the state.
#include "core/tcp/arrivals/steps.h"
#include "core/tcp/recovery/rtt.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

/// Whether the echoed timestamp is between the beginning of the connection and now; any other echo is ignored.
bool may_have_been_sent(const Turn& turn, std::uint32_t timestamp)
{
    const Seq echo{timestamp};
    return at_or_after(echo, Seq{timestamp_clock(turn.c.began)}) && at_or_before(echo, Seq{timestamp_clock(turn.now)});
}

/// RFC 7323 section 4.1 with timestamps, else one segment at a time with Karn's rule.
void measure_round_trip(Turn& turn, const Segment& segment)
{
    Connection& c = turn.c;
    const Options& options = segment.options;
    if (turn.tcb.timestamps && options.has_timestamps && may_have_been_sent(turn, options.timestamps.echo)) {
        const std::uint32_t milliseconds = timestamp_clock(turn.now) - options.timestamps.echo;
        measure(turn.tcb, Duration{1ms} * static_cast<std::int64_t>(milliseconds), *c.settings);
        return turn.because(Rule::RttMeasured);
    }
    if (c.timing && at_or_after(segment.ack, c.timed)) {
        measure(turn.tcb, turn.now - c.timed_since, *c.settings);
        c.timing = false;
        turn.because(Rule::RttMeasured);
    } else if (turn.tcb.retransmissions > 0) {
        turn.because(Rule::KarnSkips);
    }
}

void keep_timers(Turn& turn)
{
    const Tcb& tcb = turn.tcb;
    if (tcb.in_flight() == 0)
        turn.stop(Timer::Retransmit); // RFC 6298 5.2
    else
        turn.start(Timer::Retransmit, tcb.rto); // RFC 6298 5.3
    if (turn.c.send_queue.size() == 0)
        turn.stop(Timer::UserTimeout);
    else if (turn.running(Timer::UserTimeout))
        turn.start(Timer::UserTimeout, turn.c.settings->user_timeout);
}

/// Keeps `mark`, such as snd.recover, at most 2^30 behind SND.UNA: numbers more than 2^31 apart cannot be compared.
void drag_along(Seq& mark, Seq una)
{
    constexpr std::uint32_t far_behind = 1U << 30U;
    const std::uint32_t distance = una - mark;
    if (at_or_before(mark, una) && distance > far_behind) mark = una;
}

/// Advances SND.UNA to SEG.ACK, removes what is acknowledged from the send queue, and updates timers and cwnd.
/// `early`: see Progress.
void acknowledge(Turn& turn, const Segment& segment, std::uint32_t early)
{
    Tcb& tcb = turn.tcb;
    const Seq ack = segment.ack;
    const std::uint32_t acked = ack - tcb.snd.una;
    const std::uint32_t flight = tcb.in_flight();
    const bool of_syn = !turn.c.syn_acked;
    measure_round_trip(turn, segment);
    turn.c.send_queue.acknowledge(acked - (of_syn ? 1U : 0U));
    turn.c.syn_acked = true;
    tcb.snd.una = ack;
    if (after(ack, tcb.snd.nxt)) { // the peer took the octet of a window probe after all
        tcb.unsent_bytes -= ack - tcb.snd.nxt;
        tcb.snd.nxt = ack;
    }
    tcb.retransmissions = 0;
    keep_timers(turn);
    drag_along(tcb.snd.recover, ack);
    if (tcb.ecn) drag_along(tcb.snd.cut, ack);
    if (!of_syn) after_progress(turn, {acked, flight, early, tcb.ecn && segment.flags.has(Flag::Ece)});
}

Go check_ack_syn_received(Turn& turn, const Segment& segment)
{
    if (!acks_something_sent(turn.tcb, segment.ack)) {
        turn.because(Rule::SynReceivedBadAck);
        refuse(turn, segment);
        return Go::Stop;
    }
    acknowledge(turn, segment, 0);
    take_window(turn, segment);
    become_established(turn, Rule::AckEstablishes);
    return Go::On;
}

void update_window(Turn& turn, const Segment& segment)
{
    const auto& snd = turn.tcb.snd;
    const bool newer = before(snd.wl1, segment.seq) || (snd.wl1 == segment.seq && at_or_before(snd.wl2, segment.ack));
    if (!newer || before(segment.ack, snd.una)) return;
    const std::uint32_t old = snd.wnd;
    take_window(turn, segment);
    if (snd.wnd == 0) turn.tcb.retransmissions = 0; // the peer answers: a closed window is no reason to give up
    if (snd.wnd != old) turn.because(Rule::WindowUpdated);
}

/// Changes the state after the ACK of our FIN. Leaves FIN-WAIT-1 as it is if the FIN of the same segment will lead it
/// straight to TIME-WAIT.
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
        turn.signal_user(Signal::Closed);
        finish(turn, Rule::FinAckedLastAck);
        return Go::Stop;
    }
    return Go::On;
}

/// An ACK at SND.UNA refuses the octet of a window probe; an ACK beyond acknowledges it.
void settle_probe(Turn& turn, Seq ack)
{
    if (!turn.c.probe_out) return;
    if (ack == turn.tcb.snd.una) take_probe_octet_back(turn);
    if (after(ack, turn.tcb.snd.una)) turn.c.probe_out = false;
}

/// RFC 5681 section 2: same number, same window, no data, and data in flight. With SACK, a new block is enough (RFC
/// 6675).
bool is_duplicate_ack(const Tcb& tcb, const Segment& segment, std::uint32_t newly_held)
{
    if (segment.ack != tcb.snd.una || tcb.in_flight() == 0) return false;
    if (newly_held > 0) return true;
    return !tcb.sack && segment.length() == 0 &&
           static_cast<std::uint32_t>(segment.window) << tcb.snd_scale == tcb.snd.wnd;
}

} // namespace

bool is_ack_in_range(const Turn& turn, Seq ack)
{
    const Tcb& tcb = turn.tcb;
    const bool recent = at_or_after(ack, tcb.snd.una - tcb.snd.max_wnd) || !turn.c.settings->challenge_ack;
    return at_or_before(ack, tcb.snd.max) && recent;
}

Go check_ack(Turn& turn, const Segment& segment)
{
    Tcb& tcb = turn.tcb;
    if (!segment.has_ack()) {
        turn.because(Rule::AckMissing);
        return Go::Stop;
    }
    if (tcb.state == State::SynReceived) return check_ack_syn_received(turn, segment);
    if (!is_ack_in_range(turn, segment.ack)) {
        send_challenge_ack(turn, Rule::AckOutOfRange);
        return Go::Stop;
    }
    turn.c.probes = 0;
    settle_probe(turn, segment.ack);
    const std::uint32_t early = tcb.sack ? tcb.sacked_bytes : tcb.duplicate_acks * tcb.snd.mss;
    const std::uint32_t newly_held = tcb.sack ? take_sack(turn, segment) : 0;
    const bool advances = after(segment.ack, tcb.snd.una);
    const bool duplicate = is_duplicate_ack(tcb, segment, newly_held);
    const std::uint32_t flight = tcb.in_flight();
    if (advances) {
        turn.because(Rule::AckAdvances);
        acknowledge(turn, segment, tcb.sack ? early + newly_held - tcb.sacked_bytes : early);
    }
    update_window(turn, segment);
    if (duplicate) after_duplicate_ack(turn, newly_held);
    if (tcb.ecn) take_echo(turn, segment, flight);
    return advances && fin_is_acked(tcb) ? after_fin_acked(turn, segment) : Go::On;
}

void take_window(Turn& turn, const Segment& segment)
{
    auto& snd = turn.tcb.snd;
    const bool unscaled = segment.syn() || turn.window_unscaled;
    snd.wnd = static_cast<std::uint32_t>(segment.window) << (unscaled ? 0U : turn.tcb.snd_scale);
    snd.max_wnd = std::max(snd.max_wnd, snd.wnd);
    snd.wl1 = segment.seq;
    snd.wl2 = segment.ack;
}

} // namespace tcpstage::tcp
