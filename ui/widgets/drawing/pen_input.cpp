#include "ui/widgets/drawing/pen_input.h"

#include "ui/scene/drawing/strokes.h"
#include "ui/widgets/canvas/canvas.h"

#include <QMouseEvent>
#include <QTabletEvent>
#include <QTouchEvent>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr double leastWay = 1.5;     // pixels between two points
constexpr double fingerSlack = 16;   // pixels
constexpr double lightest = 0.35;    // width of the lightest touch of a pen
constexpr double withPressure = 1.5; // more with all pressure

bool isContextMenu(const QEvent& event) { return event.type() == QEvent::ContextMenu; }

} // namespace

PenInput::PenInput(model::Store& store, Canvas& canvas) : QObject{&canvas}, store_{store}, canvas_{canvas}
{
    canvas.installEventFilter(this);
    connect(&store, &model::Store::grown, this, &PenInput::showGrowing);
}

void PenInput::apply(const model::Model& model)
{
    if (canvas_.testAttribute(Qt::WA_AcceptTouchEvents) != model.drawing.on) {
        canvas_.setAttribute(Qt::WA_AcceptTouchEvents, model.drawing.on);
        canvas_.setCursor(model.drawing.on ? Qt::CrossCursor : Qt::ArrowCursor);
    }
    if (!model.drawing.on) tool_ = Tool::None;
    showGrowing();
}

void PenInput::showGrowing()
{
    const model::Model& model = store_.model();
    const auto& stroke = model.drawing.growing;
    const scene::Surface* surface = stroke && model.staged ? scene::surfaceOf(canvas_.scene(), *stroke) : nullptr;
    canvas_.showAbove(surface ? scene::marksOf(*stroke, *surface, *model.staged) : std::vector<scene::Mark>{});
}

bool PenInput::eventFilter(QObject* watched, QEvent* event)
{
    if (!store_.model().drawing.on) return QObject::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick:
    case QEvent::MouseMove:
    case QEvent::MouseButtonRelease:
        return mouse(*static_cast<QMouseEvent*>(event));
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
    case QEvent::TouchEnd:
    case QEvent::TouchCancel:
        return touch(*static_cast<QTouchEvent*>(event));
    case QEvent::TabletPress:
    case QEvent::TabletMove:
    case QEvent::TabletRelease:
        return tablet(*static_cast<QTabletEvent*>(event));
    default:
        return isContextMenu(*event) || QObject::eventFilter(watched, event);
    }
}

/// The right button erases.
bool PenInput::mouse(const QMouseEvent& event)
{
    const bool right = event.button() == Qt::RightButton || event.buttons().testFlag(Qt::RightButton);
    Touch touch{event.position()};
    touch.erases = right;
    const bool presses = event.type() == QEvent::MouseButtonPress || event.type() == QEvent::MouseButtonDblClick;
    if (presses && (event.button() == Qt::LeftButton || right)) down(Tool::Mouse, touch);
    if (event.type() == QEvent::MouseMove) move(Tool::Mouse, touch);
    if (event.type() == QEvent::MouseButtonRelease) up(Tool::Mouse);
    return true;
}

bool PenInput::touch(QTouchEvent& event)
{
    event.accept();
    if (event.type() == QEvent::TouchCancel) {
        up(Tool::Finger);
        return true;
    }
    for (const QEventPoint& point : event.points()) {
        const Touch touch{point.position(), 1, fingerSlack};
        if (point.state() == QEventPoint::Pressed && down(Tool::Finger, touch)) finger_ = point.id();
        if (point.id() != finger_) continue; // a hand that lies on the screen does not draw
        if (point.state() == QEventPoint::Updated) move(Tool::Finger, touch);
        if (point.state() == QEventPoint::Released) up(Tool::Finger);
    }
    return true;
}

bool PenInput::tablet(QTabletEvent& event)
{
    event.accept();
    Touch touch{event.position(), lightest + withPressure * event.pressure()};
    touch.erases = event.pointerType() == QPointingDevice::PointerType::Eraser;
    if (event.type() == QEvent::TabletPress) down(Tool::Pen, touch);
    if (event.type() == QEvent::TabletMove) move(Tool::Pen, touch);
    if (event.type() == QEvent::TabletRelease) up(Tool::Pen);
    return true;
}

bool PenInput::down(Tool tool, const Touch& touch)
{
    const bool free =
        tool_ == Tool::None || tool_ == tool || tool == Tool::Pen; // a pen comes before the hand beside it
    if (!free || (tool_ == tool && tool == Tool::Finger)) return false;
    const model::Model& model = store_.model();
    tool_ = tool;
    last_ = touch.at;
    if (model.drawing.erasing || touch.erases) {
        erase(touch);
        return true;
    }
    const scene::Surface* surface = scene::surfaceAt(canvas_.scene(), touch.at);
    if (surface && model.staged)
        store_.dispatch(model::DrawingAction{model::BeginStroke{
            surface->kind, surface->view, scene::penPoint(*surface, *model.staged, touch.at, touch.width)}});
    return true;
}

void PenInput::move(Tool tool, const Touch& touch)
{
    if (tool_ != tool) return;
    const model::Model& model = store_.model();
    if (model.drawing.erasing || touch.erases) return erase(touch);
    const QPointF way = touch.at - last_;
    if (!model.drawing.growing || !model.staged || std::hypot(way.x(), way.y()) < leastWay) return;
    const scene::Surface* surface = scene::surfaceOf(canvas_.scene(), *model.drawing.growing);
    if (!surface) return;
    last_ = touch.at;
    store_.dispatch(
        model::DrawingAction{model::GrowStroke{{scene::penPoint(*surface, *model.staged, touch.at, touch.width)}}});
}

void PenInput::up(Tool tool)
{
    if (tool_ != tool) return;
    tool_ = Tool::None;
    finger_ = -1;
    store_.dispatch(model::DrawingAction{model::FinishStroke{}});
    Q_EMIT used();
}

/// What lies between the last place and this one, too.
void PenInput::erase(const Touch& touch)
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    const QPointF way = touch.at - last_;
    const int steps = std::max(1, static_cast<int>(std::hypot(way.x(), way.y()) / touch.slack));
    for (int i = 1; i <= steps; ++i) {
        const scene::ViewInput input{*model.staged, model.time, {}, {}, model.display};
        const QPointF at = last_ + way * (static_cast<double>(i) / steps);
        if (const auto id = scene::strokeAt(canvas_.scene(), input, at, touch.slack))
            store_.dispatch(model::DrawingAction{model::EraseStroke{*id}});
    }
    last_ = touch.at;
}

} // namespace tcpstage::widgets
