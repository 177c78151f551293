#include "ui/widgets/lessons/lesson_list.h"

#include "ui/model/words.h"
#include "ui/widgets/common/style.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr int entryRole = Qt::UserRole;     // index in the catalogue; headings have none
constexpr int groupRole = Qt::UserRole + 1; // of lessons and headings
constexpr double rowHeight = 25;
constexpr double headingHeight = 32;
constexpr double headingText = 12;
constexpr double rowText = 13;

bool isLesson(const QListWidgetItem* item) { return item && item->data(entryRole).isValid(); }

const model::LessonEntry& lessonOf(const QListWidgetItem* item)
{
    return model::catalogue()[item->data(entryRole).toUInt()];
}

bool has(const model::LessonEntry& lesson, const QString& words)
{
    const QString all = QString::fromStdString(lesson.id + ' ' + lesson.title.en + ' ' + lesson.title.zh);
    for (const QString& word : words.split(u' ', Qt::SkipEmptyParts))
        if (!all.contains(word, Qt::CaseInsensitive)) return false;
    return true;
}

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
    connect(field_, &QLineEdit::textChanged, this, &LessonList::filter);
    connect(list_, &QListWidget::itemClicked, this, &LessonList::choose);
}

void LessonList::addGroup(lesson::Group group)
{
    bool headed = false;
    const auto all = model::catalogue();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].group != group) continue;
        if (!headed) {
            auto* heading = new QListWidgetItem{list_};
            heading->setFlags(Qt::NoItemFlags);
            heading->setTextAlignment(Qt::AlignLeft | Qt::AlignBottom);
            heading->setData(groupRole, static_cast<int>(group));
            headed = true;
        }
        auto* item = new QListWidgetItem{list_};
        item->setData(entryRole, static_cast<unsigned>(i));
        item->setData(groupRole, static_cast<int>(group));
    }
}

void LessonList::apply(const model::Model& model, const model::Model* before)
{
    if (!before || before->language() != model.language() || before->finished != model.finished) retranslate(model);
    const bool otherSize = !before || before->textSize != model.textSize;
    if (otherSize) size();
    if (otherSize || before->source != model.source) mark(model.source);
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
    for (int row = 0; row < list_->count(); ++row) {
        QListWidgetItem* item = list_->item(row);
        item->setSizeHint(QSize{0, pixels(isLesson(item) ? rowHeight : headingHeight)});
        if (!isLesson(item)) item->setFont(font);
    }
}

void LessonList::retranslate(const model::Model& model)
{
    const Language language = model.language();
    for (int row = 0; row < list_->count(); ++row) {
        QListWidgetItem* item = list_->item(row);
        const QString text =
            isLesson(item)
                ? model::say(lessonOf(item).title, language)
                : model::say(lesson::title(static_cast<lesson::Group>(item->data(groupRole).toInt())), language);
        const bool finished = isLesson(item) && model::isFinished(model, lessonOf(item).id);
        item->setText(finished ? QStringLiteral("✓ ") + text : text);
        if (isLesson(item)) item->setToolTip(text);
    }
    field_->setPlaceholderText(model::say(wording::searchLessons, language));
    field_->setAccessibleName(model::say(wording::searchLessons, language));
    list_->setAccessibleName(model::say(wording::lessons, language));
    nothing_->setText(model::say(wording::noLessonFound, language));
    setAccessibleName(model::say(wording::lessons, language));
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
            ids << QString::fromStdString(lessonOf(item).id);
    return ids;
}

void LessonList::filter(const QString& words)
{
    QListWidgetItem* heading = nullptr;
    QListWidgetItem* first = nullptr;
    for (int row = 0; row < list_->count(); ++row) {
        QListWidgetItem* item = list_->item(row);
        if (!isLesson(item)) {
            heading = item;
            heading->setHidden(true);
            continue;
        }
        const bool found = has(lessonOf(item), words);
        item->setHidden(!found);
        if (found && heading) heading->setHidden(false);
        if (found && !first) first = item;
    }
    nothing_->setVisible(!first);
    if (words.trimmed().isEmpty()) return mark(source_);
    list_->setCurrentItem(first); // what Return takes is seen
    if (first) list_->scrollToItem(first);
}

void LessonList::choose(QListWidgetItem* item)
{
    if (!isLesson(item)) return;
    Q_EMIT chosen(QString::fromStdString(lessonOf(item).id));
    Q_EMIT left();
}

void LessonList::mark(const std::string& source)
{
    source_ = source;
    list_->setCurrentItem(nullptr);
    for (int row = 0; row < list_->count(); ++row) {
        QListWidgetItem* item = list_->item(row);
        if (!isLesson(item)) continue;
        QFont font = rowFont();
        const bool current = lessonOf(item).id == source;
        if (current) {
            font.setWeight(QFont::DemiBold);
            list_->setCurrentItem(item);
        }
        if (item->font() != font) item->setFont(font);
    }
}

/// The one that is marked among those that are seen. Nothing to look for: back as it was.
void LessonList::takeHit()
{
    QListWidgetItem* hit = list_->currentItem();
    if (!isLesson(hit) || hit->isHidden()) return;
    if (field_->text().trimmed().isEmpty() || lessonOf(hit).id == source_)
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

bool LessonList::eventFilter(QObject* watched, QEvent* event)
{
    const bool pressed = event->type() == QEvent::KeyPress;
    if (!pressed && event->type() != QEvent::ShortcutOverride) return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (key == Qt::Key_Escape) { // the window's Esc is for the stage
        event->accept();
        if (pressed) escape();
        return true;
    }
    if (!pressed) return QFrame::eventFilter(watched, event);
    if (watched == list_ && enter) return choose(list_->currentItem()), true;
    if (watched == field_ && enter) return takeHit(), true;
    if (watched == field_ && key == Qt::Key_Down) return list_->setFocus(), true;
    return QFrame::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
