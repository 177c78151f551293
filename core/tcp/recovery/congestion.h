#pragma once
// Congestion control: RFC 5681 (Reno), RFC 6582 (NewReno), RFC 9438 (CUBIC). Computes only cwnd and ssthresh;
// loss_recovery.cpp decides what is retransmitted. Integers only.

#include "core/base/time.h"
#include "core/tcp/tcb/settings.h"
#include "core/tcp/tcb/tcb.h"

#include <cstdint>

namespace tcpstage::tcp {

/// The initial ssthresh, "arbitrarily high" (RFC 5681 section 3.1); one that is not below it was set by no loss.
inline constexpr std::uint32_t unlimited_ssthresh = 1U << 30U;

/// The variables of CUBIC (RFC 9438 section 4.1), in octets and durations.
struct CubicMemory {
    std::uint32_t w_max = 0;      // cwnd just before it was reduced
    std::uint32_t w_est = 0;      // the cwnd that Reno would have by now
    std::uint32_t cwnd_prior = 0; // cwnd at the last reduction
    Duration k{0};                // time to grow back to w_max
    Instant epoch{};              // start of this congestion avoidance; meaningful when `started`
    bool started = false;
};

/// What StackQuirks::slow_start_counts_all asks of the last window: how much was in flight, and whether cwnd limited
/// it.
struct WindowUse {
    std::uint32_t most = 0; // octets
    bool limited = false;
    Seq until{}; // a new window begins when this is acknowledged
    Seq sent{};  // SND.NXT when this was noted
};

struct CongestionMemory {
    CubicMemory cubic;
    WindowUse use;
    std::uint32_t acked_bytes = 0; // counted towards the next step of congestion avoidance (RFC 3465)
};

/// Sets the initial cwnd: RFC 6928, or `initial_window` segments; one segment after a retransmitted SYN (RFC 5681
/// section 3.1).
void start_congestion_control(Tcb& tcb, CongestionMemory& memory, const Settings& settings, bool syn_repeated);
/// Grows cwnd after `acked` new octets were acknowledged outside recovery; `flight`: octets in flight before.
void grow(Tcb& tcb, CongestionMemory& memory, const Settings& settings, std::uint32_t acked, std::uint32_t flight,
          Instant now);
/// Reduces ssthresh and cwnd after duplicate ACKs or ECE (RFC 5681 (4), RFC 9438 section 4.6, RFC 3168 section 6.1.2).
void reduce(Tcb& tcb, CongestionMemory& memory, const Settings& settings, std::uint32_t flight);
/// The retransmission timer expired: reduces ssthresh the first time, and cwnd to one segment (RFC 5681 section 3.1).
void collapse(Tcb& tcb, CongestionMemory& memory, const Settings& settings, std::uint32_t flight);

} // namespace tcpstage::tcp
