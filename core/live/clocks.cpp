#include "core/live/clocks.h"

namespace tcpstage::live {

std::int64_t clock_difference()
{
    using std::chrono::nanoseconds;
    constexpr int readings = 20;
    std::int64_t difference = 0;
    std::int64_t quickest = INT64_MAX;
    for (int i = 0; i < readings; ++i) {
        const std::int64_t before = machine_time();
        const auto time_of_day =
            std::chrono::duration_cast<nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
        const std::int64_t took = machine_time() - before;
        if (took >= quickest) continue;
        quickest = took;
        difference = before + took / 2 - time_of_day;
    }
    return difference;
}

} // namespace tcpstage::live
