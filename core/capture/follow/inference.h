#pragma once
// The state that an endpoint must be in after a segment, inferred where its kernel could not be asked at that moment.

#include "core/tcp/segment/segment.h"
#include "core/tcp/tcb/tcb.h"

namespace tcpstage::capture {

tcp::State after_sending(const tcp::Tcb& tcb, const tcp::Segment& segment);
/// `tcb` is the TCB before the segment is processed.
tcp::State after_receiving(const tcp::Tcb& tcb, const tcp::Segment& segment);

} // namespace tcpstage::capture
