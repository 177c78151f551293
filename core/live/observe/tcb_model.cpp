#include "core/live/observe/tcb_model.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

/// A kernel reports countdowns in milliseconds, rounded to its ticks.
constexpr Duration same_deadline{12ms};
constexpr std::uint8_t largest_scale = 14; // RFC 7323 section 2.3: a larger one counts as this

/// The timer with the kernel's number; number 2 is the keep-alive only on an open connection.
std::optional<tcp::Timer> timer_of(const TcpInfo& tcp_info)
{
    const auto state = static_cast<tcp::State>(tcp_info.state);
    switch (tcp_info.timer) {
    case 1:
        return tcp::Timer::Retransmit;
    case 2:
        if (state == tcp::State::Established || state == tcp::State::CloseWait) return tcp::Timer::KeepAlive;
        return {};
    case 3:
        if (state == tcp::State::TimeWait) return tcp::Timer::TimeWait;
        return {};
    case 4:
        return tcp::Timer::Persist;
    default:
        return {};
    }
}

Duration microseconds(std::uint32_t count) { return std::chrono::microseconds{count}; }

/// The RTO of a Linux kernel: the smoothed round-trip time and four times its variation, of which there is a least; it
/// doubles with each expiry.
Duration rto_of(const TcpInfo& tcp_info, const std::optional<Stretch>& stretch)
{
    constexpr Duration longest{120s};
    const Duration reported = microseconds(tcp_info.rto_us);
    if (!stretch || reported < stretch->least || tcp_info.rtt_us == 0) return reported;
    Duration rto = microseconds(tcp_info.rtt_us) + std::max(4 * microseconds(tcp_info.rttvar_us), stretch->usual);
    for (std::uint8_t i = 0; i < tcp_info.backoff && rto < longest; ++i)
        rto *= 2;
    return std::min(rto, longest);
}

} // namespace

void TcbModel::open(bool passive)
{
    const std::uint64_t delivered = tcb_.delivered_bytes;
    *this = TcbModel{};
    tcb_.passive = passive;
    tcb_.delivered_bytes = delivered;
}

std::uint32_t TcbModel::window_sent(const tcp::Segment& segment) const
{
    const bool scaled = tcb_.scaling && !segment.syn();
    return static_cast<std::uint32_t>(segment.window) << (scaled ? tcb_.rcv_scale : 0U);
}

bool TcbModel::is_retransmission(const tcp::Segment& segment) const
{
    if (!syn_sent_ || segment.rst()) return false;
    return segment.length() > 0 && tcp::before(segment.seq, tcb_.snd.max);
}

bool TcbModel::is_probe(const tcp::Segment& segment) const
{
    const bool bare = segment.length() == 0 && !segment.rst() && syn_sent_;
    return bare && segment.seq == tcb_.snd.una - 1U && tcb_.state >= tcp::State::Established;
}

std::optional<tcp::SendProgress> TcbModel::before_sending(const tcp::Segment& segment) const
{
    tcp::SendProgress before = tcb_.progress();
    if (segment.syn() && !syn_sent_) before.nxt = before.max = segment.seq;
    TcbModel after = *this;
    after.sent(segment);
    if (after.tcb_.progress() == before) return {};
    return before; // how much is unsent only the kernel knows
}

void TcbModel::sent(const tcp::Segment& segment)
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

void TcbModel::received(const tcp::Segment& segment)
{
    if (segment.rst()) return;
    if (segment.syn() && !syn_received_) {
        syn_received_ = true;
        accepted_ = segment.options;
        tcb_.rcv.irs = segment.seq;
        tcb_.rcv.nxt = tcb_.rcv.last_ack_sent = segment.seq + 1U;
        tcb_.snd.mss = segment.options.mss != 0 ? segment.options.mss : tcb_.snd.mss;
        tcb_.snd_scale = std::min(segment.options.window_scale, largest_scale);
        agree();
    }
    if (!segment.has_ack() || !syn_sent_ || tcp::after(segment.ack, tcb_.snd.max)) return;
    if (segment.length() == 0 && segment.ack == tcb_.snd.una && tcb_.in_flight() > 0)
        ++tcb_.duplicate_acks;
    else
        tcb_.duplicate_acks = 0;
    tcb_.snd.una = tcp::later(tcb_.snd.una, segment.ack);
    const bool scaled = tcb_.scaling && !segment.syn();
    tcb_.snd.wnd = static_cast<std::uint32_t>(segment.window) << (scaled ? tcb_.snd_scale : 0U);
    tcb_.snd.max_wnd = std::max(tcb_.snd.max_wnd, tcb_.snd.wnd);
    tcb_.snd.wl1 = segment.seq;
    tcb_.snd.wl2 = segment.ack;
}

