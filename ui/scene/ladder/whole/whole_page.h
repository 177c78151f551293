#pragma once
// How a whole run is divided into columns, and the columns into sheets, so that its text can be read. Private to
// the whole run.

#include "ui/scene/ladder/ladder_style.h"
#include "ui/scene/staged/view_input.h"

#include <limits>
#include <vector>

namespace tcpstage::scene {

inline constexpr double wholeFoot = 26; // pixels at scale 1 under the last step, for a state's name

struct WholePage {
    /// A part of the ladder, in pixels before scrolling. Each segment is in one column from its sending to its end, but
    /// for very long ones.
    struct Column {
        double begin = 0;
        double end = 0;    // of its last segment, which may reach below the begin of the next column
        StageTime first{}; // its segments are sent from here on,
        StageTime until{std::numeric_limits<std::int64_t>::max()}; // and before here
    };
    LadderStyle style; // of one column, and of both worlds in it
    std::vector<Column> columns;
    std::size_t perSheet = 1;              // columns beside each other; the rest is on further sheets
    double gap = 0;                        // between two columns
    StageTime longFrom = StageTime::max(); // a segment that takes longer is in each column that it crosses

    std::size_t sheets() const { return (columns.size() + perSheet - 1) / perSheet; }
    /// The sheet with the present step, whose height is `now`.
    std::size_t sheetAt(double now) const;
};

/// The page of a run in a picture of that size. `width`: of a column, as a part of that at which the numbers of a SYN,
/// ACK surely have room. O(n log n).
WholePage wholePage(const ViewInput& input, QSizeF size, double width = 1);
/// The page that wholeRun() shows: the one with the largest type on which nothing is lost. Valid until the next call.
const WholePage& shownPage(const ViewInput& input);

} // namespace tcpstage::scene
