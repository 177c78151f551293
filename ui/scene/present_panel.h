#pragma once
// An endpoint as it is shown to a class: its state, the variables that the run is about, and how it came there.

#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/view_input.h"

namespace tcpstage::scene {

struct PresentPanelInput {
    const ViewInput& view;
    StageTime time; // that it shows
    trace::Side side;
    QRectF area;
    double unit; // pixels of the screen for one of 1080
    bool flat;   // low and wide, below the ladder
};
/// Adds the panel without its card.
void addPresentPanel(Scene& scene, const PresentPanelInput& input);
/// The height of a low panel, of 1080 lines.
double flatPanelHeight(const StagedRun& staged, const DisplayOptions& display);
/// Whether both ends can be shown in low panels: not with a backlog, nor with sentences that say why it is no TCP.
bool canBeFlat(const StagedRun& staged);

} // namespace tcpstage::scene
