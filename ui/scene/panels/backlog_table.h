#pragma once
// The queues of a listener as a table: each waiting peer, its age, its timer, and its count of SYN,ACKs. Private to the
// panels' sources.

#include "ui/scene/panels/panel_parts.h"

namespace tcpstage::scene {

// Only for a side with a backlog in the staged run.

/// The height of the table with all rows, in pixels; at most `most`.
double backlogHeight(const PanelPen& pen, const PanelInput& input, double most);
/// Draws as many rows as fit; the last one gives the number of the rest.
void drawBacklog(PanelPen& pen, const PanelInput& input, StageTime time, const QRectF& area);
/// The same in presentation size: text of at least 27 px at 1080 lines.
void drawBacklogBig(PanelPen& pen, const PanelInput& input, StageTime time, const QRectF& area);

} // namespace tcpstage::scene
