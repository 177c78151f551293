#pragma once
// Drawing by hand: the pen, the strokes of the lesson on the stage, and what can be undone. Values; the functions
// change them in place. What a stroke belongs to is decided by ui/model/store/drawing.

#include "ui/scene/drawing/drawing.h"

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace tcpstage::model {

/// Whose strokes they are.
struct DrawingPlace {
    std::string source; // the lesson's id, or the path of a file
    std::string hour{}; // the path of the hour that is given; empty: none
    friend bool operator==(const DrawingPlace&, const DrawingPlace&) = default;
    friend bool operator<(const DrawingPlace& a, const DrawingPlace& b)
    {
        return std::tie(a.source, a.hour) < std::tie(b.source, b.hour);
    }
};

/// Something that was drawn or erased, at a step of a run.
struct DrawingDeed {
    std::string branch;
    std::uint32_t step = 0;
    std::vector<scene::PenStrokePtr> added;
    std::vector<scene::PenStrokePtr> removed;
};

/// The step of the run on the stage.
struct DrawnMoment {
    std::string branch{};
    std::uint32_t step = 0;
};

struct DrawingState {
    bool on = false;     // pens draw
    bool hidden = false; // nothing that is drawn is shown
    std::uint8_t pen = 0;
    bool erasing = false;
    std::optional<scene::PenStroke> growing{}; // the stroke that is being drawn
    scene::DrawingPtr all{};                   // of the lesson with its branches; empty: none
    DrawingPlace place{};
    std::map<DrawingPlace, scene::DrawingPtr> known{}; // of the places that were on the stage
    std::vector<DrawingDeed> done{};                   // newest last
    std::vector<DrawingDeed> undone{};
    std::uint64_t lastId = 0;
    DrawnMoment here{};                          // what is on the stage
    std::map<std::uint64_t, std::string> keys{}; // of branches, by the number of their staged run
    /// What the strokes on the stage were chosen from.
    struct Listed {
        scene::DrawingPtr all{};
        std::uint64_t stagedRun = 0;
        bool hidden = false;
        friend bool operator==(const Listed&, const Listed&) = default;
    };
    Listed listed{};
};

/// Adds points to the stroke that grows; one that is full goes on as another stroke.
void grow(DrawingState& state, const std::vector<scene::PenPoint>& points);
/// The stroke that grows is there. False: none grows.
bool finishStroke(DrawingState& state);
/// False: there is no such stroke.
bool eraseStroke(DrawingState& state, std::uint64_t id);
/// All strokes of this moment. False: there is none.
bool clearMoment(DrawingState& state, const DrawnMoment& moment);
/// Takes back what was done last at this moment. False: nothing was.
bool undoStroke(DrawingState& state, const DrawnMoment& moment);
bool redoStroke(DrawingState& state, const DrawnMoment& moment);
bool canUndoStroke(const DrawingState& state, const DrawnMoment& moment);
bool canRedoStroke(const DrawingState& state, const DrawnMoment& moment);
bool isDrawnOn(const DrawingState& state, const DrawnMoment& moment);

/// Shows the strokes of another place; returns whether they have to be read.
bool goToPlace(DrawingState& state, DrawingPlace place);
/// Puts strokes that were read before those that were drawn since.
void takeRead(DrawingState& state, const DrawingPlace& place, const std::vector<scene::PenStrokePtr>& strokes);

} // namespace tcpstage::model
