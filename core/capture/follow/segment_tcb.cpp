#include "core/capture/follow/segment_tcb.h"

#include "core/capture/follow/seen_end.h"

#include <algorithm>

namespace tcpstage::capture {

void SegmentTcb::open(bool passive)
{
    const std::uint64_t delivered = tcb_.delivered_bytes;
    *this = SegmentTcb{};
    tcb_.passive = passive;
    tcb_.delivered_bytes = delivered;
}

std::uint32_t SegmentTcb::window_sent(const tcp::Segment& segment) const
{
    const bool scaled = tcb_.scaling && !segment.syn();
    return static_cast<std::uint32_t>(segment.window) << (scaled ? tcb_.rcv_scale : 0U);
}

bool SegmentTcb::is_retransmission(const tcp::Segment& segment) const
{
    if (!syn_sent_ || segment.rst()) return false;
    return segment.length() > 0 && tcp::before(segment.seq, tcb_.snd.max);
}

bool SegmentTcb::is_probe(const tcp::Segment& segment) const
{
    const bool bare = segment.length() == 0 && !segment.rst() && syn_sent_;
    return bare && segment.seq == tcb_.snd.una - 1U && tcb_.state >= tcp::State::Established;
}

std::optional<tcp::SendProgress> SegmentTcb::before_sending(const tcp::Segment& segment) const
{
    tcp::SendProgress before = tcb_.progress();
    if (segment.syn() && !syn_sent_) before.nxt = before.max = segment.seq;
    SegmentTcb after = *this;
    after.sent(segment);
    if (after.tcb_.progress() == before) return {};
    return before; // how much is unsent only the kernel knows
}

void SegmentTcb::sent(const tcp::Segment& segment)
{
    if (segment.rst()) return;
    if (segment.syn() && !syn_sent_) {
        syn_sent_ = true;
        offered_ = segment.options;
        tcb_.snd.iss = tcb_.snd.una = tcb_.snd.nxt = tcb_.snd.max = segment.seq;
        tcb_.rcv_scale = std::min(segment.options.window_scale, largest_scale);
        agree();
    }
    if (!syn_sent_) return; // an answer to a connection that does not exist
    tcb_.snd.nxt = tcp::later(tcb_.snd.nxt, segment.end());
    tcb_.snd.max = tcp::later(tcb_.snd.max, segment.end());
    tcb_.fin_sent = tcb_.fin_sent || segment.fin();
    tcb_.rcv.wnd = window_sent(segment);
    if (!segment.has_ack()) return;
    tcb_.rcv.last_ack_sent = segment.ack;
    if (syn_received_) tcb_.rcv.nxt = tcp::later(tcb_.rcv.nxt, segment.ack);
}

void SegmentTcb::received(const tcp::Segment& segment)
{
    if (segment.rst()) return;
    if (segment.syn() && !syn_received_) {
        syn_received_ = true;
        accepted_ = segment.options;
        tcb_.rcv.irs = segment.seq;
        tcb_.rcv.nxt = tcb_.rcv.last_ack_sent = segment.seq + 1U;
        tcb_.snd.mss = segment.options.mss != 0 ? segment.options.mss : tcb_.snd.mss;
        tcb_.snd_scale = std::min(segment.options.window_scale, largest_scale);
        tcb_.snd.wl1 = segment.seq - 1U;
        agree();
    }
    if (!segment.has_ack() || !syn_sent_ || tcp::after(segment.ack, tcb_.snd.max)) return;
    if (segment.length() == 0 && segment.ack == tcb_.snd.una && tcb_.in_flight() > 0)
        ++tcb_.duplicate_acks;
    else
        tcb_.duplicate_acks = 0;
    tcb_.snd.una = tcp::later(tcb_.snd.una, segment.ack);
    const bool newer = tcp::before(tcb_.snd.wl1, segment.seq) ||
                       (tcb_.snd.wl1 == segment.seq && tcp::at_or_after(segment.ack, tcb_.snd.wl2));
    if (!newer) return; // RFC 9293 section 3.10.7.4, fifth step: an old segment must not change the window
    const bool scaled = tcb_.scaling && !segment.syn();
    tcb_.snd.wnd = static_cast<std::uint32_t>(segment.window) << (scaled ? tcb_.snd_scale : 0U);
    tcb_.snd.max_wnd = std::max(tcb_.snd.max_wnd, tcb_.snd.wnd);
    tcb_.snd.wl1 = segment.seq;
    tcb_.snd.wl2 = segment.ack;
}

/// What both SYNs offer is agreed.
void SegmentTcb::agree()
{
    if (!syn_sent_ || !syn_received_) return;
    tcb_.scaling = offered_.has_window_scale && accepted_.has_window_scale;
    tcb_.timestamps = offered_.has_timestamps && accepted_.has_timestamps;
    tcb_.sack = offered_.sack_permitted && accepted_.sack_permitted;
}

} // namespace tcpstage::capture
