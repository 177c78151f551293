#pragma once
// What stands below the ladder beside its caption: what tcpdump and ss would print at a step, where that is asked for;
// of two runs, their programs. The caller draws the card.

#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/view_input.h"

namespace tcpstage::scene {

bool hasStrip(const StagedRun& staged, const DisplayOptions& display);
/// The same at every step of the run; 0 without a strip. Pixels.
double stripHeight(const StagedRun& staged, const DisplayOptions& display, double width, double letters);
/// `time`: of the step that it shows.
void addStrip(Scene& scene, const ViewInput& input, StageTime time, const QRectF& area, double letters);
QString stripText(const StagedRun& staged, StageTime time, const DisplayOptions& display);

} // namespace tcpstage::scene
