#pragma once
// Random but legal traces, for comparison with naive lookups.

#include "core/base/random.h"
#include "core/trace/trace.h"

namespace tcpstage::testing {

/// `before` with a few variables changed at random.
inline tcp::Tcb changed_tcb(tcp::Tcb before, Random& random)
{
    const std::uint32_t octets = static_cast<std::uint32_t>(random.below(5000));
    switch (random.below(6)) {
    case 0:
        before.state = static_cast<tcp::State>(random.below(tcp::state_count));
        break;
    case 1:
        before.snd.una += octets;
        break;
    case 2:
        before.rcv.nxt += octets;
        break;
    case 3:
        before.srtt = Duration{octets};
        break;
    case 4:
        before.deadlines[random.below(tcp::timer_count)] = random.below(2) == 0 ? never : Instant{Duration{octets}};
        break;
    case 5:
        before.delivered_bytes += octets;
        break;
    }
    return before;
}

/// A trace of any source, with all kinds of records, segments and TCBs and every value that means "none".
trace::Trace random_trace(std::uint64_t seed);

} // namespace tcpstage::testing
