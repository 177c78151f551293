#include "ui/scene/marks/scene.h"

#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/geometry.h"

#include <QTransform>
#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

double distance(QPointF point, QPointF from, QPointF to)
{
    const QPointF along = to - from;
    const double length = QPointF::dotProduct(along, along);
    const double t = length > 0 ? std::clamp(QPointF::dotProduct(point - from, along) / length, 0.0, 1.0) : 0.0;
    const QPointF gap = point - (from + along * t);
    return std::hypot(gap.x(), gap.y());
}

double distance(QPointF point, const QRectF& rect)
{
    const double dx = std::max({rect.left() - point.x(), 0.0, point.x() - rect.right()});
    const double dy = std::max({rect.top() - point.y(), 0.0, point.y() - rect.bottom()});
    return std::hypot(dx, dy);
}

/// The box of a label before its rotation, relative to its anchor.
QRectF flatInk(const Label& label)
{
    const double width = textWidth(label.text, label.face, label.pixels, label.weight);
    const FontHeight height = inkHeight(label.pixels);
    const double left = label.align == Align::Left ? 0 : label.align == Align::Centre ? -width / 2 : -width;
    return {left, -height.ascent, width, height.ascent + height.descent};
}

QTransform turned(const Label& label)
{
    QTransform transform = QTransform::fromTranslate(label.at.x(), label.at.y());
    transform.rotate(label.degrees);
    return transform;
}

struct Bounds {
    QRectF operator()(const Line& line) const
    {
        const double margin = std::max(line.width, line.headLength) / 2 + 1;
        const double length = std::hypot(line.to.x() - line.from.x(), line.to.y() - line.from.y());
        QPointF from = line.from;
        if (length > 0 && length < line.headLength) // the head of a short arrow reaches back beyond its beginning
            from = line.to - (line.to - line.from) * (line.headLength / length);
        return QRectF{from, line.to}.normalized().adjusted(-margin, -margin, margin, margin);
    }
    QRectF operator()(const Box& box) const
    {
        const double margin = box.border == Ink::None ? 0.0 : box.borderWidth / 2;
        return box.rect.adjusted(-margin, -margin, margin, margin);
    }
    QRectF operator()(const Label& label) const
    {
        // Letters may reach beyond their advance, and accents above the capitals.
        const double more = label.pixels * 0.22;
        const QRectF flat = flatInk(label).adjusted(-more, -more, more, more);
        return label.degrees == 0 ? flat.translated(label.at) : turned(label).mapRect(flat);
    }
    QRectF operator()(const Cross& cross) const
    {
        const double reach = cross.radius + cross.width;
        return {cross.at - QPointF{reach, reach}, QSizeF{2 * reach, 2 * reach}};
    }
    QRectF operator()(const Curve& curve) const
    {
        if (curve.points.empty()) return {};
        QRectF all{curve.points.front().at, QSizeF{}};
        double width = 0;
        for (const Curve::Point& point : curve.points) {
            all.setLeft(std::min(all.left(), point.at.x()));
            all.setRight(std::max(all.right(), point.at.x()));
            all.setTop(std::min(all.top(), point.at.y()));
            all.setBottom(std::max(all.bottom(), point.at.y()));
            width = std::max(width, point.width);
        }
        const double margin = width / 2 + 1;
        return all.adjusted(-margin, -margin, margin, margin);
    }
};

struct Distance {
    QPointF point;

    double operator()(const Line& line) const { return distance(point, line.from, line.to) - line.width / 2; }
    double operator()(const Box& box) const { return distance(point, box.rect); }
    double operator()(const Label& label) const
    {
        const QPointF flat = label.degrees == 0 ? point - label.at : turned(label).inverted().map(point);
        return distance(flat, flatInk(label));
    }
    double operator()(const Cross& cross) const
    {
        const QPointF gap = point - cross.at;
        return std::hypot(gap.x(), gap.y()) - cross.radius;
    }
    double operator()(const Curve& curve) const { return distance(curve, point); }
};

