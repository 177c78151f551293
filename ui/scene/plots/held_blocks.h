#pragma once
// The octets that a receiver holds beyond RCV.NXT, derived from the segments that arrived, because a TCB only has their
// count.

#include "core/trace/trace.h"

#include <vector>

namespace tcpstage::scene {

/// In order, neither overlapping nor adjacent.
std::vector<tcp::SackBlock> heldBlocks(const trace::Trace& trace, trace::Side receiver, trace::Moment moment);

} // namespace tcpstage::scene
