#include "ui/widgets/branches/popover.h"

#include "ui/model/words.h"
#include "ui/widgets/common/style.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr double usualWidth = 400;
constexpr int popoverGap = 10;

bool isDone(int key) { return key == Qt::Key_Return || key == Qt::Key_Enter; }

} // namespace

Popover::Popover(model::Store& store, QWidget* window)
    : QFrame{window}, store_{store}, title_{new QLabel}, grid_{new QGridLayout}, sentence_{new QLabel}, hint_{
                                                                                                            new QLabel}
{
    setObjectName(QStringLiteral("popover"));
    setAutoFillBackground(true);
    title_->setObjectName(QStringLiteral("popoverTitle"));
    hint_->setObjectName(QStringLiteral("popoverHint"));
    sentence_->setObjectName(QStringLiteral("popoverSentence"));
    for (QLabel* label : {title_, sentence_, hint_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    grid_->setHorizontalSpacing(8);
    grid_->setVerticalSpacing(6);
    grid_->setColumnStretch(1, 1);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(14, 12, 14, 10);
    column->setSpacing(8);
    column->addWidget(title_);
    column->addLayout(grid_);
    column->addWidget(sentence_);
    column->addWidget(hint_);
    hide();
    connect(&store_, &model::Store::changed, this, [this](const model::Model& before) {
        if (isVisible() && before.language() != language()) retranslate();
    });
}

QString Popover::sentence() const { return sentence_->text(); }

void Popover::setTitle(const QString& title)
{
    title_->setText(title);
    setAccessibleName(title);
    hint_->setText(tcpstage::model::say(wording::editHint, language()));
}

void Popover::say(const QString& sentence, bool problem)
{
    sentence_->setText(sentence);
    sentence_->setProperty("problem", problem);
    sentence_->setAccessibleName(sentence);
    style()->unpolish(sentence_);
    style()->polish(sentence_);
}

void Popover::openAt(const QRect& place, QWidget* first)
{
    ensurePolished();
    const int sheetWidth = std::min(sized(usualWidth), parentWidget()->width() - 2 * popoverGap);
    setFixedWidth(sheetWidth);
    layout()->activate();
    resize(sheetWidth, layout()->hasHeightForWidth() ? layout()->heightForWidth(sheetWidth) : sizeHint().height());
    const QRect room = parentWidget()->rect().adjusted(popoverGap, popoverGap, -popoverGap, -popoverGap);
    const QRect beside{parentWidget()->mapFromGlobal(place.topLeft()), place.size()};
    int y = beside.bottom() + popoverGap;
    if (y + height() > room.bottom()) y = beside.top() - popoverGap - height();
    move(
        std::clamp(beside.center().x() - sheetWidth / 2, room.left(), std::max(room.left(), room.right() - sheetWidth)),
        std::clamp(y, room.top(), std::max(room.top(), room.bottom() - height())));
    show();
    raise();
    first->setFocus(Qt::PopupFocusReason);
}

/// Keeps Esc and Enter from the window's shortcuts while the sheet is open.
bool Popover::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape || isDone(key)) event->accept();
    }
    return QFrame::event(event);
}

void Popover::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) return leave();
    if (!isDone(event->key())) return QFrame::keyPressEvent(event);
    if (accept()) leave();
}

void Popover::leave()
{
    hide();
    Q_EMIT left();
}

} // namespace tcpstage::widgets
