#pragma once
// The machine's clocks, in ns. Live runs use the monotonic one, as the helper program does.

#include <chrono>
#include <cstdint>

namespace tcpstage::live {

/// The monotonic clock.
inline std::int64_t machine_time()
{
    using std::chrono::nanoseconds;
    return std::chrono::duration_cast<nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Monotonic clock minus time of day (since 1970, UTC): the quickest of several readings, because this process may be
/// preempted.
std::int64_t clock_difference();

} // namespace tcpstage::live
