#pragma once
// The sequence diagram as a scene. Pure: the same run, time and options give the same marks.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

namespace tcpstage {

/// The sequence diagram: lifelines with state bands, segments, timers, folded silence, the now line.
Scene ladder(const Story& story, StageTime time, const Viewport& viewport, const Ref& selection,
             const Showing& showing);
/// The ladder's whole height in pixels, and the scroll that keeps the now line in view.
double ladderHeight(const Story& story, const Viewport& viewport, const Showing& showing);
double followingScroll(const Story& story, StageTime time, const Viewport& viewport, const Showing& showing);

} // namespace tcpstage
