#pragma once
// The whole stage with another view than the ladder in its centre. Private to the sources of the whole stage.

#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"

namespace tcpstage::scene {

void moveMarks(Scene& scene, const Scene& part, QPointF by);
/// A card with the view of `display.view` on it.
void addViewCard(Scene& scene, const ViewInput& input, const QRectF& area);

} // namespace tcpstage::scene
