// Path MTU discovery (RFC 1191 section 6.4): smaller segments after ICMP's "fragmentation needed".
#include "core/tcp/steps.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

constexpr std::uint32_t fixed_headers = 40; // of IPv4 and TCP, without options: the MSS does not count those

} // namespace

/// The segment that was dropped goes again at once, in pieces. That is no sign of congestion: cwnd stays.
void take_path_mtu(Turn& turn, const PathMtu& notice)
{
    Tcb& tcb = turn.tcb;
    const bool under_way = !before(notice.seq, tcb.snd.una) && before(notice.seq, tcb.snd.max);
    if (!is_synchronized(tcb.state) || !under_way || notice.mtu <= fixed_headers) return;
    turn.because(Rule::PathMtuLowered);
    tcb.snd.mss = std::min(tcb.snd.mss, notice.mtu - fixed_headers);
    const Seq until = notice.seq + notice.octets;
    const std::uint32_t piece = payload_limit(turn);
    for (Seq from = notice.seq; before(from, until); from += piece)
        retransmit(turn, from, until);
}

} // namespace tcpstage::tcp
