#include "ui/scene/marks/scene_changes.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

constexpr std::size_t farthest = 96; // marks that may come or go at once

/// Whether a mark is the same as another when it has moved up.
struct SameMoved {
    double up; // pixels

    QPointF moved(QPointF point) const { return {point.x(), point.y() - up}; }
    bool operator()(Line a, const Line& b) const
    {
        a.from = moved(a.from);
        a.to = moved(a.to);
        return a == b;
    }
    bool operator()(Box a, const Box& b) const
    {
        a.rect.translate(0, -up);
        return a == b;
    }
    bool operator()(const Label& a, const Label& b) const // without a copy of the text
    {
        return moved(a.at) == b.at && a.degrees == b.degrees && a.pixels == b.pixels && a.ink == b.ink &&
               a.face == b.face && a.weight == b.weight && a.align == b.align && a.text == b.text;
    }
    bool operator()(Cross a, const Cross& b) const
    {
        a.at = moved(a.at);
        return a == b;
    }
    bool operator()(const Curve& a, const Curve& b) const
    {
        const auto same = [this](const Curve::Point& was, const Curve::Point& is) {
            return moved(was.at) == is.at && was.width == is.width;
        };
        return a.ink == b.ink && std::ranges::equal(a.points, b.points, same);
    }
    template <typename A, typename B> bool operator()(const A&, const B&) const { return false; }

    bool operator()(const Mark& a, const Mark& b) const
    {
        if (a.shape.index() != b.shape.index() || !(a.ref == b.ref) || a.opacity != b.opacity) return false;
        return up == 0 ? a.shape == b.shape : std::visit(*this, a.shape, b.shape);
    }
};

/// Walks through two lists of marks in the same order and reports what went, what came and what took another's place.
template <typename Gone, typename Come, typename Changed>
void compareMarks(const std::vector<Mark>& before, const std::vector<Mark>& after, const SameMoved& same, Gone gone,
                  Come come, Changed changed)
{
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() && j < after.size()) {
        if (same(before[i], after[j])) {
            ++i;
            ++j;
            continue;
        }
        std::size_t skip = 1;
        const auto removed = [&] { return i + skip < before.size() && same(before[i + skip], after[j]); };
        const auto added = [&] { return j + skip < after.size() && same(before[i], after[j + skip]); };
        while (skip < farthest && !removed() && !added())
            ++skip;
        if (skip == farthest) {
            changed(before[i++], after[j++]);
        } else if (removed()) {
            while (skip-- > 0)
                gone(before[i++]);
        } else {
            while (skip-- > 0)
                come(after[j++]);
        }
    }
    while (i < before.size())
        gone(before[i++]);
    while (j < after.size())
        come(after[j++]);
}

/// Where a curve differs whose first points stay; the last of these may be joined with another width.
QRectF grownPart(const Curve& before, const Curve& after)
{
    constexpr std::ptrdiff_t joined = 3;
    const auto differs = std::ranges::mismatch(before.points, after.points);
    Curve part{{}, after.ink};
    for (const auto& [points, from] : {std::pair{&before.points, differs.in1 - before.points.begin()},
                                       std::pair{&after.points, differs.in2 - after.points.begin()}})
        part.points.insert(part.points.end(), points->begin() + std::max<std::ptrdiff_t>(0, from - joined),
                           points->end());
    return bounds(Mark{part, {}, 1});
}

/// Where a line or a box differs that only grew or shrank; empty when there is more to it.
QRectF grownPart(const Mark& before, const Mark& after)
{
    if (before.opacity != after.opacity) return {};
    const auto* line = std::get_if<Line>(&before.shape);
    const auto* longer = std::get_if<Line>(&after.shape);
    if (line && longer && line->from == longer->from && line->headLength == 0 && longer->headLength == 0 &&
        line->width == longer->width && line->ink == longer->ink && line->stroke == longer->stroke) {
        const double margin = line->width + 8;
        return QRectF{line->to, longer->to}.normalized().adjusted(-margin, -margin, margin, margin);
    }
    const auto* curve = std::get_if<Curve>(&before.shape);
    const auto* more = std::get_if<Curve>(&after.shape);
    if (curve && more && curve->ink == more->ink) return grownPart(*curve, *more);
    const auto* box = std::get_if<Box>(&before.shape);
    const auto* taller = std::get_if<Box>(&after.shape);
    if (box && taller && box->rect.topLeft() == taller->rect.topLeft() && box->rect.width() == taller->rect.width() &&
        box->fill == taller->fill && box->border == taller->border && box->radius == taller->radius) {
        const auto [low, high] = std::minmax({box->rect.bottom(), taller->rect.bottom()});
        const double margin = box->radius + box->borderWidth + 1;
        return {box->rect.left() - 1, low - margin, box->rect.width() + 2, high - low + 2 * margin};
    }
    return {};
}

} // namespace

std::vector<QRectF> stillChanges(const Scene& before, const Scene& after, double up)
{
    std::vector<QRectF> changes;
    const auto gone = [&](const Mark& mark) { changes.push_back(bounds(mark).translated(0, -up)); };
    const auto come = [&](const Mark& mark) { changes.push_back(bounds(mark)); };
    const auto changed = [&](const Mark& old, const Mark& now) {
        gone(old);
        come(now);
    };
    compareMarks(before.still, after.still, SameMoved{up}, gone, come, changed);
    return changes;
}

std::vector<QRectF> movingChanges(const Scene& before, const Scene& after)
{
    std::vector<QRectF> changes;
    const auto touched = [&](const Mark& mark) { changes.push_back(bounds(mark)); };
    const auto changed = [&](const Mark& old, const Mark& now) {
        const QRectF part = grownPart(old, now);
        if (!part.isEmpty()) {
            changes.push_back(part);
            return;
        }
        touched(old);
        touched(now);
    };
    compareMarks(before.moving, after.moving, SameMoved{0}, touched, touched, changed);
    return changes;
}

} // namespace tcpstage::scene
