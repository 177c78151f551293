#pragma once
// What differs between two scenes: the rectangles that must be painted again when one takes the place of the other.
// Knows marks only, no widget and no painter.

#include "ui/scene/marks/scene.h"

#include <vector>

namespace tcpstage::scene {

/// Of the still marks, after what was painted has been moved up by `up` pixels: scrolling alone changes nothing.
std::vector<QRectF> stillChanges(const Scene& before, const Scene& after, double up);
/// Of the moving marks. Of a line or a box that only grows or shrinks, just the part that comes or goes.
std::vector<QRectF> movingChanges(const Scene& before, const Scene& after);

} // namespace tcpstage::scene
