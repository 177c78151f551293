#pragma once
// What can stand in the middle of the stage instead of the ladder, and beside both endpoints. Same shape as the other
// views: pure, from (story, time, viewport, selection, showing). A viewport's zoom stretches time, its scroll is what
// lies left of the view's edge, in pixels.

#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plot_views.h"

namespace tcpstage::scene {

/// The view of `display.view`; the ladder too.
Scene viewScene(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                const DisplayOptions& display);
/// The scroll that keeps the now line in the view.
double followingPan(const StagedRun& staged, StageTime time, const Viewport& viewport, const DisplayOptions& display);
/// The largest scroll.
double mostPan(const Viewport& viewport, const DisplayOptions& display);

/// The word on its button.
Text shortNameOf(View view);
/// As the command line writes it: "ladder", "spaces", "time-sequence".
std::string_view id(View view);

} // namespace tcpstage::scene
