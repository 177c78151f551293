// Timers: RFC 9293 section 3.10.8, RFC 6298 section 5, RFC 9293 sections 3.8.3 and 3.8.6.
#include "core/tcp/recovery/rtt.h"
#include "core/tcp/steps.h"

namespace tcpstage::tcp {

namespace {

void give_up(Turn& turn)
{
    if (turn.c.reopened != nullptr) return back_to_time_wait(turn);
    if (turn.tcb.state == State::SynReceived && turn.tcb.passive) return back_to_listen(turn, Rule::GiveUpListen);
    turn.signal_user(Signal::TimedOut);
    finish(turn, Rule::GiveUp);
}

void retransmission_due(Turn& turn)
{
    Tcb& tcb = turn.tcb;
    const bool opening = !turn.c.syn_acked;
    const std::uint32_t allowed = opening ? turn.c.settings->syn_retries : turn.c.settings->data_retries;
    if (tcb.retransmissions >= allowed) return give_up(turn);
    turn.because(Rule::RetransmitBackoff);
    ++tcb.retransmissions;
    if (tcb.retransmissions == turn.c.settings->r1) {
        turn.because(Rule::R1Reached);
        turn.signal_user(Signal::Unanswered);
    }
    turn.c.syn_repeated = turn.c.syn_repeated || opening;
    turn.c.syn_timer_was_short = turn.c.syn_timer_was_short || (opening && tcb.rto < rto_after_syn);
    begin_timeout_recovery(turn, tcb.in_flight());
    back_off(tcb, *turn.c.settings);
    retransmit_front(turn);
    turn.start(Timer::Retransmit, tcb.rto);
}

void persist_due(Turn& turn)
{
    if (turn.c.probes >= turn.c.settings->data_retries) return give_up(turn);
    send_probe(turn);
}

void keepalive_due(Turn& turn)
{
    Connection& c = turn.c;
    const Tcb& tcb = turn.tcb;
    const bool idle = tcb.in_flight() == 0 && tcb.unsent_bytes == 0;
    if (!idle) return restart_keepalive(turn); // the retransmission or persist timer finds out whether the peer answers
    if (c.keepalive_unanswered >= c.settings->keepalive_probes) {
        turn.signal_user(Signal::TimedOut);
        return finish(turn, Rule::KeepAliveGivesUp);
    }
    ++c.keepalive_unanswered;
    send_keepalive(turn);
    turn.start(Timer::KeepAlive, c.settings->keepalive_interval);
}

void fire(Turn& turn, Timer timer)
{
    switch (timer) {
    case Timer::Retransmit:
        return retransmission_due(turn);
    case Timer::Persist:
        return persist_due(turn);
    case Timer::DelayedAck:
        turn.because(Rule::DelayedAckDue);
        turn.c.ack_owed = true;
        turn.c.ack_at_once = true;
        return;
    case Timer::TimeWait:
        turn.signal_user(Signal::Closed);
        return finish(turn, Rule::TimeWaitOver);
    case Timer::KeepAlive:
        return keepalive_due(turn);
    case Timer::UserTimeout:
        turn.signal_user(Signal::TimedOut);
        return finish(turn, Rule::UserTimeoutDue);
    }
}

} // namespace

void restart_keepalive(Turn& turn)
{
    const State state = turn.tcb.state;
    const bool wanted = turn.c.settings->keepalive > Duration{0} && is_synchronized(state) && state != State::TimeWait;
    turn.c.keepalive_unanswered = 0;
    if (wanted)
        turn.start(Timer::KeepAlive, turn.c.settings->keepalive);
    else
        turn.stop(Timer::KeepAlive);
}

void expire(Turn& turn)
{
    for (const Timer timer : all_timers) {
        if (turn.tcb.deadline(timer) > turn.now) continue;
        turn.stop(timer);
        fire(turn, timer);
    }
}

} // namespace tcpstage::tcp
