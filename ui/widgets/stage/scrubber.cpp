#include "ui/widgets/stage/scrubber.h"

#include "ui/model/explain.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr double edge = 12; // pixels at both ends for the handle
constexpr double labelText = 11;
constexpr double trackTop = 20;
constexpr double trackHeight = 8;
constexpr double handleRadius = 8;
constexpr double farthestName = 70; // pixels from the step that it names

scene::Mark box(QRectF rect, double radius, scene::Ink fill, double opacity = 1)
{
    return scene::Mark{scene::Box{rect, radius, fill, scene::Ink::None, 0, scene::Stroke::Solid}, {}, opacity};
}

} // namespace

Scrubber::Scrubber(QWidget* parent) : Canvas{parent}
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Scrubber::apply(const model::Model& model)
{
    const bool otherStagedRun = staged_ != model.staged;
    const scene::StageTime known = model.prediction.on ? model.goal() : scene::StageTime::max();
    const bool otherSize = size_ != model.shownTextSize();
    if (!otherStagedRun && !otherSize && now_ == model.time && language_ == model.language() && known_ == known) return;
    size_ = model.shownTextSize();
    if (otherSize) updateGeometry();
    known_ = known;
    staged_ = model.staged;
    now_ = model.time;
    language_ = model.language();
    if (otherStagedRun) chapters_ = staged_ ? scene::chapters(*staged_) : std::vector<scene::Chapter>{};
    if (otherStagedRun && staged_) ticks_.follow(*staged_);
    if (otherStagedRun) forgetStill(); // everything has moved
    draw();
}

void Scrubber::seek(std::size_t step)
{
    if (staged_ && step <= staged_->stepCount())
        Q_EMIT sought(step == 0 ? scene::StageTime{} : staged_->stepTime(step - 1));
}

double Scrubber::x(scene::StageTime time) const
{
    if (!staged_ || staged_->timeMap.end() <= scene::StageTime{}) return edge;
    const double part = static_cast<double>(time.count()) / static_cast<double>(staged_->timeMap.end().count());
    return edge + (width() - 2 * edge) * std::clamp(part, 0.0, 1.0);
}

scene::StageTime Scrubber::time(double x) const
{
    if (!staged_) return {};
    const double part = std::clamp((x - edge) / std::max(1.0, width() - 2 * edge), 0.0, 1.0);
    return scene::StageTime{std::llround(part * static_cast<double>(staged_->timeMap.end().count()))};
}

void Scrubber::draw()
{
    scene::Scene scene;
    scene.size = size();
    drawStill(scene);
    if (staged_) drawMoving(scene);
    Canvas::show(std::move(scene));
}

/// The chapters' colours on the track, and their names over it.
void Scrubber::drawChapters(scene::Scene& scene)
{
    for (const scene::Chapter& chapter : chapters_) {
        const double from = x(chapter.from);
        const double to = x(chapter.to);
        scene.still.push_back(box({from + 1, px(trackTop), std::max(1.0, to - from - 2), px(trackHeight)}, 3,
                                  scene::inkOfChapter(*staged_, chapter), 0.28));
    }
    placeNames();
    for (const Name& name : names_)
        scene.still.push_back({scene::Label{name.title,
                                            {name.box.left() + 3, px(trackTop - 7)},
                                            std::round(px(labelText)),
                                            scene::Ink::Muted,
                                            scene::Face::Sans,
                                            600,
                                            scene::Align::Left,
                                            0},
                               {},
                               1});
}

/// Each over the first step of its chapter, where that begins to be seen; a little later where the one before reaches
/// so far. One without room is left out.
void Scrubber::placeNames()
{
    double free = -1;
    for (const scene::Chapter& chapter : chapters_) {
        const QString title = QString::fromStdString(chapter.title[language_]);
        const double wide = scene::textWidth(title, scene::Face::Sans, px(labelText), 600) + 6;
        const scene::StageTime first = scene::beginOf(*staged_, chapter);
        const double wanted = x(first);
        const double at = std::min(std::max(wanted, free), width() - wide);
        if (at < free || std::abs(at - wanted) > px(farthestName)) continue;
        names_.push_back({{at, 0, wide, px(trackTop - 3)}, first, title});
        free = at + wide + 6;
    }
}

