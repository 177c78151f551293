#pragma once
// The octets that a receiver holds beyond RCV.NXT, derived from the segments that arrived, because a TCB only has their
// count.

#include "ui/scene/staged/staged_run.h"

#include <vector>

namespace tcpstage::scene {

/// In order, neither overlapping nor adjacent.
std::vector<tcp::SackBlock> heldBlocks(const StagedRun& staged, trace::Side receiver, trace::Moment moment);

} // namespace tcpstage::scene
