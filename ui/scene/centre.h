#pragma once
// The view in the centre of the stage: the ladder or one of the others. Pure functions of (staged run, time, viewport,
// selection, display options). For plots the viewport's zoom stretches time, and its scroll is the width in pixels left
// of the view's edge.

#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plot_views.h"

namespace tcpstage::scene {

/// The view of `display.view`; the ladder too.
Scene viewScene(const ViewInput& input);
/// The scroll that keeps the now line in the view.
double followingPan(const ViewInput& input);
/// The largest scroll.
double mostPan(const ViewInput& input);

/// The text of its button.
Text shortNameOf(View view);
/// Its name on the command line: "ladder", "spaces", "time-sequence".
std::string_view id(View view);

} // namespace tcpstage::scene
