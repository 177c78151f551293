#pragma once
// Drawings as JSON: the text of a file beside a lesson or an hour. See docs/formats.md. The reader validates
// everything.

#include "core/base/error.h"
#include "ui/scene/drawing/drawing.h"

#include <string>
#include <vector>

namespace tcpstage::scene {

inline constexpr std::size_t most_drawing_bytes = 32U << 20U;

/// All strokes of a lesson and its branches.
struct LessonDrawing {
    std::string lesson; // its id, or the name of its file beside the drawing
    std::vector<PenStrokePtr> strokes{};
};

/// The strokes on the lesson itself, without those on its branches; empty: none.
DrawingPtr onTheLesson(const std::vector<PenStrokePtr>& strokes);
/// Those of the lesson with that id or file in `drawings`, which may be of several; nullptr: nothing is drawn on it.
const LessonDrawing* drawingOf(const std::vector<LessonDrawing>& drawings, const std::string& lesson);

/// The same drawings give the same text, with a stroke on each line.
std::string drawingText(const std::vector<LessonDrawing>& drawings);
/// The ids of strokes are 0. Errors: no JSON, no drawing, of a later version, too many strokes or points, a value that
/// no stroke can have.
Result<std::vector<LessonDrawing>> readDrawings(const std::string& text, const std::string& file);
/// Errors: also a file that cannot be read.
Result<std::vector<LessonDrawing>> readDrawingFile(const std::string& path);

} // namespace tcpstage::scene
