#pragma once
// What can stand in the middle of the stage instead of the ladder. Pure, as all views. A viewport's zoom stretches
// time; its scroll is what lies left of the view's edge, in pixels.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

namespace tcpstage::scene {

/// Both directions' sequence spaces, the sender's over the receiver's, with what is under way between them.
Scene sequenceSpaces(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                     const DisplayOptions& display);

/// Sequence numbers over time, a chart for each direction (Stevens, tcptrace).
Scene timeSequence(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                   const DisplayOptions& display);
/// cwnd, ssthresh and what is in flight, with the phases named.
Scene windowPlot(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                 const DisplayOptions& display);
/// Round-trip samples, SRTT, RTTVAR and RTO.
Scene roundTripPlot(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                    const DisplayOptions& display);
/// Each timer of each end as bars over time.
Scene timersLane(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                 const DisplayOptions& display);
/// What each state does with each kind of segment.
Scene stateMatrix(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                  const DisplayOptions& display);

} // namespace tcpstage::scene
