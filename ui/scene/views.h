#pragma once
// The views: each computes a Scene from a ViewInput. Pure; the same input gives the same marks.

#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/words/caption.h"

namespace tcpstage::scene {

/// The stage as one picture: both endpoints, the ladder and the caption. For export and for the projector.
Scene wholeStage(const ViewInput& input);

} // namespace tcpstage::scene
