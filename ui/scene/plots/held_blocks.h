#pragma once
// What a receiver holds beyond RCV.NXT, told from the segments that arrived: a TCB only counts it.

#include "core/trace/trace.h"

#include <vector>

namespace tcpstage::scene {

/// In order, without overlap or contact.
std::vector<tcp::SackBlock> heldBlocks(const trace::Trace& trace, trace::Side receiver, trace::Moment moment);

} // namespace tcpstage::scene
