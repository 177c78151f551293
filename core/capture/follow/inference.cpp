#include "core/capture/follow/inference.h"

namespace tcpstage::capture {

namespace {

using enum tcp::State;

tcp::State after_fin(tcp::State state, bool ours_is_acknowledged)
{
    if (state == SynReceived || state == Established) return CloseWait;
    if (state == FinWait1) return ours_is_acknowledged ? TimeWait : Closing;
    return state == FinWait2 ? TimeWait : state;
}

tcp::State after_ack_of_fin(tcp::State state)
{
    if (state == FinWait1) return FinWait2;
    if (state == Closing) return TimeWait;
    return state == LastAck ? Closed : state;
}

} // namespace

tcp::State after_sending(const tcp::Tcb& tcb, const tcp::Segment& segment)
{
    if (segment.rst()) return tcb.state == Listen ? Listen : Closed;
    if (segment.syn() && !segment.has_ack() && tcb.state == Closed) return SynSent;
    if (!segment.fin()) return tcb.state;
    if (tcb.state == CloseWait) return LastAck;
    return tcb.state == SynReceived || tcb.state == Established ? FinWait1 : tcb.state;
}

tcp::State after_receiving(const tcp::Tcb& tcb, const tcp::Segment& segment)
{
    if (segment.rst()) return tcb.state == Listen ? Listen : Closed;
    if (tcb.state == Listen) return segment.syn() ? SynReceived : Listen;
    if (tcb.state == SynSent) {
        if (!segment.syn()) return SynSent;
        return segment.has_ack() ? Established : SynReceived;
    }
    tcp::State state = tcb.state;
    const bool acknowledges_all = segment.has_ack() && segment.ack == tcb.snd.max;
    const bool acknowledges_syn =
        segment.has_ack() && tcp::after(segment.ack, tcb.snd.iss) && tcp::at_or_before(segment.ack, tcb.snd.max);
    if (state == SynReceived && acknowledges_syn) state = Established;
    const bool ours_is_acknowledged = tcb.fin_sent && acknowledges_all;
    const bool in_order = segment.end() - 1U == tcb.rcv.nxt + segment.payload.size();
    if (segment.fin() && in_order) return after_fin(state, ours_is_acknowledged);
    return ours_is_acknowledged ? after_ack_of_fin(state) : state;
}

} // namespace tcpstage::capture
