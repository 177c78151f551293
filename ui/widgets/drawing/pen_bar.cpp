#include "ui/widgets/drawing/pen_bar.h"

#include "ui/model/words.h"
#include "ui/widgets/canvas/spoken_name.h"
#include "ui/widgets/common/elided_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QRegularExpression>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {

PenBar::PenBar(model::Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, store_{store}, actions_{actions}, title_{new QLabel}, eraser_{button()}, undo_{button()},
      redo_{button()}, clear_{button()}, hint_{new ElidedLabel}, leave_{button()}
{
    setObjectName(QStringLiteral("pens"));
    title_->setObjectName(QStringLiteral("pensTitle"));
    hint_->setObjectName(QStringLiteral("pensHint"));
    hint_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(8, 3, 8, 3);
    row->setSpacing(4);
    row->addWidget(title_);
    for (std::size_t i = 0; i < scene::pen_count; ++i) {
        pens_[i] = button();
        pens_[i]->setObjectName(QStringLiteral("pen%1").arg(i + 1)); // for its colour
        pens_[i]->setCheckable(true);
        row->addWidget(pens_[i]);
        connect(pens_[i], &QToolButton::clicked, this, [this, i] {
            pens_[i]->setChecked(true);
            store_.dispatch(model::DrawingAction{model::UsePen{static_cast<std::uint8_t>(i)}});
        });
    }
    eraser_->setCheckable(true);
    connect(eraser_, &QToolButton::clicked, this, [this] {
        eraser_->setChecked(true);
        store_.dispatch(model::DrawingAction{model::UsePen{0, true}});
    });
    for (QToolButton* each : {eraser_, undo_, redo_, clear_})
        row->addWidget(each);
    row->addWidget(hint_, 1);
    row->addWidget(leave_);
    connect(undo_, &QToolButton::clicked, actions_[model::Command::Undo], &QAction::trigger);
    connect(redo_, &QToolButton::clicked, actions_[model::Command::Redo], &QAction::trigger);
    connect(clear_, &QToolButton::clicked, actions_[model::Command::ClearDrawing], &QAction::trigger);
    connect(leave_, &QToolButton::clicked, actions_[model::Command::ToggleDrawing], &QAction::trigger);
    hide();
}

QToolButton* PenBar::button()
{
    auto* made = new QToolButton;
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

void PenBar::retranslate(Language language)
{
    const auto name = [](QToolButton& button, const QString& text, const QString& spoken) {
        button.setText(text);
        button.setToolTip(spoken);
        setSpokenName(button, spoken);
    };
    const auto words = [language](const Text& text) { return model::say(text, language); };
    setAccessibleName(words(wording::penTitle));
    title_->setText(words(wording::penTitle));
    for (std::size_t i = 0; i < scene::pen_count; ++i)
        name(*pens_[i], QString::number(i + 1),
             model::say(wording::penName, language, {QString::number(i + 1), words(scene::allPens()[i].name)}));
    name(*eraser_, QStringLiteral("6 ") + words(wording::penEraser), words(wording::penEraserHint));
    name(*undo_, words(wording::penUndo), words(wording::penUndoHint));
    name(*redo_, words(wording::penRedo), words(wording::penRedoHint));
    name(*clear_, words(wording::penClear), words(model::info(model::Command::ClearDrawing).words));
    name(*leave_, words(wording::penLeave), words(wording::penLeaveHint));
    fit();
}

/// The pens, the eraser and the way out: what has no room beside them has a key, too.
QSize PenBar::minimumSizeHint() const
{
    const QMargins margins = layout()->contentsMargins();
    int width = margins.left() + margins.right();
    const auto add = [&](const QWidget* each) { width += each->sizeHint().width() + layout()->spacing(); };
    std::ranges::for_each(pens_, add);
    for (const QWidget* each : {eraser_, leave_})
        add(each);
    return {width, layout()->sizeHint().height()};
}

void PenBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fit();
}

/// All of it, or its first part, or nothing: rather than a part of a word.
QString PenBar::hintWithin(int room) const
{
    QString words = model::say(wording::penHint, store_.model().language());
    const auto fits = [&] { return hint_->fontMetrics().horizontalAdvance(words) <= room; };
    if (!fits()) words.truncate(words.indexOf(QRegularExpression{QStringLiteral("[.；]")}));
    return fits() ? words : QString{};
}

/// Shows as much as has room, the most useful first.
void PenBar::fit()
{
    int room = width() - minimumSizeHint().width();
    for (QWidget* each : {static_cast<QWidget*>(undo_), static_cast<QWidget*>(clear_), static_cast<QWidget*>(redo_),
                          static_cast<QWidget*>(title_)}) {
        room -= each->sizeHint().width() + layout()->spacing();
        each->setVisible(room >= 0);
    }
    hint_->setWhole(hintWithin(room));
}

void PenBar::apply(const model::Model& model, const model::Model* before)
{
    if (!before || before->language() != model.language()) retranslate(model.language());
    for (std::size_t i = 0; i < scene::pen_count; ++i)
        pens_[i]->setChecked(!model.drawing.erasing && model.drawing.pen == i);
    eraser_->setChecked(model.drawing.erasing);
    undo_->setEnabled(model::canUndoStroke(model.drawing, model.drawing.here));
    redo_->setEnabled(model::canRedoStroke(model.drawing, model.drawing.here));
    clear_->setEnabled(model::isDrawnOn(model.drawing, model.drawing.here));
}

} // namespace tcpstage::widgets
