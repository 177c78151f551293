#pragma once
// The caption of the whole stage, for one world or two. Private to whole_stage.cpp.

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
    Ink ink = Ink::Muted; // of the text

    double margin() const { return std::max(8.0, smallest * 0.83); }
    double width() const { return area.width() - 2 * margin(); }
    double base() const { return area.top() + margin() * 0.8 + title * 0.9; } // baseline of the title
    int lines(double pixels) const;
    /// Whether the whole caption fits at the size `text`.
    bool holds(const Caption& said) const;
};

/// The height at which no caption of the lesson is cut, in pixels, so that the stage keeps its size: at least the
/// room's height, at most twice that.
double captionHeight(const StagedRun& staged, const DisplayOptions& display, const WordRoom& room);
/// The height that the caption of the present moment needs, however small the room is.
double captionHeightNow(const ViewInput& input, const WordRoom& room);
/// Adds the caption of the current moment, or for two worlds both captions and their first difference.
void addCaption(Scene& scene, const ViewInput& input, const WordRoom& room);
/// The caption, and under it what a quiz says at a step without a question.
void addIdle(Scene& scene, const ViewInput& input, const WordRoom& room, const QString& hint, const QString& score);
/// Words instead of it.
void addSaid(Scene& scene, const Caption& said, const WordRoom& room);

} // namespace tcpstage::scene
