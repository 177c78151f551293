#pragma once
// The queues of a listener as a table: each peer that has not got through yet, how long it has been there, its timer,
// and which SYN,ACK it is. Private to the panels' sources.

#include "ui/scene/panels/panel_parts.h"

namespace tcpstage::scene {

// Only for a side that has a backlog in the story.

/// The table's height with all its rows, in pixels; at most `most`.
double backlogHeight(const PanelPen& pen, const PanelInput& input, double most);
/// As many rows as the area has room for; the last says how many more there are.
void drawBacklog(PanelPen& pen, const PanelInput& input, StageTime time, const QRectF& area);
/// The same for the last row of a classroom: letters of at least 27 px at 1080 lines.
void drawBacklogBig(PanelPen& pen, const PanelInput& input, StageTime time, const QRectF& area);

} // namespace tcpstage::scene
