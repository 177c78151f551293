#pragma once
// What tcpdump and ss would print at a step, each below its command: for the segment of the step on the machine that
// sends or gets it, and for the socket of each end.

#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/view_input.h"

namespace tcpstage::scene {

/// Whether the strip is shown: two runs side by side leave no room for it.
bool showsConsole(const StagedRun& staged, const DisplayOptions& display);
/// The same at every step of the run. Sizes are in pixels.
double consoleHeight(const StagedRun& staged, const DisplayOptions& display, double width, double letters);
/// Adds the strip without a card. `time`: of the step that it shows.
void addConsole(Scene& scene, const ViewInput& input, StageTime time, const QRectF& area, double letters);
/// The same as lines of text: "client$ tcpdump -ntS tcp port 80", what it prints, and so on.
QString consoleText(const StagedRun& staged, StageTime time, const DisplayOptions& display);

} // namespace tcpstage::scene
