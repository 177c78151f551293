#pragma once
// The centre of the stage shows one of several views: the ladder, a plot, the matrix. Each is a row of views.def and a
// pure function. Where a view has a time axis, a viewport's zoom stretches it, and its scroll is what lies left of the
// view's edge, in pixels.

#include "core/base/text.h"
#include "ui/scene/staged/view_input.h"

#include <string_view>

namespace tcpstage::scene {

/// How a view shows two runs beside each other.
enum class TwoRuns : std::uint8_t {
    ByItself, // drawn once: it shows both, or is the same for every run
    Stacked   // drawn for each, one over the other, on one time axis
};

/// A row of views.def, but for what its command says.
struct ViewInfo {
    std::string_view id; // as the command line writes it: "time-sequence"
    Text tab;            // the word on its tab
    Scene (*scene)(const ViewInput& input);
    Instant (*end)(const StagedRun& staged); // of its time axis; nullptr: it has none
    TwoRuns twoRuns;
};
const ViewInfo& info(View view);

/// The view of `display.view`; the ladder too.
Scene viewScene(const ViewInput& input);
/// The scroll that keeps the now line in the view; 0 where there is no time axis.
double followingPan(const ViewInput& input);
/// The largest scroll.
double mostPan(const ViewInput& input);

} // namespace tcpstage::scene
