#pragma once
// The centre of the stage shows one of several views: the ladder, a plot, the matrix. Each is a row of views.def and a
// pure function. If a view has a time axis, the viewport's zoom stretches it, and the viewport's scroll is the part
// left of the visible one, in pixels.

#include "core/base/text.h"
#include "ui/scene/staged/view_input.h"

#include <string_view>

namespace tcpstage::scene {

/// How a view shows two runs.
enum class TwoRuns : std::uint8_t {
    ByItself, // drawn once: the view shows both, or is the same for every run
    Stacked   // drawn for each run on one time axis, one above the other; beside each other where the view is low
};

/// A row of views.def, without the columns of its command.
struct ViewInfo {
    std::string_view id; // as the command line writes it: "time-sequence"
    Text tab;            // the word on its tab
    Scene (*scene)(const ViewInput& input);
    Instant (*end)(const StagedRun& staged); // the end of its time axis; nullptr: it has no time axis
    TwoRuns twoRuns;
};
const ViewInfo& info(View view);

/// The scene of the view `display.view`; the ladder is one of them.
Scene viewScene(const ViewInput& input);
/// The scroll in pixels that keeps the now line visible; 0 without a time axis.
double followingPan(const ViewInput& input);
/// How far to the right a point is in its view, in pixels: two worlds beside each other have each their own.
double placeOnAxis(const ViewInput& input, double x);
/// Whether the scroll is the part above the visible one, instead of left of it.
bool scrollsDown(View view);
/// The largest scroll in pixels; 0 without a time axis, except in a view that scrolls down.
double mostPan(const ViewInput& input);

} // namespace tcpstage::scene
