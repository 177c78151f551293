#pragma once
// How much room the parts of the stage need, in pixels: it goes with the size of the text. Knows nothing of what they
// show.

namespace tcpstage::widgets {

inline constexpr int cardInset = 3; // keeps the corners of a canvas inside the round ones of its card
inline constexpr int handleWidth = 12;

int leastPanelWidth();
int leastLadderWidth();
/// Of the details on a stage of this width.
int detailsWidth(int stage);
/// What a stage needs at least for the details and so many ends beside the ladder.
int roomFor(bool details, int ends);
/// How many ends have room beside the ladder, or beside a plot.
int endsIn(int room, bool ladder);

} // namespace tcpstage::widgets
