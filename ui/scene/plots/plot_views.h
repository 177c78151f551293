#pragma once
// The views of the centre besides the ladder. Pure functions, like all views. The viewport's zoom stretches time; its
// scroll is the width in pixels left of the view's edge.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

namespace tcpstage::scene {

/// The sequence spaces of both directions, the sender's above the receiver's, with the segments under way between them.
Scene sequenceSpaces(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                     const DisplayOptions& display);

/// Sequence numbers over time, a chart for each direction (Stevens, tcptrace).
Scene timeSequence(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                   const DisplayOptions& display);
/// cwnd, ssthresh and the octets in flight, with the names of the phases.
Scene windowPlot(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                 const DisplayOptions& display);
/// Round-trip samples, SRTT, RTTVAR and RTO.
Scene roundTripPlot(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                    const DisplayOptions& display);
/// Each timer of each end as bars over time.
Scene timersLane(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                 const DisplayOptions& display);
/// The reaction of each state to each kind of segment.
Scene stateMatrix(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                  const DisplayOptions& display);

} // namespace tcpstage::scene
