#include "ui/widgets/lessons/lesson_list.h"

#include "ui/model/guide/hour_words.h"
#include "ui/model/words.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/lessons/lesson_rows.h"
#include "ui/widgets/lessons/own_lessons.h"
#include "ui/widgets/lessons/search.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tcpstage::widgets {

namespace {

constexpr double rowHeight = 25;
constexpr double headingHeight = 32;
constexpr double headingText = 12;
constexpr double rowText = 13;
constexpr int besideTitle = 28; // pixels in a row: its margins

} // namespace

LessonList::LessonList(QWidget* parent)
    : QFrame{parent}, field_{new QLineEdit}, list_{new QListWidget}, nothing_{new QLabel}
{
    setObjectName(QStringLiteral("sidebar"));
    list_->setObjectName(QStringLiteral("lessons"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setTextElideMode(Qt::ElideRight);
    list_->setWordWrap(true); // a long title has two lines: its end is what tells lessons apart
    nothing_->setObjectName(QStringLiteral("noLesson"));
    nothing_->setWordWrap(true);
    nothing_->hide();
    field_->setClearButtonEnabled(true);
    field_->installEventFilter(this);
    list_->installEventFilter(this);

    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(8, 10, 7, 6);
    column->setSpacing(6);
    column->addWidget(field_);
    column->addWidget(nothing_);
    column->addWidget(list_, 1);

    for (std::size_t group = 0; group < lesson::group_ids.size(); ++group)
        addGroup(static_cast<lesson::Group>(group));
    inText_ = newHeading(textGroup);
    list_->addItem(inText_);
    inText_->setHidden(true);
    connect(field_, &QLineEdit::textChanged, this, &LessonList::filter);
    connect(list_, &QListWidget::itemClicked, this, &LessonList::choose);
    connect(&folderWatch_, &QFileSystemWatcher::directoryChanged, this, &LessonList::readOwn);
}

void LessonList::addGroup(lesson::Group group)
{
    bool headed = false;
    for (const model::LessonEntry& entry : model::catalogue()) {
        if (entry.group != group) continue;
        if (!std::exchange(headed, true)) items_ << newHeading(static_cast<int>(group));
        items_ << newLesson(static_cast<int>(group), QString::fromStdString(entry.id), entry.title);
    }
    for (QListWidgetItem* item : items_)
        if (!item->listWidget()) list_->addItem(item);
}

void LessonList::showOwn(const QString& folder)
{
    if (folder == folder_) return;
    if (!folderWatch_.directories().isEmpty()) folderWatch_.removePaths(folderWatch_.directories());
    folder_ = folder;
    if (!folder.isEmpty()) folderWatch_.addPath(folder);
    readOwn();
}

/// Reads the folder of one's own lessons again.
void LessonList::readOwn()
{
    for (QListWidgetItem* item : QList{items_})
        if (item->data(groupRole).toInt() == ownGroup) {
            items_.removeOne(item);
            delete item;
        }
    const std::vector<OwnLesson> lessons = ownLessons(folder_);
    if (!lessons.empty()) items_ << newHeading(ownGroup);
    for (const OwnLesson& lesson : lessons)
        items_ << newLesson(ownGroup, lesson.path, lesson.title);
    for (QListWidgetItem* item : items_)
        if (!item->listWidget()) list_->addItem(item);
    size();
    retranslate();
    mark(source_);
    filter(field_->text());
}

/// The hour that is given stands over all others.
void LessonList::showHour(const model::Model& model)
{
    for (QListWidgetItem* item : QList{items_})
        if (item->data(groupRole).toInt() == hourGroup) {
            items_.removeOne(item);
            delete item;
        }
    hour_ = model.hour ? model.hour->hour : nullptr;
    QList<QListWidgetItem*> rows;
    if (hour_) rows << newHeading(hourGroup);
    for (std::size_t part = 0; hour_ && part < hour_->parts.size(); ++part) {
        rows << newLesson(hourGroup, QString::fromStdString(hour_->parts[part].source),
                          model::titleInHour(*hour_, part));
        rows.back()->setData(partRole, static_cast<int>(part));
    }
    if (hour_) {
        const OwnedText heading = model::headingOfHour(*hour_);
        rows.front()->setData(titleRole,
                              QStringList{QString::fromStdString(heading.en), QString::fromStdString(heading.zh)});
    }
    items_ = rows + items_;
    for (qsizetype row = 0; row < rows.size(); ++row)
        list_->insertItem(static_cast<int>(row), rows[row]);
    size();
    retranslate();
    filter(field_->text());
}

void LessonList::apply(const model::Model& model, const model::Model* before)
{
    if (!before || before->language() != model.language() || before->finished != model.finished ||
        before->solved != model.solved) {
        language_ = model.language();
        finished_ = model.finished;
        solved_ = model.solved;
        retranslate();
    }
    if (!before || before->lessonFolder != model.lessonFolder) showOwn(QString::fromStdString(model.lessonFolder));
    const bool otherSize = !before || before->shownTextSize() != model.shownTextSize();
    if (otherSize) size();
    part_ = model.hour ? static_cast<int>(model.hour->part) : -1;
    const bool otherHour = (model.hour ? model.hour->hour : nullptr) != hour_;
    if (otherHour) showHour(model);
    const bool otherPart = before && before->hour && model.hour && before->hour->part != model.hour->part;
    if (otherSize || otherHour || otherPart || before->source != model.source) mark(model.source);
}

void LessonList::setTextSize(double textSize)
{
    textSize_ = textSize;
    size();
    mark(source_);
}

int LessonList::pixels(double length) const
{
    return textSize_ > 0 ? static_cast<int>(std::lround(length * textSize_)) : sized(length);
}

QFont LessonList::rowFont() const
{
    QFont font = list_->font();
    if (textSize_ > 0) font.setPixelSize(pixels(rowText));
    return font;
}

void LessonList::size()
{
    QFont font = rowFont();
    font.setPixelSize(pixels(headingText));
    font.setBold(true);
    for (int row = 0; row < list_->count(); ++row)
        if (QListWidgetItem* item = list_->item(row); !isLesson(item)) item->setFont(font);
    sizeRows();
}

/// As high as the titles need: one line or two.
void LessonList::sizeRows()
{
    QFont font = rowFont();
    font.setWeight(QFont::DemiBold); // that of the lesson on the stage
    const QFontMetrics metrics{font};
    const int room = list_->viewport()->width() - besideTitle;
    for (int row = 0; row < list_->count(); ++row) {
        QListWidgetItem* item = list_->item(row);
        const bool two = isLesson(item) && metrics.horizontalAdvance(item->text()) > room;
        const int height = pixels(isLesson(item) ? rowHeight : headingHeight) + (two ? metrics.lineSpacing() : 0);
        if (item->sizeHint().height() != height) item->setSizeHint(QSize{0, height});
    }
}

void LessonList::resizeEvent(QResizeEvent* event)
{
    const QListWidgetItem* marked = list_->currentItem();
    const bool seen = marked && list_->viewport()->rect().contains(list_->visualItemRect(marked));
    QFrame::resizeEvent(event);
    layout()->activate();
    sizeRows();
    if (seen) list_->scrollToItem(marked);
}

/// A window that opens in its last size is not resized after its letters are known.
void LessonList::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    layout()->activate();
    sizeRows();
    if (list_->currentItem()) list_->scrollToItem(list_->currentItem());
}

void LessonList::retranslate()
{
    for (int row = 0; row < list_->count(); ++row) {
        QListWidgetItem* item = list_->item(row);
        const QString title = titleOf(item, language_);
        const std::string source = sourceOf(item);
        const bool finished = isLesson(item) && finished_ && std::ranges::find(*finished_, source) != finished_->end();
        const bool solved = isLesson(item) && solved_ && std::ranges::find(*solved_, source) != solved_->end();
        item->setText(solved ? QStringLiteral("★ ") + title : finished ? QStringLiteral("✓ ") + title : title);
        if (!isLesson(item)) continue;
        const QString mark = solved ? model::say(wording::goalSolvedMark, language_) : QString{};
        item->setData(Qt::AccessibleDescriptionRole, mark);
        const model::LessonEntry* known = model::findLesson(source);
        const QString more = known ? model::say(known->summary, language_) : item->data(sourceRole).toString();
        QStringList tip{title, more, mark};
        tip.removeAll(QString{});
        item->setToolTip(tip.join(u'\n'));
    }
    field_->setPlaceholderText(model::say(wording::searchLessons, language_));
    field_->setAccessibleName(model::say(wording::searchLessons, language_));
    list_->setAccessibleName(model::say(wording::lessons, language_));
    nothing_->setText(model::say(wording::noLessonFound, language_));
    setAccessibleName(model::say(wording::lessons, language_));
    sizeRows();
}

void LessonList::search()
{
    field_->setFocus(Qt::ShortcutFocusReason);
    field_->selectAll();
}

QStringList LessonList::shown() const
{
    QStringList ids;
    for (int row = 0; row < list_->count(); ++row)
        if (const QListWidgetItem* item = list_->item(row); isLesson(item) && !item->isHidden())
            ids << item->data(sourceRole).toString();
    return ids;
}

/// While something is searched: those with the words in their titles first, then those that only mention them.
void LessonList::filter(const QString& words)
{
    const Search search{words};
    std::array<QList<QListWidgetItem*>, found_count> found; // by how well
    for (QListWidgetItem* item : items_) {
        const Found how = search.isEmpty() ? Found::AsTyped : isLesson(item) ? foundIn(item, search) : Found::Nowhere;
        found[static_cast<std::size_t>(how)] << item;
    }
    const auto& [hidden, mentioning, meant, typed] = found;
    const QList<QListWidgetItem*> titled = typed + meant;
    const qsizetype first = titled.size();
    const qsizetype last = first + 1 + mentioning.size();
    const QList<QListWidgetItem*> order = titled + QList{inText_} + mentioning + hidden;
    for (int row = 0; row < order.size(); ++row) {
        if (list_->item(row) != order[row]) list_->insertItem(row, list_->takeItem(list_->row(order[row])));
        order[row]->setHidden(row >= last || (row == first && mentioning.isEmpty()));
    }
    const QList<QListWidgetItem*> hits = titled + mentioning;
    nothing_->setVisible(hits.isEmpty());
    if (search.isEmpty()) return mark(source_);
    list_->setCurrentItem(hits.value(0)); // what Return takes is seen
    if (!hits.isEmpty()) list_->scrollToItem(hits.front());
}

void LessonList::choose(QListWidgetItem* item)
{
    if (!isLesson(item)) return;
    if (const QVariant part = item->data(partRole); part.isValid())
        Q_EMIT partChosen(part.toInt());
    else
        Q_EMIT chosen(item->data(sourceRole).toString());
    Q_EMIT left();
}

void LessonList::mark(const std::string& source)
{
    source_ = source;
    bool found = false;
    list_->setCurrentItem(nullptr);
    for (int row = 0; row < list_->count(); ++row) {
        QListWidgetItem* item = list_->item(row);
        if (!isLesson(item)) continue;
        QFont font = rowFont();
        const QVariant part = item->data(partRole);
        const bool current = sourceOf(item) == source && (!part.isValid() || part.toInt() == part_);
        if (current) font.setWeight(QFont::DemiBold);
        if (current && !found) { // in the hour rather than below it
            found = true;
            item->setSelected(true);
            list_->scrollToItem(item);
        }
        if (item->font() != font) item->setFont(font);
    }
    followFocus();
}

/// The marked row is the current one only while keys go to the list or to its field: to a screen reader the current row
/// has the keyboard.
void LessonList::followFocus()
{
    const bool used = list_->hasFocus() || field_->hasFocus();
    const QList<QListWidgetItem*> selected = list_->selectedItems();
    if (used && !list_->currentItem() && !selected.isEmpty()) list_->setCurrentItem(selected.front());
    if (!used) list_->selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
}

/// The one that is marked among those that are seen. Nothing to look for: back as it was.
void LessonList::takeHit()
{
    QListWidgetItem* hit = list_->currentItem();
    if (!isLesson(hit) || hit->isHidden()) return;
    if (field_->text().trimmed().isEmpty() || sourceOf(hit) == source_)
        Q_EMIT left();
    else
        choose(hit);
}

void LessonList::escape()
{
    if (!field_->text().isEmpty()) {
        field_->clear();
        return field_->setFocus();
    }
    Q_EMIT left();
}

/// What is typed in the list is written into the field.
bool LessonList::writeOn(QKeyEvent& key)
{
    const bool writes = lettersSearch_ && !key.text().isEmpty() && key.text().front() > u' ' &&
                        key.text().front().isPrint() && !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (!writes) return false;
    field_->setFocus(Qt::OtherFocusReason);
    field_->insert(key.text());
    return true;
}

void LessonList::turnList(QKeyEvent& key)
{
    list_->setFocus(Qt::OtherFocusReason);
    QCoreApplication::sendEvent(list_, &key);
}

bool LessonList::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn) followFocus();
    if (event->type() == QEvent::FocusOut)
        QMetaObject::invokeMethod(this, &LessonList::followFocus, Qt::QueuedConnection); // when another has it
    const bool pressed = event->type() == QEvent::KeyPress;
    if (!pressed && event->type() != QEvent::ShortcutOverride) return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (key == Qt::Key_Escape) { // the window's Esc is for the stage
        event->accept();
        if (pressed) escape();
        return true;
    }
    const bool turns = lettersSearch_ && (key == Qt::Key_PageDown || key == Qt::Key_PageUp);
    if (turns &&
        watched == field_) { // above a presentation they are the list's, not the steps' of the lesson behind it
        event->accept();
        if (pressed) turnList(*static_cast<QKeyEvent*>(event));
        return true;
    }
    if (!pressed) return QFrame::eventFilter(watched, event);
    if (watched == list_ && writeOn(*static_cast<QKeyEvent*>(event))) return true;
    if (watched == list_ && enter) return choose(list_->currentItem()), true;
    if (watched == field_ && enter) return takeHit(), true;
    if (watched == field_ && key == Qt::Key_Down) return list_->setFocus(), true;
    return QFrame::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
