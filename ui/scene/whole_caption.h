#pragma once
// The caption of the whole stage, for one world or two: what has just happened. Private to whole_stage.cpp.

#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"

#include <algorithm>

namespace tcpstage::scene {

/// The area of a caption: a title, and lines of text below it.
struct WordRoom {
    QRectF area;
    double title; // font size of the title
    double text;
    double smallest;

    double margin() const { return std::max(8.0, smallest * 0.83); }
    double width() const { return area.width() - 2 * margin(); }
    double base() const { return area.top() + margin() * 0.8 + title * 0.9; } // baseline of the title
    int lines(double pixels) const;
    /// Whether the whole caption fits at the size `text`.
    bool holds(const Caption& said) const;
};

/// So high that no note of the lesson is cut, whenever it comes: the stage keeps its size. At least the room's height,
/// at most twice of it.
double captionHeight(const StagedRun& staged, const DisplayOptions& display, const WordRoom& room);
void addCaption(Scene& scene, const ViewInput& input, const WordRoom& room);

} // namespace tcpstage::scene
