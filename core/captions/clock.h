#pragma once
// How exactly the clock of a trace is shown.

#include "core/trace/trace.h"

namespace tcpstage::captions {

/// The decimals of its seconds: 6 where a segment takes less than a millisecond, as between programs of one machine,
/// since milliseconds say nothing there; otherwise 3. O(n) in the transits.
int clock_decimals(const trace::Trace& trace);

} // namespace tcpstage::captions
