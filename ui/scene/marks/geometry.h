#pragma once
// Rotated rectangles, such as the box of a label on a slanted line.

#include <QPointF>
#include <QRectF>
#include <array>
#include <optional>
#include <utility>

namespace tcpstage::scene {

/// Rounded to 1/64 of a pixel, so that scrolling by whole pixels moves a mark exactly.
double snapped(double value);
inline QPointF snapped(QPointF point) { return {snapped(point.x()), snapped(point.y())}; }

struct Turned {
    QPointF centre;
    QSizeF size;
    double degrees = 0;

    std::array<QPointF, 4> corners() const;
    QRectF bounds() const;
    Turned grown(double margin) const
    {
        return {centre, {size.width() + 2 * margin, size.height() + 2 * margin}, degrees};
    }
};

/// The left and right end of the box at a height; empty if it does not reach there.
std::optional<std::pair<double, double>> across(const Turned& box, double height);
bool touch(const Turned& a, const Turned& b);
bool touch(const Turned& box, QPointF from, QPointF to);
/// The part of the way from `from` to `to` that is within the box, from 0 to 1; empty if it is nowhere in it.
std::optional<std::pair<double, double>> partWithin(const Turned& box, QPointF from, QPointF to);
bool touch(const QRectF& box, QPointF from, QPointF to);
/// Clips a line to the part between two heights; false when nothing is left.
bool clipToHeights(QPointF& from, QPointF& to, double top, double bottom);

} // namespace tcpstage::scene
