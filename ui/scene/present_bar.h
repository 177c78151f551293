#pragma once
// The bar at the foot of a presentation: how far the run is, and how its numbers are written. Private to
// whole_stage.cpp.

#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/view_input.h"

namespace tcpstage::scene {

struct PresentBarInput {
    const ViewInput& view;
    const QString& branch; // StageExtras::branch
    bool finished;         // StageExtras::finished
};

/// At the last step the bar is full: no step follows, only what comes after it. `area`: the bar with the words at its
/// ends; `pixels`: of these words.
void addPresentBar(Scene& scene, const PresentBarInput& all, QRectF area, double pixels);

} // namespace tcpstage::scene
