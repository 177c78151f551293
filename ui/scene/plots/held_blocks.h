#pragma once
// What a receiver holds beyond RCV.NXT, told from the segments that arrived: a TCB only counts it.

#include "core/trace/trace.h"

#include <vector>

namespace tcpstage {

/// In order, without overlap or contact.
std::vector<SackBlock> heldBlocks(const Trace& trace, Side receiver, Moment moment);

} // namespace tcpstage
