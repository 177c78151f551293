#pragma once
// The ladder's measures at one width, size and language.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/geometry.h"
#include "ui/scene/staged/time_map.h"

namespace tcpstage::scene {

/// Sizes and places that follow from the viewport. Heights are in pixels of the ladder, the scroll not subtracted.
struct LadderStyle {
    LadderStyle(QSizeF size, double wantedScale, const DisplayOptions& display);
    static LadderStyle of(const Viewport& viewport, const DisplayOptions& display);

    double width;
    double height; // of the view
    double scale;  // of everything; 1: text of 13 px
    double flagsPixels, numbersPixels, statePixels, tagPixels, namePixels, clockPixels, titlePixels;
    double title = 0;   // height of the run's own title, above the names
    double header;      // height of the pinned names, and of the title
    double band;        // width of a lifeline
    double left, right; // the lifelines' middles
    double column;      // width of what stands outside them
    bool clockBeside;   // there is room for the clock beside the now line
    int weight = 500;   // of numbers

    double y(StageTime time) const
    {
        return snapped(header + 14 * scale + seconds(time) * room::pixels_per_second * scale);
    }
    StageTime time(double y) const;
    double x(trace::Side side) const { return side == trace::Side::Left ? left : right; }
    /// Where an arrow leaves or meets the lifeline.
    double edge(trace::Side side) const;
};

} // namespace tcpstage::scene
