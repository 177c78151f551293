#pragma once
// The scenes of the stage. Each function computes a Scene from a ViewInput; the same input gives the same marks.

#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/words/caption.h"

namespace tcpstage::scene {

/// The whole stage as one picture: endpoints, centre and caption. For export and for the projector.
Scene wholeStage(const ViewInput& input);

} // namespace tcpstage::scene
