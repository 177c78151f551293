#pragma once
// What the sources of one ladder and of a pair share. Private to the ladder's sources.

#include "ui/scene/ladder/ladder_plan.h"
#include "ui/scene/ladder/ladder_view.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/view_input.h"

#include <span>
#include <utility>
#include <vector>

namespace tcpstage::scene {

// Pixels at scale 1.
inline constexpr double wordFoot = 3;    // that stay free of words at the bottom: lines have a width
inline constexpr double followTail = 64; // that two rows of capsules or two timers need under the now line
inline constexpr double capsuleRoom = followTail - wordFoot - 1;

/// Adds the ladder's marks; nothing reaches beyond the view when `clipped`.
void addLadder(Scene& scene, const ViewInput& input, const LadderView& view, bool clipped);
/// Two worlds side by side, with the signs of their differences between them. `style` is of the whole width.
void addPair(Scene& scene, const ViewInput& input, const LadderView& view, bool clipped);
/// Of a ladder that has the whole viewport; with two worlds of both.
LadderStyle wholeStyle(const ViewInput& input);
/// Strokes can be drawn on the ladder, or the pair; those of the present step are added.
void addLadderSurface(Scene& scene, const ViewInput& input, const LadderView& view);
/// Of one half of a pair: narrower, with a title.
LadderStyle halfStyle(const LadderStyle& whole, const DisplayOptions& display);
/// The plan of a segment's arrow, with only those numbers that the other world's arrow has, too.
ArrowPlan writtenAlike(ArrowPlan plan, const Twins& twins, trace::TransitId id, const LadderStyle& style,
                       const DisplayOptions& display);
/// The same for the words of all segments under way, or named late: the moving marks from `moving` on. Those that
/// stand, from `still` on, are not changed.
void writeAlike(Scene& scene, std::size_t still, std::size_t moving, const StagedRun& staged);
double contentHeight(const StagedRun& staged, const LadderStyle& style);
double scrollFollowing(const StagedRun& staged, StageTime time, const LadderStyle& style);
/// The same where the view is lower than usual: the scroll of the usual height, or as much more as the present step
/// needs.
double scrollFollowing(const StagedRun& staged, StageTime time, const LadderStyle& style, double usual);
/// The height below the last step for the mismatch of a script.
double mismatchHeight(const StagedRun& staged, const LadderStyle& style);
/// From left to right, in pixels.
using Spans = std::vector<std::pair<double, double>>;
/// Adds what words cover at a height, with a gap around them. `reach`: how far they can be from where they begin.
void addWordsAcross(Spans& spans, std::span<const Mark> marks, double height, double reach, double gap);

} // namespace tcpstage::scene
