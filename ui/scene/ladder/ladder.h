#pragma once
// The sequence diagram as a scene. Pure functions: the same run, time and options give the same marks.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

namespace tcpstage::scene {

/// The sequence diagram: lifelines with state bands, segments, timers, folded silence, the now line.
Scene ladder(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
             const DisplayOptions& display);
/// The height of the whole ladder in pixels, and the scroll that keeps the now line in view.
double ladderHeight(const StagedRun& staged, const Viewport& viewport, const DisplayOptions& display);
double followingScroll(const StagedRun& staged, StageTime time, const Viewport& viewport,
                       const DisplayOptions& display);

} // namespace tcpstage::scene
