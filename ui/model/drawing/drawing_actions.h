#pragma once
// The actions of drawing by hand, and what it asks of the store.

#include "core/base/text.h"
#include "ui/model/drawing/drawing_state.h"

#include <variant>

namespace tcpstage::model {

/// The pen touches the stage. Does nothing while drawing is off.
struct BeginStroke {
    scene::SurfaceKind on = scene::SurfaceKind::Ladder;
    scene::View view = scene::View::Ladder; // of SurfaceKind::View and Stage
    scene::PenPoint at;
};
struct GrowStroke {
    std::vector<scene::PenPoint> points;
};
struct FinishStroke {};
struct EraseStroke {
    std::uint64_t id = 0;
};
struct UsePen {
    std::uint8_t pen = 0;
    bool erases = false; // instead
};
/// The strokes of a place were read.
struct DrawingRead {
    DrawingPlace place;
    std::vector<scene::PenStrokePtr> strokes{};
    OwnedText trouble{}; // they could not be; empty: none
};
using DrawingAction = std::variant<BeginStroke, GrowStroke, FinishStroke, EraseStroke, UsePen, DrawingRead>;

// Requests.
/// Answered by DrawingRead.
struct ReadDrawing {
    DrawingPlace place;
};
/// Writes the strokes beside the lesson, or with the hour.
struct KeepDrawing {
    DrawingPlace place;
    scene::DrawingPtr drawing;
};

} // namespace tcpstage::model
