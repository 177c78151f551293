#include "ui/scene/marks/geometry.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tcpstage::scene {

namespace {

/// A direction. Most words lie level, so a turn of nothing costs nothing.
struct Turn {
    explicit Turn(double degrees)
    {
        if (degrees == 0) return;
        const double angle = degrees * std::numbers::pi / 180;
        cosine = std::cos(angle);
        sine = std::sin(angle);
    }
    double cosine = 1;
    double sine = 0;
};

using Corners = std::array<QPointF, 4>;

/// Whether the projections on an axis are disjoint (separating axis test).
bool apart(const Corners& a, const Corners& b, double x, double y)
{
    double a0 = 1e300;
    double a1 = -1e300;
    double b0 = 1e300;
    double b1 = -1e300;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double one = a[i].x() * x + a[i].y() * y;
        const double other = b[i].x() * x + b[i].y() * y;
        a0 = std::min(a0, one);
        a1 = std::max(a1, one);
        b0 = std::min(b0, other);
        b1 = std::max(b1, other);
    }
    return a1 <= b0 || b1 <= a0;
}

/// Keeps of the part from `first` to `last` of a way what is between two limits; false if nothing is left.
bool keepBetween(double start, double step, double low, double high, double& first, double& last)
{
    if (step == 0) return start > low && start < high;
    const double a = (low - start) / step;
    const double b = (high - start) / step;
    first = std::max(first, std::min(a, b));
    last = std::min(last, std::max(a, b));
    return first < last;
}

} // namespace

double snapped(double value) { return std::round(value * 64) / 64; }

std::array<QPointF, 4> Turned::corners() const
{
    const Turn turn{degrees};
    const double w = size.width() / 2;
    const double h = size.height() / 2;
    const QPointF right{w * turn.cosine, w * turn.sine};
    const QPointF down{-h * turn.sine, h * turn.cosine};
    return {centre - right - down, centre + right - down, centre + right + down, centre - right + down};
}

QRectF Turned::bounds() const
{
    const Turn turn{degrees};
    const double w = std::abs(size.width() * turn.cosine) + std::abs(size.height() * turn.sine);
    const double h = std::abs(size.width() * turn.sine) + std::abs(size.height() * turn.cosine);
    return {centre.x() - w / 2, centre.y() - h / 2, w, h};
}

std::optional<std::pair<double, double>> across(const Turned& box, double height)
{
    const auto points = box.corners();
    std::optional<std::pair<double, double>> span;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const QPointF from = points[i];
        const QPointF to = points[(i + 1) % points.size()];
        if (std::min(from.y(), to.y()) > height || std::max(from.y(), to.y()) < height) continue;
        const double part = from.y() == to.y() ? 0 : (height - from.y()) / (to.y() - from.y());
        const double x = from.x() + (to.x() - from.x()) * part;
        span = span ? std::pair{std::min(span->first, x), std::max(span->second, x)} : std::pair{x, x};
    }
    return span;
}

bool touch(const Turned& a, const Turned& b)
{
    const Corners first = a.corners();
    const Corners second = b.corners();
    for (const double degrees : {a.degrees, b.degrees}) {
        const Turn turn{degrees};
        if (apart(first, second, turn.cosine, turn.sine) || apart(first, second, -turn.sine, turn.cosine)) return false;
        if (a.degrees == b.degrees) break;
    }
    return true;
}

namespace {

std::optional<std::pair<double, double>> partOf(const QRectF& box, QPointF from, QPointF to)
{
    std::pair part{0.0, 1.0};
    const bool within = keepBetween(from.x(), to.x() - from.x(), box.left(), box.right(), part.first, part.second) &&
                        keepBetween(from.y(), to.y() - from.y(), box.top(), box.bottom(), part.first, part.second);
    return within ? std::optional{part} : std::nullopt;
}

} // namespace

bool touch(const QRectF& box, QPointF from, QPointF to) { return partOf(box, from, to).has_value(); }

std::optional<std::pair<double, double>> partWithin(const Turned& box, QPointF from, QPointF to)
{
    const Turn turn{box.degrees};
    const auto seenFromBox = [&](QPointF point) {
        const QPointF away = point - box.centre;
        return QPointF{away.x() * turn.cosine + away.y() * turn.sine, away.y() * turn.cosine - away.x() * turn.sine};
    };
    const QRectF flat{QPointF{-box.size.width() / 2, -box.size.height() / 2}, box.size};
    return partOf(flat, seenFromBox(from), seenFromBox(to));
}

bool touch(const Turned& box, QPointF from, QPointF to) { return partWithin(box, from, to).has_value(); }

bool clipToHeights(QPointF& from, QPointF& to, double top, double bottom)
{
    const QPointF along = to - from;
    const auto clip = [&](QPointF& end) {
        const double limit = end.y() < top ? top : bottom;
        if (along.y() == 0) return;
        end = from + along * ((limit - from.y()) / along.y());
    };
    if (std::max(from.y(), to.y()) <= top || std::min(from.y(), to.y()) >= bottom) return false;
    QPointF first = from;
    QPointF second = to;
    if (first.y() < top || first.y() > bottom) clip(first);
    if (second.y() < top || second.y() > bottom) clip(second);
    from = first;
    to = second;
    return true;
}

} // namespace tcpstage::scene
