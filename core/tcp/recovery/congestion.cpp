#include "core/tcp/recovery/congestion.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

constexpr std::uint64_t beta_tenths = 7; // RFC 9438: beta = 0.7, C = 0.4

std::uint64_t cube_root(std::uint64_t value)
{
    std::uint64_t root = 0;
    for (int bit = 20; bit >= 0; --bit) {
        const std::uint64_t candidate = root | (std::uint64_t{1} << static_cast<unsigned>(bit));
        if (candidate * candidate * candidate <= value) root = candidate;
    }
    return root;
}

std::int64_t milliseconds(Duration duration) { return duration / Duration{1ms}; }

/// K = cbrt((W_max - cwnd_epoch) / C), RFC 9438 (2).
void begin_epoch(const Tcb& tcb, CubicMemory& cubic, Instant now)
{
    cubic.started = true;
    cubic.epoch = now;
    cubic.w_est = tcb.cwnd;
    cubic.w_max = std::max(cubic.w_max, tcb.cwnd);
    const std::uint64_t missing = cubic.w_max - tcb.cwnd;
    const std::uint64_t cubed = missing * 1'000'000'000U / tcb.snd.mss * 10 / 4; // in cubic milliseconds
    cubic.k = Duration{1ms} * static_cast<std::int64_t>(cube_root(cubed));
}

/// W_cubic(t) = C (t - K)^3 + W_max, RFC 9438 (1), in octets.
std::int64_t cubic_window(const Tcb& tcb, const CubicMemory& cubic, Instant at)
{
    const std::int64_t t = std::clamp<std::int64_t>(milliseconds(at - cubic.epoch - cubic.k), -1'000'000, 1'000'000);
    const std::int64_t segments_scaled = t * t * t / 10 * 4; // 10^9 times the segments
    return static_cast<std::int64_t>(cubic.w_max) +
           segments_scaled / 1'000'000 * static_cast<std::int64_t>(tcb.snd.mss) / 1000;
}

/// alpha = 3 (1 - beta) / (1 + beta) = 9 / 17 until W_est has caught up with cwnd_prior, then 1 (RFC 9438 section 4.3).
void grow_estimate(const Tcb& tcb, CubicMemory& cubic, std::uint32_t acked)
{
    const std::uint64_t step = std::uint64_t{acked} * tcb.snd.mss / std::max(1U, tcb.cwnd);
    const bool caught_up = cubic.w_est >= cubic.cwnd_prior;
    cubic.w_est += static_cast<std::uint32_t>(caught_up ? step : step * 9 / 17);
}

void grow_cubic(Tcb& tcb, CubicMemory& cubic, std::uint32_t acked, Instant now)
{
    if (!cubic.started) begin_epoch(tcb, cubic, now);
    grow_estimate(tcb, cubic, acked);
    const std::int64_t cwnd = tcb.cwnd;
    const std::int64_t target = std::clamp(cubic_window(tcb, cubic, now + tcb.srtt), cwnd, cwnd + cwnd / 2);
    const std::int64_t step = (target - cwnd) * static_cast<std::int64_t>(acked) / std::max<std::int64_t>(1, cwnd);
    tcb.cwnd = std::max(static_cast<std::uint32_t>(cwnd + step), cubic.w_est);
}

/// One segment for each window of acknowledged octets (RFC 5681 section 3.1, RFC 3465).
void grow_linearly(Tcb& tcb, CongestionMemory& memory, std::uint32_t acked)
{
    memory.acked_bytes += acked;
    if (memory.acked_bytes < tcb.cwnd) return;
    memory.acked_bytes -= tcb.cwnd;
    tcb.cwnd += tcb.snd.mss;
}

std::uint32_t reduced(const Tcb& tcb, const Settings& settings, std::uint32_t flight)
{
    const std::uint64_t kept =
        settings.congestion == Congestion::Cubic ? std::uint64_t{flight} * beta_tenths / 10 : flight / 2;
    return std::max(static_cast<std::uint32_t>(kept), 2 * tcb.snd.mss);
}

void remember_reduction(Tcb& tcb, CongestionMemory& memory, const Settings& settings)
{
    memory.acked_bytes = 0;
    if (settings.congestion != Congestion::Cubic) return;
    CubicMemory& cubic = memory.cubic;
    const bool shrinking = tcb.cwnd < cubic.w_max; // fast convergence, RFC 9438 section 4.7
    cubic.cwnd_prior = tcb.cwnd;
    cubic.w_max = shrinking ? static_cast<std::uint32_t>(std::uint64_t{tcb.cwnd} * (10 + beta_tenths) / 20) : tcb.cwnd;
    cubic.started = false;
}

} // namespace

void start_congestion_control(Tcb& tcb, CongestionMemory& memory, const Settings& settings, bool syn_repeated)
{
    memory = {};
    if (settings.congestion == Congestion::None) return;
    const std::uint32_t mss = tcb.snd.mss;
    const std::uint32_t rfc6928 = std::min(10 * mss, std::max(2 * mss, 14600U));
    tcb.cwnd = settings.initial_window != 0 ? settings.initial_window * mss : rfc6928;
    if (syn_repeated) tcb.cwnd = mss;
    tcb.ssthresh = unlimited_ssthresh;
}

void grow(Tcb& tcb, CongestionMemory& memory, const Settings& settings, std::uint32_t acked, std::uint32_t flight,
          Instant now)
{
    if (settings.congestion == Congestion::None || tcb.cwnd >= unlimited_ssthresh) return;
    const bool slow_start = tcb.cwnd < tcb.ssthresh;
    const bool counts_all = settings.quirks.slow_start_counts_all;
    const bool used = counts_all
                          ? memory.use.limited || (slow_start && tcb.cwnd < 2 * memory.use.most)
                          : flight >= (slow_start ? tcb.cwnd / 2 : tcb.cwnd - std::min(tcb.cwnd, 2 * tcb.snd.mss));
    if (!used) return;
    if (slow_start && counts_all)
        tcb.cwnd = std::min(tcb.cwnd + acked, tcb.ssthresh);
    else if (slow_start)
        tcb.cwnd += std::min(acked, tcb.snd.mss);
    else if (settings.congestion == Congestion::Cubic)
        grow_cubic(tcb, memory.cubic, acked, now);
    else
        grow_linearly(tcb, memory, acked);
}

void reduce(Tcb& tcb, CongestionMemory& memory, const Settings& settings, std::uint32_t flight)
{
    if (settings.congestion == Congestion::None) return;
    remember_reduction(tcb, memory, settings);
    tcb.ssthresh = reduced(tcb, settings, flight);
    tcb.cwnd = tcb.ssthresh;
}

void collapse(Tcb& tcb, CongestionMemory& memory, const Settings& settings, std::uint32_t flight)
{
    if (settings.congestion == Congestion::None) return;
    if (tcb.retransmissions == 1) { // only the first of several time-outs in a row
        remember_reduction(tcb, memory, settings);
        tcb.ssthresh = reduced(tcb, settings, flight);
    }
    memory.cubic.started = false;
    tcb.cwnd = tcb.snd.mss;
}

} // namespace tcpstage::tcp
