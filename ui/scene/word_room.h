#pragma once
// The room for the words of a caption. Private to the captions of the whole stage.

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
    Ink head = Ink::Text; // of the title

    double margin() const { return std::max(8.0, smallest * 0.83); }
    double width() const { return area.width() - 2 * margin(); }
    double base() const { return area.top() + margin() * 0.8 + title * 0.9; } // baseline of the title
    int lines(double pixels) const;
    /// Whether the whole caption fits at the size `text`.
    bool holds(const Caption& said) const;
};

} // namespace tcpstage::scene
