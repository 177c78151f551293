#pragma once
// The panels of an endpoint and of a segment as scenes. Pure: the same input gives the same marks.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

namespace tcpstage::scene {

/// One endpoint: name, address, state; state diagram of figure 5 with the last transition lit and named; variables,
/// changed ones marked with old -> new; send sequence space.
Scene endpointPanel(const StagedRun& staged, trace::Side side, StageTime time, const Viewport& viewport,
                    const Ref& selection, const DisplayOptions& display);

/// One segment: its header bit by bit, its octets, and where each number comes from.
Scene segmentInspector(const StagedRun& staged, trace::TransitId transit, const Viewport& viewport,
                       const Ref& selection, const DisplayOptions& display);

} // namespace tcpstage::scene
