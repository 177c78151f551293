#pragma once
// The dimensions of the ladder for one width, size and language.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/geometry.h"
#include "ui/scene/staged/time_map.h"

namespace tcpstage::scene {

/// Sizes and places, computed from the viewport. Heights are in pixels of the ladder, before scrolling.
struct LadderStyle {
    LadderStyle(QSizeF size, double wantedScale, const DisplayOptions& display);
    static LadderStyle of(const Viewport& viewport, const DisplayOptions& display);

    double width;
    double height; // of the view
    double scale;  // 1: text of 13 px
    double flagsPixels, numbersPixels, statePixels, tagPixels, namePixels, clockPixels, titlePixels;
    double title = 0;   // height of the run's title, above the names
    double header;      // height of the names and the title
    double band;        // width of a lifeline
    double left, right; // the centres of the lifelines
    double column;      // width of the text outside them
    double clockRoom;   // for the clock beside the now line; may be negative
    int weight = 500;   // font weight of numbers
    double stretch = 1; // of time; below 1 not every label has room
    double least = 0;   // pixels of the smallest words of a segment

    double y(StageTime time) const
    {
        return snapped(header + 14 * scale + seconds(time) * room::pixels_per_second * scale * stretch);
    }
    StageTime time(double y) const;
    /// Whether steps are so close to each other that no label has room.
    bool isCompressed() const { return stretch < 0.1; }
    /// Whether two names have no room beside each other between the lifelines.
    bool isNarrow() const { return right - left < 400 * scale; }
    double x(trace::Side side) const { return side == trace::Side::Left ? left : right; }
    /// The x coordinate at which an arrow meets the lifeline.
    double edge(trace::Side side) const;
};

/// The width of "t = 00.000 s" with so many decimals.
double clockWidth(double pixels, int decimals);

} // namespace tcpstage::scene
