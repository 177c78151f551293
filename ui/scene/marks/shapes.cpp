#include "ui/scene/marks/shapes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tcpstage::scene {

std::vector<CurvePart> partsOf(const Curve& curve)
{
    constexpr double sameWidth = 0.07; // part of the width
    std::vector<CurvePart> parts;
    if (curve.points.size() == 1) { // a dot
        const Curve::Point& only = curve.points.front();
        parts.push_back({QPolygonF{QList<QPointF>{only.at, only.at + QPointF{0.01, 0}}}, only.width});
    }
    for (std::size_t i = 1; i < curve.points.size(); ++i) {
        const Curve::Point& from = curve.points[i - 1];
        const Curve::Point& to = curve.points[i];
        const double width = (from.width + to.width) / 2;
        const bool same =
            !parts.empty() && std::abs(parts.back().width - width) <= std::max(0.2, parts.back().width * sameWidth);
        if (!same) parts.push_back({QPolygonF{QList<QPointF>{from.at}}, width});
        parts.back().points << to.at;
    }
    return parts;
}

double distance(const Curve& curve, QPointF point)
{
    double least = std::numeric_limits<double>::max();
    for (const CurvePart& part : partsOf(curve))
        for (qsizetype i = 1; i < part.points.size(); ++i) {
            const QPointF from = part.points[i - 1];
            const QPointF along = part.points[i] - from;
            const double length = QPointF::dotProduct(along, along);
            const double way =
                length > 0 ? std::clamp(QPointF::dotProduct(point - from, along) / length, 0.0, 1.0) : 0.0;
            const QPointF gap = point - from - along * way;
            least = std::min(least, std::hypot(gap.x(), gap.y()) - part.width / 2);
        }
    return least;
}

} // namespace tcpstage::scene
