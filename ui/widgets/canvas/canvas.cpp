#include "ui/widgets/canvas/canvas.h"

#include "ui/paint/painter.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/marks/scene_changes.h"
#include "ui/widgets/canvas/voice.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr double lensBorder = 3; // pixels

} // namespace

Canvas::Canvas(QWidget* parent)
    : QWidget{parent}, theme_{&paint::Theme::named(scene::ThemeName::Light)}, voice_{std::make_unique<Voice>()}
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
}

Canvas::~Canvas() { Q_EMIT ending(); }

void Canvas::setVoice(Voice voice) { *voice_ = std::move(voice); }

void Canvas::setTheme(const paint::Theme& theme)
{
    if (theme_ == &theme) return;
    theme_ = &theme;
    stillValid_ = false;
    update();
}

void Canvas::show(scene::Scene scene, double scroll)
{
    unspoken_ = true;
    Q_EMIT changed();
    if (!canKeepStill(scene, scroll)) {
        stillValid_ = false;
        scene_ = std::move(scene);
        scroll_ = scroll;
        update();
        return;
    }
    const bool scrolls = scroll != scroll_;
    if (!scrolls) update(aligned(scene::movingChanges(scene_, scene)));
    keepStill(scene, scroll);
    scene_ = std::move(scene);
    if (scrolls) update();
}

void Canvas::showAbove(std::vector<scene::Mark> marks)
{
    if (above_.empty() && marks.empty()) return;
    scene::Scene before{scene_.size};
    scene::Scene after{scene_.size};
    before.moving = std::move(above_);
    after.moving = std::move(marks);
    update(aligned(scene::movingChanges(before, after)));
    above_ = std::move(after.moving);
}

void Canvas::magnify(const std::optional<Lens>& lens)
{
    if (lens_ == lens) return;
    for (const std::optional<Lens>& each : {lens_, lens}) {
        if (!each) continue;
        const double reach = each->radius + lensBorder;
        update(aligned(QRectF{each->centre - QPointF{reach, reach}, QSizeF{2 * reach, 2 * reach}}));
    }
    lens_ = lens;
}

/// Larger marks, not larger pixels.
void Canvas::paintLens(QPainter& painter) const
{
    const double reach = lens_->radius / lens_->zoom;
    const QRectF seen{lens_->centre - QPointF{reach, reach}, QSizeF{2 * reach, 2 * reach}};
    const QRectF glass{lens_->centre - QPointF{lens_->radius, lens_->radius},
                       QSizeF{2 * lens_->radius, 2 * lens_->radius}};
    QPainterPath round;
    round.addEllipse(glass);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipPath(round, Qt::IntersectClip);
    painter.fillRect(glass, (*theme_)(scene_.background));
    painter.translate(lens_->centre);
    painter.scale(lens_->zoom, lens_->zoom);
    painter.translate(-lens_->centre);
    for (const std::vector<scene::Mark>* marks : {&scene_.still, &scene_.moving, &above_})
        for (const scene::Mark& mark : *marks)
            if (seen.intersects(scene::bounds(mark))) paint::paint(painter, mark, *theme_);
    painter.restore();
    paint::paint(painter, {scene::Box{glass, lens_->radius, scene::Ink::None, scene::Ink::Text, lensBorder}, {}, 1},
                 *theme_);
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

QRegion Canvas::aligned(const std::vector<QRectF>& rects) const
{
    QRegion region;
    for (const QRectF& rect : rects)
        region += aligned(rect);
    return region;
}

void Canvas::keepStill(const scene::Scene& next, double scroll)
{
    const double shift = scroll - scroll_;
    QRegion damage = aligned(scene::stillChanges(scene_, next, shift));
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
    // The pixmap is a ring of rows: the content is painted at the origin, and again one pixmap height above it.
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
    for (const std::vector<scene::Mark>* marks : {&scene_.moving, &above_})
        for (const scene::Mark& mark : *marks)
            if (event->region().intersects(scene::bounds(mark).toAlignedRect())) paint::paint(painter, mark, *theme_);
    if (lens_) paintLens(painter);
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
    Q_EMIT needed();
}

/// A hidden canvas may have an old scene or none, because it is resized before it is visible.
void Canvas::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    Q_EMIT needed();
}

/// Says what the sign under the pointer means.
bool Canvas::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto& help = *static_cast<QHelpEvent*>(event);
    const QString hint = scene::hintAt(scene_, help.pos());
    QToolTip::showText(help.globalPos(), hint, this); // an empty one hides what another widget has shown
    event->setAccepted(!hint.isEmpty());
    return true;
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
