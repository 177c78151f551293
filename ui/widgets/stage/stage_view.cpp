#include "ui/widgets/stage/stage_view.h"

#include "core/sources/matrix.h"
#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/scene/centre.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/panels/question_board.h"
#include "ui/widgets/stage/canvas.h"
#include "ui/widgets/stage/details.h"
#include "ui/widgets/stage/view_tabs.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr int cardInset = 3; // keeps a canvas inside the rounded corners of its card
constexpr double arrowScroll = 48;
constexpr int leastPanel = 200;
constexpr int leastLadder = 320;
constexpr int handle = 12;
constexpr int leastOfTwo = leastPanel + leastLadder + handle + 4 * (cardInset + 1);
constexpr int leastOfThree = leastOfTwo + leastPanel + handle + 2 * (cardInset + 1);

/// The ladder's scale: its text grows with the window, like that of the endpoints. 1 at the design size.
double largeness(const QWidget& ladder, bool pair)
{
    constexpr QSizeF designed{704, 690};
    const double width = ladder.width() / (pair ? 1.6 : 1.0);
    return std::clamp(std::min(width / designed.width(), ladder.height() / designed.height()), 1.0, 2.2);
}

/// A round-cornered frame around a canvas.
QFrame* card(QWidget* content, QWidget* above = nullptr)
{
    auto* frame = new QFrame;
    frame->setProperty("class", QStringLiteral("Card"));
    auto* box = new QVBoxLayout{frame};
    box->setContentsMargins(cardInset, cardInset, cardInset, cardInset);
    box->setSpacing(0);
    if (above) box->addWidget(above);
    box->addWidget(content, 1);
    return frame;
}

bool hasDetails(const scene::Ref& ref)
{
    return ref.kind == scene::Ref::Kind::Segment || ref.kind == scene::Ref::Kind::State ||
           ref.kind == scene::Ref::Kind::Variable || ref.kind == scene::Ref::Kind::Step ||
           ref.kind == scene::Ref::Kind::Timer || ref.kind == scene::Ref::Kind::Field ||
           ref.kind == scene::Ref::Kind::Term || ref.kind == scene::Ref::Kind::Network;
}

/// The visible items with details, from top to bottom.
std::vector<scene::Ref> inOrder(const scene::Scene& scene)
{
    std::vector<std::pair<QPointF, scene::Ref>> places;
    for (const std::vector<scene::Mark>* marks : {&scene.still, &scene.moving})
        for (const scene::Mark& mark : *marks)
            if (const QRectF at = scene::bounds(mark); hasDetails(mark.ref) && at.intersects({{}, scene.size}))
                places.emplace_back(at.topLeft(), mark.ref);
    std::ranges::stable_sort(places, [](const auto& a, const auto& b) {
        return std::pair{a.first.y(), a.first.x()} < std::pair{b.first.y(), b.first.x()};
    });
    std::vector<scene::Ref> refs;
    for (const auto& [at, ref] : places)
        refs.push_back(ref);
    return refs;
}

} // namespace

StageView::StageView(model::Store& store, QWidget* parent)
    : QWidget{parent}, store_{store}, splitter_{new QSplitter{Qt::Horizontal}}, left_{new QStackedWidget},
      panels_{new Canvas, new Canvas}, ladder_{new Canvas}, tabs_{new ViewTabs{store}}
{
    build();
    for (Canvas* canvas : {panels_[0], panels_[1], ladder_}) {
        connect(canvas, &Canvas::picked, this, [this](const scene::Ref& ref) { pick(ref); });
        connect(canvas, &Canvas::resized, this, &StageView::draw);
    }
    connect(ladder_, &Canvas::asked, this, [this](const scene::Ref& ref, const QPoint& at) {
        if (ref.kind != scene::Ref::Kind::Segment || !store_.model().staged || store_.model().staged->beside) return;
        store_.dispatch(model::Select{ref});
        Q_EMIT segmentAsked(at);
    });
    for (const trace::Side side : trace::both_sides)
        connect(panels_[trace::index(side)], &Canvas::asked, this,
                [this, side](const scene::Ref&, const QPoint& at) { Q_EMIT endpointAsked(side, at); });
    connect(splitter_, &QSplitter::splitterMoved, this, &StageView::keepParts);
    connect(ladder_, &Canvas::scrolled, this, &StageView::scrollBy);
    connect(ladder_, &Canvas::zoomed, this, &StageView::zoomAround);
    connect(ladder_, &Canvas::dragged, this, [this](const QPointF& by) { pan(-by.x()); });
}