struct Mover {
    QPointF by;

    void operator()(Line& line) const
    {
        line.from += by;
        line.to += by;
    }
    void operator()(Box& box) const { box.rect.translate(by); }
    void operator()(Label& label) const { label.at += by; }
    void operator()(Cross& cross) const { cross.at += by; }
    void operator()(Curve& curve) const
    {
        for (Curve::Point& point : curve.points)
            point.at += by;
    }
};

const Mark* topmost(const std::vector<Mark>& marks, QPointF point, double slack)
{
    const auto found = std::find_if(marks.rbegin(), marks.rend(), [&](const Mark& mark) {
        return mark.ref.kind != Ref::Kind::Nothing && std::visit(Distance{point}, mark.shape) <= slack;
    });
    return found == marks.rend() ? nullptr : &*found;
}

} // namespace

Ink inkOf(tcp::State state)
{
    switch (state) {
    case tcp::State::Closed:
        return Ink::StateClosed;
    case tcp::State::Listen:
        return Ink::StateListen;
    case tcp::State::SynSent:
    case tcp::State::SynReceived:
        return Ink::StateOpening;
    case tcp::State::Established:
        return Ink::StateOpen;
    case tcp::State::FinWait1:
    case tcp::State::FinWait2:
    case tcp::State::CloseWait:
    case tcp::State::Closing:
    case tcp::State::LastAck:
        return Ink::StateClosing;
    case tcp::State::TimeWait:
        return Ink::StateTimeWait;
    }
    return Ink::StateClosed;
}

Ink inkOf(const tcp::Segment& segment)
{
    if (segment.rst()) return Ink::SegmentRst;
    if (segment.syn()) return Ink::SegmentSyn;
    if (segment.fin()) return Ink::SegmentFin;
    return segment.payload.empty() ? Ink::SegmentAck : Ink::SegmentData;
}

void move(Mark& mark, QPointF by) { std::visit(Mover{by}, mark.shape); }

void addMoved(Scene& scene, const Scene& part, QPointF by)
{
    const auto add = [by](std::vector<Mark>& marks, const std::vector<Mark>& more) {
        for (const Mark& mark : more)
            move(marks.emplace_back(mark), by);
    };
    add(scene.still, part.still);
    add(scene.moving, part.moving);
    for (const Hint& hint : part.hints)
        scene.hints.push_back({hint.area.translated(by), hint.text});
    for (const Surface& surface : part.surfaces)
        scene.surfaces.emplace_back(surface).translate(by);
}

Turned lettersOf(const Label& label)
{
    const QRectF flat = flatInk(label);
    return {turned(label).map(flat.center()), flat.size(), label.degrees};
}

QRectF bounds(const Mark& mark) { return std::visit(Bounds{}, mark.shape); }

Ref hit(const Scene& scene, QPointF point, double slack)
{
    for (const double reach : {0.0, slack}) { // a mark under the point wins over one nearby
        if (const Mark* mark = topmost(scene.moving, point, reach)) return mark->ref;
        if (const Mark* mark = topmost(scene.still, point, reach)) return mark->ref;
    }
    return {};
}

QString hintAt(const Scene& scene, QPointF point)
{
    const auto found = std::ranges::find_if(scene.hints, [&](const Hint& hint) { return hint.area.contains(point); });
    return found == scene.hints.end() ? QString{} : found->text;
}

double bottomOfNames(const Scene& scene)
{
    double bottom = 0;
    for (const Mark& mark : scene.moving)
        if (mark.ref.kind == Ref::Kind::Endpoint && std::holds_alternative<Box>(mark.shape))
            bottom = std::max(bottom, bounds(mark).bottom());
    return bottom < scene.size.height() / 3 ? bottom : 0;
}

} // namespace tcpstage::scene
