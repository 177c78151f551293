// A SYN in TIME-WAIT: RFC 9293 section 3.6.1 (MAY-2) and RFC 6191 section 2. It reopens the connection if its number or
// timestamp is newer; if it turns out to be an old duplicate all the same, the connection returns to TIME-WAIT.
#include "core/tcp/arrivals/steps.h"

#include <utility>

namespace tcpstage::tcp {

namespace {

/// Whether Settings::time_wait_reuse allows it and nothing prevents it: unread octets would be lost, and an ISS that is
/// always 0 cannot be beyond the old numbers.
bool may_reopen(const Turn& turn, const Segment& segment)
{
    const Settings& settings = *turn.c.settings;
    const bool bare_syn = segment.syn() && !segment.has_ack() && !segment.rst();
    return settings.time_wait_reuse && turn.tcb.state == State::TimeWait && bare_syn && turn.tcb.unread_bytes == 0 &&
           !settings.without.random_iss;
}

/// RFC 6191 section 2. The last number of the old connection is that of the peer's FIN.
bool is_newer(const Turn& turn, const Segment& syn)
{
    const Tcb& tcb = turn.tcb;
    const bool beyond = at_or_after(syn.seq, tcb.rcv.nxt);
    const bool stamped = turn.c.settings->timestamps && syn.options.has_timestamps;
    if (!stamped) return beyond;
    if (!tcb.timestamps) return true;
    const Seq value{syn.options.timestamps.value};
    const Seq last{tcb.ts_recent};
    return after(value, last) || (value == last && beyond);
}

} // namespace

bool reopens(const Turn& turn, const Segment& segment) { return may_reopen(turn, segment) && is_newer(turn, segment); }

bool is_too_old_to_reopen(const Turn& turn, const Segment& segment)
{
    return may_reopen(turn, segment) && !is_newer(turn, segment);
}

void reopen(Turn& turn, const Segment& segment)
{
    const auto before = std::make_shared<const Tcb>(turn.tcb);
    forget_data(turn.c);
    begin_beyond(turn, before->snd.max - 1);
    turn.c.reopened = before;
    answer_syn(turn, segment, Rule::SynReopens);
}

bool is_of_old_connection(const Turn& turn, const Segment& segment)
{
    if (segment.rst() || segment.syn() || !segment.has_ack()) return false;
    const Tcb& old = *turn.c.reopened;
    return segment.ack == old.snd.nxt && (segment.seq == old.rcv.nxt || segment.end() == old.rcv.nxt);
}

void back_to_time_wait(Turn& turn)
{
    const auto before = std::move(turn.c.reopened);
    if (turn.c.send_queue.size() > 0) turn.signal_user(Signal::Reset); // octets that the user has queued since are lost
    turn.enter(State::TimeWait, Rule::SynProvedOld);
    forget_data(turn.c);
    turn.tcb = *before;
    turn.c.syn_acked = true;
    if (turn.tcb.deadline(Timer::TimeWait) > turn.now) return; // 2MSL went on meanwhile
    turn.signal_user(Signal::Closed);
    finish(turn, Rule::TimeWaitOver);
}

} // namespace tcpstage::tcp