void StageView::build()
{
    left_->addWidget(card(panels_[0]));
    splitter_->addWidget(left_);
    splitter_->addWidget(card(ladder_, tabs_));
    splitter_->addWidget(card(panels_[1]));
    splitter_->setHandleWidth(handle);
    splitter_->setChildrenCollapsible(false);
    for (Canvas* panel : panels_)
        panel->setMinimumSize(leastPanel, 200);
    ladder_->setMinimumSize(leastLadder, 180);
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
        left_->addWidget(card(details_));
    }
    return *details_;
}

bool StageView::showsDetails() const { return left_->currentIndex() == 1; }

void StageView::setBorrowed(int pixels)
{
    if (borrowed_ == pixels) return;
    borrowed_ = pixels;
    layout()->activate();
    arrange();
}

bool StageView::hasThree() const
{
    return store_.model().display.view == scene::View::Ladder && !pair_ && width() - borrowed_ >= leastOfThree;
}

void StageView::showRight()
{
    if (hasThree() == splitter_->widget(2)->isHidden()) splitter_->widget(2)->setVisible(hasThree());
}

QSize StageView::minimumSizeHint() const { return {leastOfTwo, QWidget::minimumSizeHint().height()}; }

void StageView::arrange()
{
    const bool three = hasThree(); // otherwise the centre also takes the room of the right endpoint
    const int all = splitter_->width() - (three ? 2 : 1) * splitter_->handleWidth();
    const double own = std::max(0, all - borrowed_);
    if (pair_) return splitter_->setSizes({borrowed_ + static_cast<int>(own * 0.27), all, 0});
    const int left = static_cast<int>(own * parts_[0]) + borrowed_;
    const int right = three ? static_cast<int>(own * parts_[1]) : 0;
    splitter_->setSizes({left, all - left - right, right});
}

void StageView::keepParts()
{
    if (pair_) return;
    const QList<int> sizes = splitter_->sizes();
    const double own = std::max(1, sizes[0] + sizes[1] + sizes[2] - borrowed_);
    parts_[0] = std::max(0, sizes[0] - borrowed_) / own;
    if (splitter_->widget(2)->isVisible()) parts_[1] = sizes[2] / own;
}

void StageView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showRight();
    layout()->activate();
    arrange();
}

QRect StageView::placeOf(const scene::Ref& ref) const
{
    QRectF place;
    for (const std::vector<scene::Mark>* marks : {&ladder_->scene().still, &ladder_->scene().moving})
        for (const scene::Mark& mark : *marks)
            if (mark.ref == ref) place |= scene::bounds(mark);
    QRect seen = place.toAlignedRect() & ladder_->rect();
    if (seen.isEmpty()) seen = QRect{ladder_->rect().center(), QSize{1, 1}};
    return {ladder_->mapToGlobal(seen.topLeft()), seen.size()};
}

void StageView::selectNext(bool forward)
{
    if (!store_.model().staged) return;
    std::vector<scene::Ref> refs;
    for (const Canvas* canvas : {panels_[0], ladder_, panels_[1]})
        for (const scene::Ref& ref : inOrder(canvas->scene()))
            if (std::ranges::find(refs, ref) == refs.end()) refs.push_back(ref);
    if (refs.empty()) return;
    const auto now = std::ranges::find(refs, store_.model().selection);
    const auto count = static_cast<std::ptrdiff_t>(refs.size());
    std::ptrdiff_t next = forward ? 0 : count - 1;
    if (now != refs.end()) next = (now - refs.begin() + (forward ? 1 : count - 1)) % count;
    store_.dispatch(model::Select{refs[static_cast<std::size_t>(next)]});
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
    const bool asked = hasDetails(model.selection) && model.staged;
    if (details_ || asked) {
        const model::Model* known = details_ ? before : nullptr;
        details().apply(model, known);
    }
    left_->setCurrentIndex(asked ? 1 : 0);
    tabs_->apply(model, before);
    tabs_->setEnabled(!model.prediction.on); // plots would give answers away
    if (before && before->display.view != model.display.view) applyView(model);
    arrangePair(model);
    draw();
}

void StageView::applyView(const model::Model& model)
{
    scroll_ = 0;
    showRight();
    layout()->activate();
    arrange();
    retranslate(model);
}

