#include "ui/widgets/stage/canvas.h"

#include "core/compare/compare.h"
#include "ui/paint/painter.h"
#include "ui/scene/marks/scene.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QWheelEvent>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr std::size_t prepareNext = 96; // marks that come or go at once

struct SameShifted {
    double up; // how far the content moved up

    QPointF moved(QPointF point) const { return {point.x(), point.y() - up}; }
    bool operator()(scene::Line a, const scene::Line& b) const
    {
        a.from = moved(a.from);
        a.to = moved(a.to);
        return a == b;
    }
    bool operator()(scene::Box a, const scene::Box& b) const
    {
        a.rect.translate(0, -up);
        return a == b;
    }
    bool operator()(const scene::Label& a, const scene::Label& b) const
    {
        return moved(a.at) == b.at && a.degrees == b.degrees && a.pixels == b.pixels && a.ink == b.ink &&
               a.face == b.face && a.weight == b.weight && a.align == b.align && a.text == b.text;
    }
    bool operator()(scene::Cross a, const scene::Cross& b) const
    {
        a.at = moved(a.at);
        return a == b;
    }
    template <typename A, typename B> bool operator()(const A&, const B&) const { return false; }

    bool operator()(const scene::Mark& a, const scene::Mark& b) const
    {
        if (a.shape.index() != b.shape.index() || !(a.ref == b.ref) || a.opacity != b.opacity) return false;
        return up == 0 ? a.shape == b.shape : std::visit(*this, a.shape, b.shape);
    }
};

/// Walks through two lists of marks in the same order and tells what went, what came and what took another's place.
template <typename Gone, typename Come, typename Changed>
void compare(const std::vector<scene::Mark>& before, const std::vector<scene::Mark>& after, const SameShifted& same,
             Gone gone, Come come, Changed changed)
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
        while (skip < prepareNext && !removed() && !added())
            ++skip;
        if (skip == prepareNext) {
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

/// What changes on the canvas when one mark takes the place of another.
QRectF change(const scene::Mark& before, const scene::Mark& after)
{
    const auto* line = std::get_if<scene::Line>(&before.shape);
    const auto* longer = std::get_if<scene::Line>(&after.shape);
    if (line && longer && line->from == longer->from && line->headLength == 0 && longer->headLength == 0 &&
        line->width == longer->width && line->ink == longer->ink && line->stroke == longer->stroke) {
        const double margin = line->width + 8;
        return QRectF{line->to, longer->to}.normalized().adjusted(-margin, -margin, margin, margin);
    }
    const auto* box = std::get_if<scene::Box>(&before.shape);
    const auto* taller = std::get_if<scene::Box>(&after.shape);
    if (box && taller && box->rect.topLeft() == taller->rect.topLeft() && box->rect.width() == taller->rect.width() &&
        box->fill == taller->fill && box->border == taller->border && box->radius == taller->radius) {
        const auto [low, high] = std::minmax({box->rect.bottom(), taller->rect.bottom()});
        const double margin = box->radius + box->borderWidth + 1;
        return {box->rect.left() - 1, low - margin, box->rect.width() + 2, high - low + 2 * margin};
    }
    return {};
}

} // namespace

Canvas::Canvas(QWidget* parent) : QWidget{parent}, theme_{&paint::Theme::named(scene::ThemeName::Light)}
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
}

void Canvas::setTheme(const paint::Theme& theme)
{
    if (theme_ == &theme) return;
    theme_ = &theme;
    stillValid_ = false;
    update();
}

void Canvas::show(scene::Scene scene, double scroll)
{
    if (!canKeepStill(scene, scroll)) {
        stillValid_ = false;
        scene_ = std::move(scene);
        scroll_ = scroll;
        update();
        return;
    }
    const bool scrolls = scroll != scroll_;
    if (!scrolls) update(movingDamage(scene));
    keepStill(scene, scroll);
    scene_ = std::move(scene);
    if (scrolls) update();
}

bool Canvas::canKeepStill(const scene::Scene& next, double scroll) const
{
    if (!stillValid_ || next.size != scene_.size || next.background != scene_.background) return false;
    const double rows = (scroll - scroll_) * ratio();
    return rows == std::round(rows) && std::abs(rows) < still_.height();
}

QRegion Canvas::aligned(const QRectF& rect) const
{
    return QRegion{rect.adjusted(-1, -1, 1, 1).toAlignedRect().intersected(this->rect())};
}

QRegion Canvas::stillDamage(const scene::Scene& next, double shift) const
{
    QRegion damage;
    const auto gone = [&](const scene::Mark& mark) { damage += aligned(scene::bounds(mark).translated(0, -shift)); };
    const auto come = [&](const scene::Mark& mark) { damage += aligned(scene::bounds(mark)); };
    const auto changed = [&](const scene::Mark& before, const scene::Mark& after) {
        gone(before);
        come(after);
    };
    compare(scene_.still, next.still, SameShifted{shift}, gone, come, changed);
    return damage;
}

