#pragma once
// The program of an end, beside it: its socket calls as lines, with what each has returned so far. The line of the
// present step and those that block are marked. Private to the panels' sources.

#include "ui/scene/panels/panel_parts.h"

namespace tcpstage::scene {

/// How large the lines are, in pixels.
struct LaneSize {
    double letters;
    double row;
    bool titled; // with a heading of one row
};
/// The rows that are enough for both ends at any step: from 3 to `most`, with the heading.
int laneRows(const StagedRun& staged, const LaneSize& size, int most);
/// Draws the latest lines at the bottom of the area; nothing in one without room for a row.
void drawProgram(PanelPen& pen, const PanelInput& input, const LaneSize& size, const QRectF& area);

} // namespace tcpstage::scene
