#pragma once
// The whole stage with another view than the ladder in its centre. Private to the sources of the whole stage.

#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"

namespace tcpstage::scene {

void moveMarks(Scene& scene, const Scene& part, QPointF by);
/// Adds a card with the view `display.view`.
void addViewCard(Scene& scene, const StagedRun& staged, StageTime time, const QRectF& area, const Ref& selection,
                 const DisplayOptions& display);

} // namespace tcpstage::scene
