#include "ui/widgets/stage/stage_view.h"

#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/scene/centre.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/panels/question_board.h"
#include "ui/widgets/access/announcer.h"
#include "ui/widgets/access/canvas_access.h"
#include "ui/widgets/access/stage_voice.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/drawing/pen_bar.h"
#include "ui/widgets/drawing/pen_input.h"
#include "ui/widgets/stage/card.h"
#include "ui/widgets/stage/details.h"
#include "ui/widgets/stage/end_switch.h"
#include "ui/widgets/stage/stage_marks.h"
#include "ui/widgets/stage/stage_room.h"
#include "ui/widgets/stage/view_tabs.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr double arrowScroll = 48;
constexpr double leastCanvas = 120;  // least height of each canvas of the stage, in pixels
constexpr double widestPanel = 0.32; // share of the width that a panel with large text may take
constexpr double aloneGrows = 1.35;  // factor for an endpoint that is shown without the other one

} // namespace

StageView::StageView(model::Store& store, const Actions& actions, QWidget* parent)
    : QWidget{parent}, store_{store}, splitter_{new QSplitter{Qt::Horizontal}}, panels_{new Canvas, new Canvas},
      ladder_{new Canvas}, announcer_{new Announcer{*ladder_}}, tabs_{new ViewTabs{store, actions}},
      pens_{new PenBar{store, actions}}, penInput_{new PenInput{store, *ladder_}}
{
    build();
    for (Canvas* canvas : {panels_[0], panels_[1], ladder_})
        speak(*canvas, stageVoice(store_, actions, *canvas, *announcer_));
    for (Canvas* canvas : {panels_[0], panels_[1], ladder_})
        connect(canvas, &Canvas::picked, this, [this](const scene::Ref& ref) { pick(ref); });
    connect(ladder_, &Canvas::needed, this, [this] { drawMiddle(store_.model()); });
    connect(ladder_, &Canvas::asked, this, [this](const scene::Ref& ref, const QPoint& at) {
        if (!store_.model().staged || store_.model().staged->beside) return;
        if (ref.kind == scene::Ref::Kind::Endpoint) Q_EMIT endpointAsked(ref.side, at);
        if (ref.kind != scene::Ref::Kind::Segment && ref.kind != scene::Ref::Kind::Step) return;
        store_.dispatch(model::Select{ref, true});
        Q_EMIT segmentAsked(at);
    });
    for (const trace::Side side : trace::both_sides) {
        Canvas* panel = panels_[trace::index(side)];
        connect(panel, &Canvas::needed, this, [this, side] { drawPanel(store_.model(), side); });
        connect(panel, &Canvas::asked, this,
                [this, side](const scene::Ref&, const QPoint& at) { Q_EMIT endpointAsked(side, at); });
    }
    connect(splitter_, &QSplitter::splitterMoved, this, &StageView::keepParts);
    connect(ladder_, &Canvas::scrolled, this, &StageView::scrollBy);
    connect(ladder_, &Canvas::zoomed, this, &StageView::zoomAround);
    connect(ladder_, &Canvas::dragged, this,
            [this](const QPointF& by) { pan(scene::scrollsDown(store_.model().display.view) ? -by.y() : -by.x()); });
}

void StageView::build()
{
    for (const trace::Side side : trace::both_sides) {
        const std::size_t i = trace::index(side);
        switches_[i] = new EndSwitch;
        ends_[i] = card(panels_[i], switches_[i]);
        connect(switches_[i], &EndSwitch::clicked, this, [this, side] { showEnd(trace::other(side)); });
    }
    splitter_->addWidget(ends_[0]);
    auto* above = new QWidget;
    auto* rows = new QVBoxLayout{above};
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(tabs_);
    rows->addWidget(pens_);
    splitter_->addWidget(card(ladder_, above));
    splitter_->addWidget(ends_[1]);
    splitter_->setHandleWidth(handleWidth);
    splitter_->setChildrenCollapsible(false);
    ladder_->setFocusPolicy(Qt::StrongFocus);
    ladder_->installEventFilter(this);
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(splitter_);
}

Details& StageView::details()
{
    if (!details_) {
        details_ = new Details{store_};
        detailsCard_ = card(details_);
        detailsCard_->hide();
        splitter_->insertWidget(0, detailsCard_);
    }
    return *details_;
}

bool StageView::showsDetails() const { return detailsCard_ && !detailsCard_->isHidden(); }

/// Which endpoints fit. In a narrow window it is only the one of the selected item.
std::array<bool, 2> StageView::endsWithRoom() const
{
    if (pair_ || store_.model().display.view == scene::View::Whole) return {false, false};
    const int room = width() - (showsDetails() ? detailsWidth(width()) + handleWidth : 0);
    const int ends = endsIn(room, store_.model().display.view == scene::View::Ladder);
    return {ends == 2 || (ends == 1 && end_ == trace::Side::Left),
            ends == 2 || (ends == 1 && end_ == trace::Side::Right)};
}

