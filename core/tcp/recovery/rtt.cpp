#include "core/tcp/recovery/rtt.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

constexpr Duration clock_granularity{1ms};

Duration distance(Duration a, Duration b) { return a > b ? a - b : b - a; }

} // namespace

void measure(Tcb& tcb, Duration round_trip, const Settings& settings)
{
    const Duration sample = std::max(round_trip, Duration{1});
    if (tcb.srtt == Duration{0}) {
        tcb.srtt = sample;
        tcb.rttvar = sample / 2;
    } else {
        tcb.rttvar = (tcb.rttvar * 3 + distance(tcb.srtt, sample)) / 4; // beta = 1/4
        tcb.srtt = (tcb.srtt * 7 + sample) / 8;                         // alpha = 1/8
    }
    const Duration timeout = tcb.srtt + std::max({clock_granularity, settings.quirks.least_variance, tcb.rttvar * 4});
    const Duration most = std::max(settings.rto_min, settings.rto_max);
    tcb.rto = std::min(std::max(timeout, settings.rto_min) + settings.quirks.rto_slop, most);
    tcb.backoff = 0;
}

void back_off(Tcb& tcb, const Settings& settings)
{
    const bool first = tcb.srtt == Duration{0} && tcb.backoff == 0; // rto_initial has no slop
    const Duration doubled = (first ? tcb.rto : tcb.rto - settings.quirks.rto_slop) * 2;
    tcb.rto = std::min(doubled + settings.quirks.rto_slop, std::max(settings.rto_max, settings.rto_min));
    if (tcb.backoff < UINT8_MAX) ++tcb.backoff;
}

} // namespace tcpstage::tcp
