#pragma once
// Rows of text on the ladder, and the obstacles that they must not touch. Private to the ladder's plan.

#include "ui/scene/ladder/ladder_plan.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/geometry.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tcpstage::scene {

/// Where an arrow begins and ends.
struct ArrowEnds {
    QPointF from, to;
    /// The angle of words on it.
    double degrees() const
    {
        const QPointF along = to.x() >= from.x() ? to - from : from - to;
        const double angle = std::atan2(along.y(), along.x()) * 180 / std::numbers::pi;
        return std::abs(angle) < 0.05 ? 0 : angle;
    }
};

inline ArrowEnds endsOf(const trace::Transit& transit, const TransitSpan& span, const LadderStyle& style)
{
    QPointF from{style.edge(transit.from), style.y(span.from)};
    QPointF to{style.edge(trace::other(transit.from)), style.y(span.to)};
    const double way = to.x() - from.x();
    if (transit.fate == trace::Fate::Lost) to.setX(from.x() + way * (isGhost(transit) ? 0.3 : 0.55));
    if (transit.reason == trace::Reason::FromThePast) from += (to - from) * 0.14;
    return {snapped(from), snapped(to)};
}

/// The place on the arrow, or at its end, at a height before scrolling.
inline QPointF placeAt(const ArrowPlan& arrow, double y)
{
    const double whole = arrow.to.y() - arrow.from.y();
    const double part = whole > 0 ? std::clamp((y - arrow.from.y()) / whole, 0.0, 1.0) : 1.0;
    return arrow.from + (arrow.to - arrow.from) * part;
}

struct Obstacle {
    QPointF from;
    QPointF to;
    trace::TransitId transit;
    TransitSpan span;
    trace::Side sender;
    bool settled; // final: later records do not move it
};

/// A label that has been placed.
struct Placed {
    explicit Placed(const Turned& turned) : box{turned}, bounds{turned.bounds()} {}
    Turned box;
    QRectF bounds;
};

inline Piece piece(const QString& text, Face face, double pixels, int weight, Ink ink)
{
    return {text, pixels, 0, ink, face, weight};
}

inline Row rowOf(std::vector<Piece> pieces, double gap)
{
    Row row;
    for (Piece& part : pieces) {
        if (part.text.isEmpty()) continue;
        if (!row.pieces.empty()) row.width += gap;
        part.offset = row.width;
        row.width += textWidth(part.text, part.face, part.pixels, part.weight);
        row.pieces.push_back(std::move(part));
    }
    return row;
}

inline double tallest(const Row& row)
{
    double pixels = 0;
    for (const Piece& part : row.pieces)
        pixels = std::max(pixels, part.pixels);
    return pixels;
}

/// Of the last of its lines below the first one.
inline double lastLine(const Row& row)
{
    double down = 0;
    for (const Piece& part : row.pieces)
        down = std::max(down, part.down);
    return down;
}

/// Above and below the baseline of its first line.
inline FontHeight inkOf(const Row& row)
{
    FontHeight ink = inkHeight(tallest(row));
    ink.descent += lastLine(row);
    return ink;
}

/// Two lines that begin below each other.
inline Row stacked(Row first, const Row& second)
{
    constexpr double lines = 1.08; // of the letters
    for (Piece part : second.pieces) {
        part.down = tallest(first) * lines;
        first.pieces.push_back(std::move(part));
    }
    first.width = std::max(first.width, second.width);
    return first;
}

} // namespace tcpstage::scene