void StageView::showEnds()
{
    const std::array<bool, 2> seen = endsWithRoom();
    for (const trace::Side side : trace::both_sides)
        if (seen[trace::index(side)] == ends_[trace::index(side)]->isHidden())
            ends_[trace::index(side)]->setVisible(seen[trace::index(side)]);
    for (EndSwitch* other : switches_)
        other->setVisible(seen[0] != seen[1]);
}

QSize StageView::minimumSizeHint() const { return {roomFor(false, 0), QWidget::minimumSizeHint().height()}; }

/// The factor by which an endpoint is wider than its share: for large text, and if it is shown alone.
double StageView::growth() const
{
    return store_.model().shownTextSize() * (endsWithRoom()[0] == endsWithRoom()[1] ? 1.0 : aloneGrows);
}

void StageView::arrange()
{
    for (Canvas* panel : panels_)
        panel->setMinimumSize(leastPanelWidth(), sized(leastCanvas));
    ladder_->setMinimumSize(leastLadderWidth(), sized(leastCanvas));
    showEnds();
    layout()->activate();
    const std::array<bool, 2> seen = endsWithRoom();
    const int details = showsDetails() ? (detailsPixels_ > 0 ? detailsPixels_ : detailsWidth(width())) : 0;
    const int shown = 1 + (seen[0] ? 1 : 0) + (seen[1] ? 1 : 0) + (details > 0 ? 1 : 0);
    const int own = splitter_->width() - (shown - 1) * splitter_->handleWidth() - details;
    const double grown = growth();
    const auto end = [&](trace::Side side) {
        const double part = parts_[trace::index(side)];
        return seen[trace::index(side)] ? static_cast<int>(own * std::min(part * grown, std::max(part, widestPanel)))
                                        : 0;
    };
    QList<int> sizes{end(trace::Side::Left), own - end(trace::Side::Left) - end(trace::Side::Right),
                     end(trace::Side::Right)};
    if (detailsCard_) sizes.prepend(details);
    splitter_->setSizes(sizes);
}

void StageView::keepParts()
{
    QList<int> sizes = splitter_->sizes();
    if (detailsCard_) {
        if (showsDetails()) detailsPixels_ = sizes.first();
        sizes.removeFirst();
    }
    const double own = std::max(1, sizes[0] + sizes[1] + sizes[2]) * growth();
    for (const trace::Side side : trace::both_sides)
        if (!ends_[trace::index(side)]->isHidden())
            parts_[trace::index(side)] = sizes[side == trace::Side::Left ? 0 : 2] / own;
}

void StageView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    detailsPixels_ = 0;
    arrange();
}

void StageView::take() { ladder_->setFocus(Qt::OtherFocusReason); }

void StageView::apply(const model::Model& model, const model::Model* before)
{
    if (!before || before->themeName() != model.themeName()) {
        const paint::Theme& theme = paint::Theme::named(model.themeName());
        for (Canvas* canvas : {panels_[0], panels_[1], ladder_})
            canvas->setTheme(theme);
    }
    if (!before || before->language() != model.language() || !scene::isSameRun(before->staged, model.staged))
        retranslate(model);
    if (before && !scene::isSameRun(before->staged, model.staged)) scroll_ = 0;
    const bool asked = hasDetails(model.selection) && model.selection != model.aim && model.staged;
    const std::array<bool, 2> ends{!ends_[0]->isHidden(), !ends_[1]->isHidden()};
    if (details_ || asked) {
        const model::Model* known = details_ ? before : nullptr;
        details().apply(model, known);
    }
    followSelection(model, before);
    tabs_->apply(model, before);
    tabs_->setEnabled(!model.prediction.on); // plots would give answers away
    if (before && before->display.view != model.display.view) applyView(model);
    const bool pair = model.display.view == scene::View::Ladder && model.staged && model.staged->beside;
    const bool other = !before || before->shownTextSize() != model.shownTextSize() || pair != pair_ ||
                       asked != showsDetails() || ends != endsWithRoom();
    pair_ = pair;
    if (detailsCard_) detailsCard_->setVisible(asked);
    pens_->apply(model, before);
    pens_->setVisible(model.drawing.on);
    if (other) arrange();
    draw();
    penInput_->apply(model);
    if (before && before->selection != model.selection) reportSelection();
    announcer_->apply(model, before);
}

void StageView::applyView(const model::Model& model)
{
    scroll_ = 0;
    arrange();
    retranslate(model);
}

/// The endpoint of the selected item stays visible if only one fits.
void StageView::followSelection(const model::Model& model, const model::Model* before)
{
    const scene::Ref& ref = model.selection;
    const bool ofAnEnd = ref.kind == scene::Ref::Kind::State || ref.kind == scene::Ref::Kind::Variable ||
                         ref.kind == scene::Ref::Kind::Timer;
    if (ofAnEnd && (!before || before->selection != ref)) end_ = ref.side;
}

