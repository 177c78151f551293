#pragma once
// Views: each computes a Scene from (staged run, time, viewport, selection, display options). Pure functions: the same
// input gives the same marks.

#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/words/caption.h"

namespace tcpstage::scene {

/// The whole stage as one picture: both endpoints, the ladder and the caption. For export and presentations.
Scene wholeStage(const StagedRun& staged, StageTime time, const Viewport& viewport, const Ref& selection,
                 const DisplayOptions& display);

} // namespace tcpstage::scene
