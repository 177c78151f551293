#pragma once
// The scenes of the stage. Each function computes a Scene from a ViewInput; the same input gives the same marks.

#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/words/caption.h"

#include <optional>
#include <utility>

namespace tcpstage::scene {

/// The goal of the lesson.
struct GoalLines {
    QString goal{};  // empty: none
    QString state{}; // what is left to be done, a hint, or how it was solved
    bool solved = false;
};

/// Of the run that `staged` is; empty texts without a goal.
GoalLines goalOf(const StagedRun& staged, Language language);

/// What a presentation shows besides the present step.
struct StageExtras {
    std::optional<Caption> said{}; // instead of the caption
    bool numbers = false;          // where the numbers of the selected segment come from, beside the ladder
    bool finished = false;         // nothing follows: the bar is full
    GoalLines goal{};              // above the ladder or the view
    QString branch{};              // "What if: SYN dropped": that this is not the lesson itself
};

/// The stage as one picture: both endpoints, the ladder and the caption. For export and for the projector. While
/// presenting, the viewport's zoom is of the ladder, and its scroll is added to the one that follows the present step.
Scene wholeStage(const ViewInput& input, const StageExtras& extras = {});
/// The least and the most that the ladder of a presentation can be scrolled away from the present step, in pixels.
std::pair<double, double> scrollRange(const ViewInput& input, const StageExtras& extras = {});

} // namespace tcpstage::scene