void StageView::retranslate(const model::Model& model)
{
    const std::array<Text, 2> names{wording::leftEndpoint, wording::rightEndpoint};
    for (const trace::Side side : trace::both_sides) {
        panels_[trace::index(side)]->setAccessibleName(model::say(names[trace::index(side)], model.language()));
        switches_[trace::index(side)]->apply(model, trace::other(side));
    }
    const scene::View view = model.display.view;
    ladder_->setAccessibleName(model::say(
        view == scene::View::Ladder ? wording::ladder : model::info(model::commandOf(view)).words, model.language()));
}

scene::ViewInput StageView::input(const Canvas& canvas, double zoom) const
{
    const model::Model& model = store_.model();
    return {*model.staged, model.time, {QSizeF{canvas.size()}, 0, zoom}, model.selection, model.display};
}

scene::ViewInput StageView::ladderInput() const
{
    const model::Model& model = store_.model();
    return input(*ladder_, model.zoom * model.shownTextSize() * ladderGrowth(ladder_->size(), pair_));
}

void StageView::draw()
{
    drawMiddle(store_.model());
    for (const trace::Side side : trace::both_sides)
        drawPanel(store_.model(), side);
}

void StageView::drawMiddle(const model::Model& model)
{
    if (!model.staged || ladder_->width() < 10) return;
    model.display.view == scene::View::Ladder ? drawLadder(model) : drawView(model);
}

void StageView::drawLadder(const model::Model& model)
{
    scene::ViewInput shown = ladderInput();
    if (model.following) scroll_ = scene::followingScroll(shown);
    shown.viewport.scroll = scroll_;
    const bool asked = model.prediction.stands();
    ladder_->show(asked ? scene::ladderAsking(shown, *model.prediction.question) : scene::ladder(shown), scroll_);
}

scene::ViewInput StageView::plotInput() const
{
    scene::ViewInput shown = input(*ladder_, store_.model().plotZoom);
    shown.viewport.text = store_.model().shownTextSize();
    return shown;
}

void StageView::drawView(const model::Model& model)
{
    scene::ViewInput shown = plotInput();
    if (model.following) scroll_ = scene::followingPan(shown);
    scroll_ = std::clamp(scroll_, 0.0, scene::mostPan(shown));
    shown.viewport.scroll = scroll_;
    ladder_->show(scene::viewScene(shown));
}

void StageView::pan(double pixels)
{
    const model::Model& model = store_.model();
    if (!model.staged || model.display.view == scene::View::Ladder) return;
    scroll_ += pixels;
    store_.dispatch(model::Scrolled{});
}

void StageView::zoomAround(double factor, double x)
{
    const model::Model& model = store_.model();
    if (model.display.view == scene::View::Ladder) return store_.dispatch(model::SetZoom{model.zoom * factor});
    const double zoom = std::clamp(model.plotZoom * factor, 1.0, model::maxPlotZoom);
    if (model.staged) x = scene::placeOnAxis(plotInput(), x);
    const double wanted = (scroll_ + x) * (zoom / model.plotZoom) - x; // the point under the pointer stays fixed
    store_.dispatch(model::Scrolled{});
    scroll_ = wanted;
    store_.dispatch(model::SetZoom{zoom});
}

scene::Scene StageView::panelScene(trace::Side side, const scene::Viewport& view, const scene::Ref& selection) const
{
    const model::Model& model = store_.model();
    const bool asks = model.prediction.stands();
    const scene::DisplayOptions display = asks ? scene::whileAsking(model.display) : model.display;
    scene::Scene scene = scene::endpointPanel({*model.staged, model::panelTime(model), view, selection, display}, side);
    if (asks) scene::hideAnswer(scene.moving, 0, *model.prediction.question);
    return scene;
}

/// Does nothing for a hidden panel, which requests its scene when it is shown.
void StageView::drawPanel(const model::Model& model, trace::Side side)
{
    Canvas& canvas = *panels_[trace::index(side)];
    if (!model.staged || !canvas.isVisible() || canvas.width() < 10) return;
    canvas.show(panelScene(side, input(canvas, model.shownTextSize()).viewport, model.selection));
}

void StageView::scrollBy(double pixels)
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    if (scene::scrollsDown(model.display.view)) return pan(pixels);
    if (model.display.view != scene::View::Ladder)
        return zoomAround(std::pow(1.1, -pixels / 30), ladder_->pointer().x());
    scroll_ = std::clamp(scroll_ + pixels, 0.0, std::max(0.0, scene::ladderHeight(ladderInput()) - ladder_->height()));
    store_.dispatch(model::Scrolled{});
}

bool StageView::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        markFocused(*ladder_->parentWidget(), event->type() == QEvent::FocusIn);
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Up && key != Qt::Key_Down) return QWidget::eventFilter(watched, event);
    const double by = key == Qt::Key_Up ? -arrowScroll : arrowScroll;
    store_.model().display.view == scene::View::Ladder ? scrollBy(by) : pan(by);
    return true;
}

} // namespace tcpstage::widgets