void Scrubber::drawStill(scene::Scene& scene)
{
    names_.clear();
    const QRectF track{edge, px(trackTop), width() - 2 * edge, px(trackHeight)};
    scene.still.push_back(box(track, 3, scene::Ink::Track));
    if (!staged_) return;
    if (known_ == scene::StageTime::max()) drawChapters(scene); // else they would reveal the answer
    if (const scene::StageTime opening = staged_->opening(); opening > scene::StageTime{}) { // what stands done is pale
        const double at = x(opening);
        scene.still.push_back(
            box({edge, px(trackTop) - 1, at - edge, px(trackHeight) + 2}, 3, scene::Ink::Panel, 0.65));
        scene.still.push_back({scene::Line{{at, px(trackTop - 5)},
                                           {at, px(trackTop + trackHeight + 5)},
                                           1.6,
                                           scene::Ink::Muted,
                                           scene::Stroke::Solid,
                                           0},
                               {},
                               1});
    }
    for (const scene::Tick& tick : ticks_.all()) {
        if (tick.at > known_) break;
        const double at = x(tick.at);
        scene.still.push_back(
            {scene::Line{
                 {at, px(trackTop - 3)}, {at, px(trackTop + trackHeight + 3)}, 2.4, tick.ink, scene::Stroke::Solid, 0},
             {},
             1});
    }
}

std::optional<scene::StageTime> Scrubber::nameAt(QPointF at) const
{
    for (const Name& name : names_)
        if (name.box.contains(at)) return name.at;
    return std::nullopt;
}

QString Scrubber::hintAt(QPointF at) const
{
    if (!staged_) return {};
    for (const Name& name : names_)
        if (name.box.contains(at)) return name.title;
    const scene::StageTime there = time(at.x());
    const QString clock = QStringLiteral("t = ") +
                          QString::fromStdString(to_seconds(staged_->timeMap.clock(there), staged_->clockDecimals));
    if (there > known_) return clock;
    return model::stepText(staged_.get(), there, language_) + QStringLiteral("    ") + clock;
}

bool Scrubber::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return Canvas::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), hintAt(QPointF{help->pos()}), this);
    return true;
}

void Scrubber::drawMoving(scene::Scene& scene) const
{
    const double at = x(now_);
    const QPointF centre{at, px(trackTop + trackHeight / 2)};
    scene.moving.push_back(box({edge, px(trackTop), at - edge, px(trackHeight)}, 3, scene::Ink::Accent, 0.5));
    const QRectF handle{centre - QPointF{handleRadius, handleRadius}, QSizeF{2 * handleRadius, 2 * handleRadius}};
    scene.moving.push_back(
        {scene::Box{handle, handleRadius, scene::Ink::Panel, scene::Ink::Accent, 3, scene::Stroke::Solid}, {}, 1});
    if (!hasFocus()) return;
    const QRectF ring = handle.adjusted(-3.5, -3.5, 3.5, 3.5);
    scene.moving.push_back(
        {scene::Box{ring, handleRadius + 3.5, scene::Ink::None, scene::Ink::Accent, 1.5, scene::Stroke::Solid}, {}, 1});
}

void Scrubber::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return;
    const std::optional<scene::StageTime> named = nameAt(event->position());
    named_ = named ? std::optional{event->position()} : std::nullopt;
    Q_EMIT sought(named ? *named : time(event->position().x()));
}

void Scrubber::mouseMoveEvent(QMouseEvent* event)
{
    if (!(event->buttons() & Qt::LeftButton)) return;
    const auto away = [&] {
        return (event->position() - *named_).manhattanLength() >= QApplication::startDragDistance();
    };
    if (named_ && !away()) return; // a hand is never still: this is a click, not a drag
    named_.reset();
    Q_EMIT sought(time(event->position().x()));
}

void Scrubber::wheelEvent(QWheelEvent* event) { event->ignore(); }

void Scrubber::resizeEvent(QResizeEvent* event)
{
    Canvas::resizeEvent(event);
    draw();
}

void Scrubber::focusInEvent(QFocusEvent* event)
{
    Canvas::focusInEvent(event);
    draw();
}

void Scrubber::focusOutEvent(QFocusEvent* event)
{
    Canvas::focusOutEvent(event);
    draw();
}

} // namespace tcpstage::widgets
