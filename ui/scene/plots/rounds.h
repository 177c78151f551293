#pragma once
// The congestion window by transmission rounds, as textbooks draw it.

#include "ui/scene/staged/view_input.h"

namespace tcpstage::scene {

/// cwnd and ssthresh in segments of the largest size, over the number of the round.
Scene roundPlot(const ViewInput& input);

} // namespace tcpstage::scene
