#pragma once
// The widths of the parts of the stage in pixels, which grow with the size of the text. Does not depend on their
// content.

#include "ui/model/limits.h"

class QSize;

namespace tcpstage::widgets {

inline constexpr int cardInset = 3; // keeps the corners of a canvas inside the round corners of its card
inline constexpr int handleWidth = 12;

/// For a window of this size in pixels: in scarce room the text becomes smaller before anything is left out. In steps,
/// so that dragging a window's edge seldom changes it.
model::TextRoom textRoomIn(QSize window);

/// The factor by which the text of a ladder of this size grows with it, like that of the endpoints. `pair`: two of them
/// share the width.
double ladderGrowth(QSize ladder, bool pair);

int leastPanelWidth();
int leastLadderWidth();
/// The width of the details on a stage of this width.
int detailsWidth(int stage);
/// The least width of a stage with this many ends beside the ladder, with or without details.
int roomFor(bool details, int ends);
/// How many ends (0 to 2) fit into `room` beside the ladder, or beside a plot.
int endsIn(int room, bool ladder);

} // namespace tcpstage::widgets
