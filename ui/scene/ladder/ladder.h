#pragma once
// The sequence diagram as a scene. Pure functions: the same run, time and options give the same marks.

#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/view_input.h"

namespace tcpstage::scene {

/// The sequence diagram: lifelines with state bands, segments, timers, folded silence, the now line.
Scene ladder(const ViewInput& input);
/// The ladder's whole height in pixels, and the scroll that keeps the now line in view.
double ladderHeight(const ViewInput& input);
double followingScroll(const ViewInput& input);
/// The whole run on one page, under the lesson's title: a ladder in columns, its text as large as has room. What comes
/// after the present moment is pale. Where the text would be too small to read, the run is on several sheets, and that
/// of the present moment is shown. Very long runs are compressed, and lose labels.
Scene wholeRun(const ViewInput& input);

} // namespace tcpstage::scene
