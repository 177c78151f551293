#pragma once
// The programs of both ends of two runs side by side, below the ladders: of each end the call of the step, or else its
// latest. One run has them beside its ends.

#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/view_input.h"

namespace tcpstage::scene {

/// Whether the strip is shown: there are two runs, and the programs of one of them are; on the projector, whose ladders
/// need the height, only where programs are always wanted.
bool showsProgramStrip(const StagedRun& staged, const DisplayOptions& display);
/// The same at every step. Pixels.
double programStripHeight(double letters);
/// Adds the strip without a card. `time`: of the step that it shows.
void addProgramStrip(Scene& scene, const ViewInput& input, StageTime time, const QRectF& area, double letters);
/// The same as lines of text: "killed: client: close(fd) = 0".
QString programStripText(const StagedRun& staged, StageTime time, const DisplayOptions& display);

} // namespace tcpstage::scene
