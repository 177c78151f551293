#pragma once
// Strokes as marks, and back: where the points of a stroke are in a picture. Pure functions.

#include "ui/scene/drawing/drawing.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/view_input.h"

#include <optional>

namespace tcpstage::scene {

/// A point of the scene as a point of a stroke. `width`: 1, or what the pressure makes of it.
PenPoint penPoint(const Surface& surface, const StagedRun& staged, QPointF point, double width);
/// A smooth line through the points, cut where the surface ends.
std::vector<Mark> marksOf(const PenStroke& stroke, const Surface& surface, const StagedRun& staged);

/// Makes a part of the scene a surface, with the strokes of the present step on it.
void addSurface(Scene& scene, const ViewInput& input, const Surface& surface);

/// Where a pen at that point draws; nullptr: nowhere.
const Surface* surfaceAt(const Scene& scene, QPointF point);
/// On which surface of the scene a stroke is; nullptr: on none.
const Surface* surfaceOf(const Scene& scene, const PenStroke& stroke);
/// The id of the last stroke of the step `input` shows that is at most `slack` pixels away.
std::optional<std::uint64_t> strokeAt(const Scene& scene, const ViewInput& input, QPointF point, double slack);

} // namespace tcpstage::scene
