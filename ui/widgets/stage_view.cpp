#include "ui/widgets/stage_view.h"

#include "ui/model/words.h"
#include "ui/widgets/canvas.h"
#include "ui/widgets/details.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace tcpstage {

namespace {

constexpr int cardInset = 3; // keeps the corners of a canvas inside the round ones of its card
constexpr double arrowScroll = 48;

/// A large window shows the ladder larger, as its endpoints are: text grows with it. 1 at the size of the design.
double largeness(const QWidget& ladder, bool pair)
{
    constexpr QSizeF designed{704, 690};
    const double width = ladder.width() / (pair ? 1.6 : 1.0);
    return std::clamp(std::min(width / designed.width(), ladder.height() / designed.height()), 1.0, 2.2);
}

/// A round-cornered frame around a canvas.
QFrame* card(QWidget* content)
{
    auto* frame = new QFrame;
    frame->setProperty("class", QStringLiteral("Card"));
    auto* box = new QVBoxLayout{frame};
    box->setContentsMargins(cardInset, cardInset, cardInset, cardInset);
    box->addWidget(content);
    return frame;
}

bool hasDetails(const Ref& ref)
{
    return ref.kind == Ref::Kind::Segment || ref.kind == Ref::Kind::State || ref.kind == Ref::Kind::Variable ||
           ref.kind == Ref::Kind::Timer || ref.kind == Ref::Kind::Field;
}

} // namespace

StageView::StageView(Store& store, QWidget* parent)
    : QWidget{parent}, store_{store}, splitter_{new QSplitter{Qt::Horizontal}}, left_{new QStackedWidget},
      panels_{new Canvas, new Canvas}, ladder_{new Canvas}
{
    build();
    for (Canvas* canvas : {panels_[0], panels_[1], ladder_}) {
        connect(canvas, &Canvas::picked, this, [this](const Ref& ref) { pick(ref); });
        connect(canvas, &Canvas::resized, this, &StageView::draw);
    }
    connect(splitter_, &QSplitter::splitterMoved, this, &StageView::keepParts);
    connect(ladder_, &Canvas::scrolled, this, &StageView::scrollBy);
    connect(ladder_, &Canvas::zoomed, this,
            [this](double factor) { store_.dispatch(SetZoom{store_.model().zoom * factor}); });
}

void StageView::build()
{
    left_->addWidget(card(panels_[0]));
    splitter_->addWidget(left_);
    splitter_->addWidget(card(ladder_));
    splitter_->addWidget(card(panels_[1]));
    splitter_->setHandleWidth(12);
    splitter_->setChildrenCollapsible(false);
    for (Canvas* panel : panels_)
        panel->setMinimumSize(230, 260);
    ladder_->setMinimumSize(340, 260);
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
    borrowed_ = pixels;
    layout()->activate();
    arrange();
}

void StageView::arrange()
{
    const int all = splitter_->width() - 2 * splitter_->handleWidth();
    const double own = std::max(0, all - borrowed_);
    if (pair_) return splitter_->setSizes({borrowed_ + static_cast<int>(own * 0.27), all, 0});
    const int left = static_cast<int>(own * parts_[0]) + borrowed_;
    const int right = static_cast<int>(own * parts_[1]);
    splitter_->setSizes({left, all - left - right, right});
}

void StageView::keepParts()
{
    if (pair_) return;
    const QList<int> sizes = splitter_->sizes();
    const double own = std::max(1, sizes[0] + sizes[1] + sizes[2] - borrowed_);
    parts_ = {std::max(0, sizes[0] - borrowed_) / own, sizes[2] / own};
}

void StageView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layout()->activate();
    arrange();
}

void StageView::take() { ladder_->setFocus(Qt::OtherFocusReason); }

void StageView::apply(const Model& model, const Model* before)
{
    if (!before || before->themeName() != model.themeName()) {
        const Theme& theme = Theme::named(model.themeName());
        for (Canvas* canvas : {panels_[0], panels_[1], ladder_})
            canvas->setTheme(theme);
    }
    if (!before || before->language() != model.language() || before->story != model.story) retranslate(model);
    if (before && before->story != model.story) scroll_ = 0;
    const bool asked = hasDetails(model.selection) && model.story;
    if (details_ || asked) {
        const Model* known = details_ ? before : nullptr;
        details().apply(model, known);
    }
    left_->setCurrentIndex(asked ? 1 : 0);
    arrangePair(model);
    draw();
}

/// Two ladders take the room of both endpoints; the details come beside them when they are asked for.
void StageView::arrangePair(const Model& model)
{
    const bool pair = model.story && model.story->beside;
    if (!pair && !pair_) return;
    pair_ = pair;
    left_->setVisible(!pair || showsDetails());
    splitter_->widget(2)->setVisible(!pair);
    layout()->activate();
    arrange();
}

void StageView::retranslate(const Model& model)
{
    const std::array<Text, 2> names{wording::leftEndpoint, wording::rightEndpoint};
    for (const Side side : both_sides)
        panels_[index(side)]->setAccessibleName(say(names[index(side)], model.language()));
    ladder_->setAccessibleName(say(wording::ladder, model.language()));
}

Viewport StageView::viewport(const Canvas& canvas, double zoom) const
{
    return Viewport{QSizeF{canvas.size()}, 0, zoom};
}

void StageView::draw()
{
    const Model& model = store_.model();
    if (!model.story) return;
    drawLadder(model);
    drawPanels(model);
}

void StageView::drawLadder(const Model& model)
{
    if (ladder_->width() < 10) return;
    Viewport view = viewport(*ladder_, model.zoom * largeness(*ladder_, pair_));
    if (model.following) scroll_ = followingScroll(*model.story, model.time, view, model.showing);
    view.scroll = scroll_;
    ladder_->show(ladder(*model.story, model.time, view, model.selection, model.showing), scroll_);
}

void StageView::drawPanels(const Model& model)
{
    for (const Side side : both_sides) {
        Canvas& canvas = *panels_[index(side)];
        if (!canvas.isVisible() || canvas.width() < 10) continue;
        canvas.show(endpointPanel(*model.story, side, model.time, viewport(canvas, 1), model.selection, model.showing));
    }
}

void StageView::scrollBy(double pixels)
{
    const Model& model = store_.model();
    if (!model.story) return;
    const Viewport view = viewport(*ladder_, model.zoom * largeness(*ladder_, pair_));
    const double most = std::max(0.0, ladderHeight(*model.story, view, model.showing) - view.size.height());
    scroll_ = std::clamp(scroll_ + pixels, 0.0, most);
    store_.dispatch(Scrolled{});
}

void StageView::pick(const Ref& ref)
{
    const StoryPtr& story = store_.model().story;
    if (!story) return;
    const Story& half = story->half(ref.run);
    if (ref.kind == Ref::Kind::Step && ref.id < half.trace().records().size())
        store_.dispatch(Seek{half.pace.at(ref.id)});
    else if (ref.kind != Ref::Kind::Endpoint)
        store_.dispatch(Select{ref});
}

bool StageView::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        QWidget* frame = ladder_->parentWidget();
        frame->setProperty("focused", event->type() == QEvent::FocusIn);
        frame->setStyleSheet(frame->styleSheet()); // looks at the property again
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up) return scrollBy(-arrowScroll), true;
        if (key == Qt::Key_Down) return scrollBy(arrowScroll), true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace tcpstage
