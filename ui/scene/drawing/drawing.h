#pragma once
// What is drawn by hand on a run: strokes, each on a surface and at a step. Values only; no pixels.

#include "ui/scene/marks/ink.h"
#include "ui/scene/marks/surface.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tcpstage::scene {

struct Pen {
    Ink ink;
    double width;   // pixels, in a window of usual size
    double opacity; // a marker lets read what is under it
    bool pressed;   // its width follows the pressure
    Text name;      // "red, medium"
};
inline constexpr std::size_t pen_count = 5;
inline constexpr std::size_t pen_marker = 4;
/// Widths differ, too, so that colour is not all that tells them apart.
const std::array<Pen, pen_count>& allPens();

/// A point of a stroke.
struct PenPoint {
    double x = 0; // lifelines, or a part of the surface's width
    double y = 0; // steps of the run on a ladder, else a part of its height
    double width = 1;
    friend bool operator==(const PenPoint&, const PenPoint&) = default;
};

/// One movement of a pen.
struct PenStroke {
    std::uint64_t id = 0;   // of this start of the program
    std::string branch{};   // of the lesson: see model::branchKey(); empty: the lesson itself
    std::uint32_t step = 0; // as --step counts: drawn after so many steps
    SurfaceKind on = SurfaceKind::Ladder;
    View view = View::Ladder; // of SurfaceKind::View and Stage
    std::uint8_t pen = 0;
    std::vector<PenPoint> points{};

    /// Whether it is the same stroke in another start of the program.
    bool isSame(const PenStroke& other) const
    {
        return branch == other.branch && step == other.step && on == other.on && view == other.view &&
               pen == other.pen && points == other.points;
    }
};
using PenStrokePtr = std::shared_ptr<const PenStroke>;

/// In the order of drawing.
struct Drawing {
    std::vector<PenStrokePtr> strokes;
};
using DrawingPtr = std::shared_ptr<const Drawing>;

inline constexpr std::size_t most_stroke_points = 4000;
inline constexpr std::size_t most_strokes = 5000; // of a lesson with its branches
inline constexpr double most_pressed = 2.5;       // width of a point

} // namespace tcpstage::scene
