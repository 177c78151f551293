#include "ui/scene/marks/geometry.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tcpstage::scene {

namespace {

QPointF rotated(QPointF point, double degrees)
{
    const double angle = degrees * std::numbers::pi / 180;
    return {point.x() * std::cos(angle) - point.y() * std::sin(angle),
            point.x() * std::sin(angle) + point.y() * std::cos(angle)};
}

/// Whether the projections on an axis are disjoint (separating axis test).
bool apart(const std::array<QPointF, 4>& a, const std::array<QPointF, 4>& b, QPointF axis)
{
    const auto shadow = [axis](const std::array<QPointF, 4>& points) {
        std::pair<double, double> range{1e300, -1e300};
        for (const QPointF point : points) {
            const double place = QPointF::dotProduct(point, axis);
            range = {std::min(range.first, place), std::max(range.second, place)};
        }
        return range;
    };
    const auto [a0, a1] = shadow(a);
    const auto [b0, b1] = shadow(b);
    return a1 <= b0 || b1 <= a0;
}

} // namespace

double snapped(double value) { return std::round(value * 64) / 64; }

std::array<QPointF, 4> Turned::corners() const
{
    const QPointF right = rotated({size.width() / 2, 0}, degrees);
    const QPointF down = rotated({0, size.height() / 2}, degrees);
    return {centre - right - down, centre + right - down, centre + right + down, centre - right + down};
}

QRectF Turned::bounds() const
{
    const auto points = corners();
    const auto [left, right] = std::ranges::minmax(points, {}, [](QPointF point) { return point.x(); });
    const auto [top, bottom] = std::ranges::minmax(points, {}, [](QPointF point) { return point.y(); });
    return {QPointF{left.x(), top.y()}, QPointF{right.x(), bottom.y()}};
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
    const auto first = a.corners();
    const auto second = b.corners();
    for (const double degrees : {a.degrees, a.degrees + 90, b.degrees, b.degrees + 90})
        if (apart(first, second, rotated({1, 0}, degrees))) return false;
    return true;
}

bool touch(const QRectF& box, QPointF from, QPointF to)
{
    const QPointF along = to - from;
    double first = 0;
    double last = 1;
    const auto clip = [&](double start, double step, double low, double high) {
        if (step == 0) return start > low && start < high;
        const double a = (low - start) / step;
        const double b = (high - start) / step;
        first = std::max(first, std::min(a, b));
        last = std::min(last, std::max(a, b));
        return first < last;
    };
    return clip(from.x(), along.x(), box.left(), box.right()) && clip(from.y(), along.y(), box.top(), box.bottom());
}

bool touch(const Turned& box, QPointF from, QPointF to)
{
    const QRectF flat{QPointF{-box.size.width() / 2, -box.size.height() / 2}, box.size};
    return touch(flat, rotated(from - box.centre, -box.degrees), rotated(to - box.centre, -box.degrees));
}

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
