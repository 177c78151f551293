#include "core/live/observe/tcb_model.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

/// A kernel reports countdowns in milliseconds, rounded to its ticks.
constexpr Duration same_deadline{12ms};

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