/// Two ladders take the room of both endpoints; details appear beside them on demand.
void StageView::arrangePair(const model::Model& model)
{
    const bool ladder = model.display.view == scene::View::Ladder;
    const bool pair = ladder && model.staged && model.staged->beside;
    if (!pair && !pair_) return;
    pair_ = pair;
    left_->setVisible(!pair || showsDetails());
    showRight();
    layout()->activate();
    arrange();
}

void StageView::retranslate(const model::Model& model)
{
    const std::array<Text, 2> names{wording::leftEndpoint, wording::rightEndpoint};
    for (const trace::Side side : trace::both_sides)
        panels_[trace::index(side)]->setAccessibleName(model::say(names[trace::index(side)], model.language()));
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
    return input(*ladder_, store_.model().zoom * largeness(*ladder_, pair_));
}

void StageView::draw()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    model.display.view == scene::View::Ladder ? drawLadder(model) : drawView(model);
    drawPanels(model);
}

void StageView::drawLadder(const model::Model& model)
{
    if (ladder_->width() < 10) return;
    scene::ViewInput shown = ladderInput();
    if (model.following) scroll_ = scene::followingScroll(shown);
    shown.viewport.scroll = scroll_;
    const bool asked = model.prediction.stands();
    ladder_->show(asked ? scene::ladderAsking(shown, *model.prediction.question) : scene::ladder(shown), scroll_);
}

void StageView::drawView(const model::Model& model)
{
    if (ladder_->width() < 10) return;
    scene::ViewInput shown = input(*ladder_, model.plotZoom);
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
    const double wanted = (scroll_ + x) * (zoom / model.plotZoom) - x; // the point under the pointer stays fixed
    store_.dispatch(model::Scrolled{});
    scroll_ = wanted;
    store_.dispatch(model::SetZoom{zoom});
}

void StageView::drawPanels(const model::Model& model)
{
    for (const trace::Side side : trace::both_sides) {
        Canvas& canvas = *panels_[trace::index(side)];
        if (!canvas.isVisible() || canvas.width() < 10) continue;
        scene::ViewInput shown = input(canvas, 1);
        shown.time = model::panelTime(model);
        scene::Scene scene = scene::endpointPanel(shown, side);
        if (model.prediction.stands()) scene::hideAnswer(scene.moving, 0, *model.prediction.question);
        canvas.show(std::move(scene));
    }
}

void StageView::scrollBy(double pixels)
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    if (model.display.view != scene::View::Ladder)
        return zoomAround(std::pow(1.1, -pixels / 30), ladder_->pointer().x());
    const double most = std::max(0.0, scene::ladderHeight(ladderInput()) - ladder_->height());
    scroll_ = std::clamp(scroll_ + pixels, 0.0, most);
    store_.dispatch(model::Scrolled{});
}

void StageView::pick(const scene::Ref& ref)
{
    const model::StagedRunPtr& staged = store_.model().staged;
    if (!staged) return;
    if (ref.kind == scene::Ref::Kind::Cell) return openCell(ref.id);
    const scene::StagedRun& half = staged->half(ref.run);
    if (ref.kind == scene::Ref::Kind::Step && ref.id < half.trace().records().size())
        goTo(ref);
    else if (ref.kind != scene::Ref::Kind::Endpoint)
        store_.dispatch(model::Select{ref});
}

/// Goes to a step and selects it.
void StageView::goTo(const scene::Ref& step)
{
    store_.dispatch(model::Seek{store_.model().staged->half(step.run).timeMap.at(step.id)});
    store_.dispatch(model::Select{step});
}

void StageView::openCell(std::uint32_t id)
{
    const auto state = static_cast<tcp::State>(id / sources::stimulus_count);
    const auto stimulus = static_cast<sources::Stimulus>(id % sources::stimulus_count);
    store_.dispatch(model::OpenSource{sources::cell_source(state, stimulus)});
    store_.dispatch(model::SetView{scene::View::Ladder});
}

bool StageView::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        QWidget* frame = ladder_->parentWidget();
        frame->setProperty("focused", event->type() == QEvent::FocusIn);
        frame->setStyleSheet(frame->styleSheet()); // re-evaluates the property
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const bool ladder = store_.model().display.view == scene::View::Ladder;
        if (!ladder && key == Qt::Key_Up) return pan(-arrowScroll), true;
        if (!ladder && key == Qt::Key_Down) return pan(arrowScroll), true;
        if (key == Qt::Key_Up) return scrollBy(-arrowScroll), true;
        if (key == Qt::Key_Down) return scrollBy(arrowScroll), true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
