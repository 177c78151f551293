#pragma once
// The panels of an endpoint and of a segment as scenes. Pure functions: the same input gives the same marks.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

namespace tcpstage::scene {

/// An endpoint: name, address, state; the state diagram of figure 5 with the last transition highlighted and named;
/// variables, with old -> new if changed; the send sequence space.
Scene endpointPanel(const StagedRun& staged, trace::Side side, StageTime time, const Viewport& viewport,
                    const Ref& selection, const DisplayOptions& display);

/// A segment: its header bit by bit, its octets, and the origin of each number.
Scene segmentInspector(const StagedRun& staged, trace::TransitId transit, const Viewport& viewport,
                       const Ref& selection, const DisplayOptions& display);

} // namespace tcpstage::scene
