#include "core/captions/clock.h"

#include <algorithm>

namespace tcpstage::captions {

int clock_decimals(const trace::Trace& trace)
{
    const bool quick = std::ranges::any_of(trace.transits(), [](const trace::Transit& transit) {
        return transit.end_record != trace::no_record && transit.ends > transit.sent &&
               transit.ends - transit.sent < Duration{1ms};
    });
    return quick ? 6 : 3;
}

} // namespace tcpstage::captions