QRegion Canvas::movingDamage(const scene::Scene& next) const
{
    QRegion damage;
    const auto touched = [&](const scene::Mark& mark) { damage += aligned(scene::bounds(mark)); };
    const auto changed = [&](const scene::Mark& before, const scene::Mark& after) {
        const QRectF part = change(before, after);
        if (!part.isEmpty()) {
            damage += aligned(part);
            return;
        }
        touched(before);
        touched(after);
    };
    compare(scene_.moving, next.moving, SameShifted{0}, touched, touched, changed);
    return damage;
}

void Canvas::keepStill(const scene::Scene& next, double scroll)
{
    const double shift = scroll - scroll_;
    QRegion damage = stillDamage(next, shift);
    scroll_ = scroll;
    if (shift != 0) {
        const int rows = static_cast<int>(std::lround(shift * ratio()));
        const int height_ = still_.height();
        origin_ = ((origin_ + rows) % height_ + height_) % height_;
        const int strip = static_cast<int>(std::ceil(std::abs(shift))) + 1;
        damage += shift > 0 ? QRect{0, height() - strip, width(), strip} : QRect{0, 0, width(), strip};
    }
    if (damage.isEmpty()) return;
    paintStill(damage, next.still);
    if (shift == 0) update(damage);
}

void Canvas::paintAllStill()
{
    const QSize wanted{static_cast<int>(std::ceil(width() * ratio())), static_cast<int>(std::ceil(height() * ratio()))};
    if (still_.size() != wanted || still_.devicePixelRatio() != ratio()) {
        still_ = QPixmap{wanted};
        still_.setDevicePixelRatio(ratio());
    }
    origin_ = 0;
    paintStill(QRegion{QRect{0, 0, width() + 1, height() + 1}}, scene_.still);
    stillValid_ = true;
}

void Canvas::paintStill(const QRegion& region, const std::vector<scene::Mark>& marks)
{
    // The roll's end is followed by its beginning: what stands there is painted at both.
    paintStillPart(region, marks, origin_ / ratio());
    if (origin_ != 0) paintStillPart(region, marks, (origin_ - still_.height()) / ratio());
}

void Canvas::paintStillPart(const QRegion& region, const std::vector<scene::Mark>& marks, double offset)
{
    QPainter painter{&still_};
    painter.translate(0, offset);
    painter.setClipRegion(region);
    for (const QRect& rect : region)
        painter.fillRect(rect, (*theme_)(scene_.background));
    for (const scene::Mark& mark : marks)
        if (region.intersects(scene::bounds(mark).toAlignedRect())) paint::paint(painter, mark, *theme_);
}

void Canvas::paintEvent(QPaintEvent* event)
{
    if (!painted_) return paintFirst();
    if (!stillValid_ || still_.devicePixelRatio() != ratio()) paintAllStill();
    QPainter painter{this};
    painter.setClipRegion(event->region());
    painter.drawPixmap(QPointF{0, -origin_ / ratio()}, still_);
    if (origin_ != 0) painter.drawPixmap(QPointF{0, (still_.height() - origin_) / ratio()}, still_);
    for (const scene::Mark& mark : scene_.moving)
        if (event->region().intersects(scene::bounds(mark).toAlignedRect())) paint::paint(painter, mark, *theme_);
}

void Canvas::paintFirst()
{
    painted_ = true;
    QPainter painter{this};
    painter.fillRect(rect(), (*theme_)(scene_.background));
    for (const std::vector<scene::Mark>* marks : {&scene_.still, &scene_.moving})
        for (const scene::Mark& mark : *marks)
            paint::paint(painter, mark, *theme_);
}

void Canvas::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    stillValid_ = false;
    Q_EMIT resized();
}

void Canvas::mousePressEvent(QMouseEvent* event)
{
    pointer_ = event->position();
    if (event->button() == Qt::LeftButton)
        Q_EMIT picked(scene::hit(scene_, event->position()), event->globalPosition().toPoint());
    else
        QWidget::mousePressEvent(event);
}

void Canvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF by = event->position() - pointer_;
    pointer_ = event->position();
    if (event->buttons().testFlag(Qt::LeftButton) && !by.isNull()) Q_EMIT dragged(by);
    const scene::Ref ref = scene::hit(scene_, event->position());
    if (ref == hovered_) return;
    hovered_ = ref;
    if (cursor().shape() != Qt::BlankCursor)
        setCursor(ref.kind == scene::Ref::Kind::Nothing ? Qt::ArrowCursor : Qt::PointingHandCursor);
    Q_EMIT hovered(ref);
}

void Canvas::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    if (hovered_.kind == scene::Ref::Kind::Nothing) return;
    hovered_ = {};
    Q_EMIT hovered(hovered_);
}

void Canvas::wheelEvent(QWheelEvent* event)
{
    const double turned = event->angleDelta().y();
    pointer_ = event->position();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        if (turned != 0) Q_EMIT zoomed(std::pow(1.1, turned / 120), pointer_.x());
    } else {
        const double pixels = event->pixelDelta().isNull() ? turned * 0.5 : event->pixelDelta().y();
        Q_EMIT scrolled(-pixels);
    }
    event->accept();
}

void Canvas::contextMenuEvent(QContextMenuEvent* event)
{
    Q_EMIT asked(scene::hit(scene_, event->pos()), event->globalPos());
}

} // namespace tcpstage::widgets
