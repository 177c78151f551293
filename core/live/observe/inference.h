#pragma once
// The state that an endpoint must be in after a segment: where nobody could ask its kernel at that moment.

#include "core/tcp/segment/segment.h"
#include "core/tcp/tcb/tcb.h"

namespace tcpstage::live {

State after_sending(const Tcb& tcb, const Segment& segment);
/// `tcb` has not taken the segment yet.
State after_receiving(const Tcb& tcb, const Segment& segment);

} // namespace tcpstage::live
