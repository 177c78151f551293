#pragma once
// The words under the whole stage: what has just happened, of one world or of two. Private to whole_stage.cpp.

#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"

#include <algorithm>

namespace tcpstage::scene {

/// Where the words of a caption go: a title, and under it lines of text.
struct WordRoom {
    QRectF area;
    double title; // sizes of the letters
    double text;
    double smallest;

    double margin() const { return std::max(8.0, smallest * 0.83); }
    double width() const { return area.width() - 2 * margin(); }
    double base() const { return area.top() + margin() * 0.8 + title * 0.9; } // of the title
    int lines(double pixels) const;
    /// All of it, at the size of `text`.
    bool holds(const Caption& said) const;
};

struct CaptionInput {
    const StagedRun& staged;
    StageTime time;
    const Ref& selection;
    const DisplayOptions& display;
};

/// So high that no note of the lesson is cut, whenever it comes: the stage keeps its size. At least the room's height,
/// at most twice of it.
double captionHeight(const StagedRun& staged, const DisplayOptions& display, const WordRoom& room);
void addCaption(Scene& scene, const CaptionInput& input, const WordRoom& room);

} // namespace tcpstage::scene
