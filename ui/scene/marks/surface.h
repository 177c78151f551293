#pragma once
// A part of a picture on which strokes can be drawn. Its places stay those of the same things when the picture has
// another size, zoom or scroll.

#include "ui/scene/marks/display_options.h"

#include <QPointF>
#include <QRectF>
#include <vector>

namespace tcpstage::scene {

/// Ladder: a place is between lifelines and at a stage time. View: a part of the view of the centre. Stage: a part of
/// the whole picture of a presentation with that view.
enum class SurfaceKind : std::uint8_t { Ladder, View, Stage };

struct Surface {
    SurfaceKind kind = SurfaceKind::Ladder;
    View view = View::Ladder;        // that is shown
    QRectF area;                     // in the scene
    QRectF open;                     // the part of it where strokes are seen
    double unit = 1;                 // pixels of what is one pixel in a window of usual size
    std::vector<double> lifelines{}; // of a ladder: their x, from left to right; 0, 1, 2, ... in places
    double begin = 0;                // of a ladder: y of the beginning of stage time
    double second = 1;               // of a ladder: pixels of a second of stage time

    /// The place of a point of the scene: x in lifelines and y in seconds on a ladder, else parts of the area.
    QPointF placeOf(QPointF point) const;
    QPointF pointOf(QPointF place) const;
    bool isSame(SurfaceKind otherKind, View otherView) const
    {
        return kind == otherKind && (kind == SurfaceKind::Ladder || view == otherView);
    }
    void translate(QPointF by);
};

} // namespace tcpstage::scene
