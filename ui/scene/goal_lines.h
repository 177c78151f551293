#pragma once
// The goal of the lesson at the top of a presentation. Private to whole_stage.cpp.

#include "ui/scene/views.h"

namespace tcpstage::scene {

/// The height of the card with both texts in letters of `pixels`, and the gap under it; 0 without a goal.
double goalHeight(const GoalLines& goal, double width, double pixels, double gap);
void addGoal(Scene& scene, const GoalLines& goal, const QRectF& area, double pixels);

} // namespace tcpstage::scene
