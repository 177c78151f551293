// Step 6 of RFC 9293 section 3.10.7.4: the URG bit. The user is told that there is urgent data, and again when it
// reaches further (MUST-32). Its octets are not taken out of the stream: they are read like all others.
#include "core/tcp/arrivals/steps.h"

namespace tcpstage::tcp {

/// `until`: the octet that follows the urgent data.
void check_urgent(Turn& turn, const Segment& segment, Seq until)
{
    const Seq taken = turn.tcb.rcv.nxt - turn.tcb.unread_bytes;
    std::optional<Seq>& known = turn.c.urgent_until;
    if (known && !after(*known, taken)) known.reset(); // now: 2^31 octets later it would seem to be ahead
    if (!segment.flags.has(Flag::Urg) || !may_receive(turn.tcb.state)) return;
    if (!after(until, known.value_or(taken))) return;
    known = until;
    turn.because(Rule::UrgentNoticed);
    turn.signal_user(Signal::Urgent);
}

} // namespace tcpstage::tcp