/// What both SYNs offer is agreed.
void TcbModel::agree()
{
    if (!syn_sent_ || !syn_received_) return;
    tcb_.scaling = offered_.has_window_scale && accepted_.has_window_scale;
    tcb_.timestamps = offered_.has_timestamps && accepted_.has_timestamps;
    tcb_.sack = offered_.sack_permitted && accepted_.sack_permitted;
}

void TcbModel::sampled(const TcpInfo& tcp_info, Instant now, const std::optional<Stretch>& stretch)
{
    take_timer(tcp_info, now);
    tcb_.unread_bytes = tcp_info.state == static_cast<std::uint8_t>(tcp::State::Listen) ? 0 : tcp_info.unread_bytes;
    if (tcp_info.has_info == 0) return;
    tcb_.backoff = tcp_info.backoff;
    tcb_.retransmissions = tcp_info.retransmits;
    tcb_.unsent_bytes = tcp_info.unsent_bytes;
    tcb_.snd.mss = tcp_info.mss;
    tcb_.cwnd = tcp_info.cwnd_segments * tcp_info.mss;
    tcb_.ssthresh = tcp_info.ssthresh_segments > UINT32_MAX / std::max(1U, tcp_info.mss)
                        ? UINT32_MAX
                        : tcp_info.ssthresh_segments * tcp_info.mss;
    tcb_.rto = rto_of(tcp_info, stretch);
    tcb_.srtt = microseconds(tcp_info.rtt_us);
    tcb_.rttvar = microseconds(tcp_info.rttvar_us);
    tcb_.recovery = tcp_info.loss_state == 3   ? tcp::Recovery::Fast
                    : tcp_info.loss_state == 4 ? tcp::Recovery::Timeout
                                               : tcp::Recovery::None;
    if (syn_received_ && tcp_info.state >= static_cast<std::uint8_t>(tcp::State::Established))
        tcb_.rcv.nxt = tcb_.rcv.irs + 1U + static_cast<std::uint32_t>(tcp_info.bytes_received);
}

void TcbModel::count_from_tcp_info(const TcpInfo& tcp_info)
{
    if (tcp_info.has_info == 0) return;
    const auto acknowledged = static_cast<std::uint32_t>(tcp_info.bytes_acked);
    const bool open = tcp_info.state >= static_cast<std::uint8_t>(tcp::State::Established);
    const std::uint32_t syn = tcb_.passive && open ? 1 : 0; // bytes_acked counts the SYN only at the active opener
    tcb_.snd.una = tcb_.snd.iss + (acknowledged + syn);
    tcb_.snd.nxt =
        tcb_.snd.una + (tcp_info.send_queue_bytes - std::min(tcp_info.unsent_bytes, tcp_info.send_queue_bytes));
    tcb_.snd.max = tcb_.snd.nxt;
    tcb_.snd.wnd = tcp_info.send_window;
    if (open) tcb_.rcv.nxt = tcb_.rcv.irs + (1U + static_cast<std::uint32_t>(tcp_info.bytes_received));
}

void TcbModel::take_timer(const TcpInfo& tcp_info, Instant now)
{
    const auto running = timer_of(tcp_info);
    for (const tcp::Timer timer : tcp::all_timers) {
        Instant& deadline = tcb_.deadlines[static_cast<std::size_t>(timer)];
        if (timer != running) {
            deadline = never;
            continue;
        }
        const Instant due = now + std::chrono::milliseconds{tcp_info.expires_ms};
        if (deadline == never || due < deadline - same_deadline || due > deadline + same_deadline) deadline = due;
    }
}

} // namespace tcpstage::live
