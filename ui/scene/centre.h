#pragma once
// The view in the centre of the stage: the ladder or one of the others. Pure functions of (staged run, time, viewport,
// selection, display options). For plots the viewport's zoom stretches time, and its scroll is the width in pixels left
// of the view's edge.

#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plot_views.h"

namespace tcpstage::scene {

/// The scene of `display.view`, including the ladder.
Scene viewScene(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                const DisplayOptions& display);
/// The scroll that keeps the now line in view.
double followingPan(const StagedRun& staged, StageTime time, const Viewport& viewport, const DisplayOptions& display);
/// The largest scroll.
double mostPan(const Viewport& viewport, const DisplayOptions& display);

/// The text of its button.
Text shortNameOf(View view);
/// Its name on the command line: "ladder", "spaces", "time-sequence".
std::string_view id(View view);

} // namespace tcpstage::scene
