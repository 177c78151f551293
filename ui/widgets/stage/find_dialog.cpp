#include "ui/widgets/stage/find_dialog.h"

#include "ui/model/words.h"
#include "ui/scene/words/chain.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr std::size_t stepsAtOnce = 500; // between two looks at the user's events
constexpr std::size_t mostListed = 1000;
constexpr int usualWidth = 760;
constexpr int mostRows = 8;           // it is low, so that the present step is seen below it
constexpr double partOfWindow = 0.45; // of the window's height

} // namespace

FindDialog::FindDialog(model::Store& store, const QString& words, QWidget* parent)
    : QDialog{parent}, store_{store}, staged_{store.model().staged}, before_{store.model().goal()},
      selected_{store.model().selection}, field_{new QLineEdit}, list_{new QListWidget}, status_{new QLabel}
{
    setWindowTitle(model::say(wording::findTitle, store.model().language()));
    setAttribute(Qt::WA_DeleteOnClose);
    build(words);
    resize(std::min(usualWidth, parent->window()->width()), 0);
    connect(field_, &QLineEdit::textChanged, this, &FindDialog::beginTyped);
    connect(field_, &QLineEdit::returnPressed, this, &QDialog::accept);
    connect(list_, &QListWidget::currentRowChanged, this, &FindDialog::goTo);
    connect(list_, &QListWidget::itemActivated, this, &QDialog::accept);
    connect(&timer_, &QTimer::timeout, this, &FindDialog::goOn);
    field_->selectAll();
    field_->setFocus();
    begin();
}

QString FindDialog::words() const { return field_->text(); }

void FindDialog::build(const QString& words)
{
    const Language language = store_.model().language();
    field_->setText(words);
    field_->setAccessibleName(model::say(wording::findTitle, language));
    field_->setAccessibleDescription(model::say(wording::findExamples, language));
    field_->setClearButtonEnabled(true);
    field_->installEventFilter(this);
    list_->setObjectName(QStringLiteral("lessons"));
    list_->setAccessibleName(model::say(wording::findResults, language));
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setUniformItemSizes(true);
    status_->setObjectName(QStringLiteral("findStatus"));
    status_->setWordWrap(true);
    auto* stay = new QPushButton{model::say(wording::findStay, language)};
    auto* back = new QPushButton{model::say(wording::findBack, language)};
    for (QPushButton* button : {stay, back})
        button->setAutoDefault(false);
    connect(stay, &QPushButton::clicked, this, &QDialog::accept);
    connect(back, &QPushButton::clicked, this, &QDialog::reject);

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(status_, 1);
    buttons->addWidget(back);
    buttons->addWidget(stay);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addWidget(field_);
    column->addWidget(list_);
    column->addLayout(buttons);
}

void FindDialog::beginTyped()
{
    typed_ = true;
    begin();
}

/// A new search: what a number or a time by itself leads to is listed first.
void FindDialog::begin()
{
    const QSignalBlocker quiet{list_};
    list_->clear();
    steps_ = scene::stepsAtPlace(*staged_, words(), store_.model().display);
    search_.emplace(staged_, words(), store_.model().display);
    add(0);
    timer_.start(0);
    goOn();
}

void FindDialog::goOn()
{
    const std::size_t before = steps_.size();
    const bool more = search_->goOn(stepsAtOnce, steps_) && steps_.size() < mostListed;
    add(before);
    if (!more) timer_.stop();
    say();
    fit();
}

/// Puts the steps from the index `from` on into the list. The first one that is found is chosen.
void FindDialog::add(std::size_t from)
{
    const bool none = list_->currentRow() < 0 && typed_; // the last search moves nothing by itself
    for (std::size_t i = from; i < steps_.size(); ++i)
        list_->addItem(QStringList{steps_[i].time, steps_[i].since, steps_[i].line}.join(QStringLiteral("   ")));
    if (none && list_->count() > 0) {
        list_->setCurrentRow(0);
        goTo(0);
    }
}

void FindDialog::say()
{
    const Language language = store_.model().language();
    const int percent = static_cast<int>(search_->part() * 100);
    if (words().trimmed().isEmpty())
        status_->setText(model::say(wording::findExamples, language));
    else if (timer_.isActive())
        status_->setText(model::say(wording::findSearching, language, {QString::number(percent)}));
    else if (steps_.size() >= mostListed)
        status_->setText(model::say(wording::findMany, language, {QString::number(steps_.size())}));
    else
        status_->setText(steps_.empty() ? model::say(wording::findNothing, language)
                                        : model::say(wording::findCount, language, {QString::number(steps_.size())}));
}

/// As low as its steps need, with room for one at least.
void FindDialog::fit()
{
    const int line = list_->count() > 0 ? list_->sizeHintForRow(0) : QFontMetrics{list_->font()}.lineSpacing();
    const QMargins margins = layout()->contentsMargins();
    int buttons = 0; // their height, and what they leave of the width for the status
    int left = width() - margins.left() - margins.right();
    for (const QPushButton* button : findChildren<QPushButton*>()) {
        buttons = std::max(buttons, button->sizeHint().height());
        left -= button->sizeHint().width() + layout()->spacing();
    }
    const int around = margins.top() + margins.bottom() + 2 * layout()->spacing() + field_->sizeHint().height() +
                       2 * list_->frameWidth() + std::max(buttons, status_->heightForWidth(std::max(1, left)));
    const int most = static_cast<int>(parentWidget()->window()->height() * partOfWindow);
    const int rows = std::clamp(list_->count(), 1, std::clamp((most - around) / line, 1, mostRows));
    list_->setFixedHeight(rows * line + 2 * list_->frameWidth());
    layout()->activate();
    resize(width(), around + rows * line);
}

void FindDialog::goTo(int row)
{
    if (row < 0 || row >= static_cast<int>(steps_.size())) return;
    const scene::FoundStep& step = steps_[static_cast<std::size_t>(row)];
    store_.dispatch(model::Select{step.ref});
    store_.dispatch(model::Seek{step.at});
}

void FindDialog::showEvent(QShowEvent* event)
{
    fit(); // in the size of the text that it has now
    QDialog::showEvent(event);
}

void FindDialog::reject()
{
    store_.dispatch(model::Select{selected_});
    store_.dispatch(model::Seek{before_});
    QDialog::reject();
}

bool FindDialog::eventFilter(QObject* watched, QEvent* event)
{
    constexpr std::array moving{Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown};
    if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (std::ranges::find(moving, key->key()) == moving.end()) return QDialog::eventFilter(watched, event);
    QCoreApplication::sendEvent(list_, event);
    return true;
}

} // namespace tcpstage::widgets
