#include "ui/widgets/hours/hour_dialog.h"

#include "core/base/files.h"
#include "core/lesson/library.h"
#include "ui/model/catalogue.h"
#include "ui/model/words.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/lessons/files.h"
#include "ui/widgets/lessons/search.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSpinBox>
#include <QVBoxLayout>

namespace tcpstage::widgets {

namespace {

constexpr int wide = 860;
constexpr int tall = 600;
constexpr int mostSteps = 1'000'000;
constexpr int notesHeight = 90;

// What a row of the hour knows; a lesson that is dragged into it has only its source.
constexpr int sourceRole = Qt::UserRole;
constexpr int stepRole = Qt::UserRole + 1; // -1: where the lesson opens
constexpr int minutesRole = Qt::UserRole + 2;
constexpr int notesRole = Qt::UserRole + 3; // in both languages

lesson::HourPart partOf(const QListWidgetItem& item)
{
    lesson::HourPart part{item.data(sourceRole).toString().toStdString()};
    const QVariant step = item.data(stepRole);
    if (step.isValid() && step.toInt() >= 0) part.step = static_cast<std::uint32_t>(step.toInt());
    part.minutes = item.data(minutesRole).toUInt();
    const QStringList notes = item.data(notesRole).toStringList();
    part.notes = {notes.value(0).toStdString(), notes.value(1).toStdString()};
    return part;
}

void write(QListWidgetItem& item, const lesson::HourPart& part)
{
    item.setData(sourceRole, QString::fromStdString(part.source));
    item.setData(stepRole, part.step ? static_cast<int>(*part.step) : -1);
    item.setData(minutesRole, part.minutes);
    item.setData(notesRole, QStringList{QString::fromStdString(part.notes.en), QString::fromStdString(part.notes.zh)});
}

/// The text that is edited in a language: the only one, if there is one for both.
std::string& editedOf(OwnedText& text, Language language)
{
    return language == Language::English || text.zh.empty() ? text.en : text.zh;
}

} // namespace

HourDialog::HourDialog(model::Store& store, QWidget* parent)
    : QDialog{parent}, store_{store}, language_{store.model().language()}, title_{new QLineEdit},
      search_{new QLineEdit}, lessons_{new QListWidget}, parts_{new QListWidget}, step_{new QSpinBox},
      minutes_{new QSpinBox}, notes_{new QPlainTextEdit}, sum_{new QLabel}, sentence_{new QLabel}
{
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    fillLessons({});
    if (store_.model().hour)
        take(*store_.model().hour->hour, store_.model().hour->path);
    else
        take({{model::say(wording::hourNew, language_).toStdString(), {}}, {}}, {});
    resize(sized(wide), sized(tall));
}

void HourDialog::build()
{
    const auto text = [this](const Text& words) { return model::say(words, language_); };
    setWindowTitle(text(wording::hourPrepare));
    title_->setAccessibleName(text(wording::hourTitle));
    search_->setPlaceholderText(text(wording::searchLessons));
    search_->setAccessibleName(text(wording::searchLessons));
    search_->setClearButtonEnabled(true);
    lessons_->setAccessibleName(text(wording::lessons));
    lessons_->setDragDropMode(QAbstractItemView::DragOnly);
    lessons_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    parts_->setAccessibleName(text(wording::hourParts));
    parts_->setDragDropMode(QAbstractItemView::DragDrop);
    parts_->setDefaultDropAction(Qt::MoveAction);
    for (QListWidget* list : {lessons_, parts_}) {
        list->setObjectName(QStringLiteral("lessons"));
        list->setWordWrap(true);
        list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    }
    sentence_->setObjectName(QStringLiteral("popoverSentence"));
    sentence_->setProperty("problem", true);
    sentence_->setWordWrap(true);
    auto* grid = new QGridLayout{this};
    grid->setContentsMargins(16, 14, 16, 14);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(10);
    grid->addWidget(title_, 0, 0, 1, 2);
    grid->addWidget(search_, 1, 0);
    grid->addWidget(sum_, 1, 1);
    grid->addWidget(lessons_, 2, 0, 2, 1);
    grid->addWidget(parts_, 2, 1);
    grid->addLayout(editor(), 3, 1);
    grid->addWidget(sentence_, 4, 0, 1, 2);
    grid->addLayout(buttons(), 5, 0, 1, 2);
    grid->setColumnStretch(0, 2);
    grid->setColumnStretch(1, 3);
    connect(search_, &QLineEdit::textChanged, this, &HourDialog::fillLessons);
    connect(lessons_, &QListWidget::itemDoubleClicked, this, &HourDialog::addChosen);
    connect(parts_, &QListWidget::currentRowChanged, this, &HourDialog::showPart);
    connect(title_, &QLineEdit::textEdited, this, &HourDialog::changed);
    connect(parts_->model(), &QAbstractItemModel::rowsInserted, this, &HourDialog::changed, Qt::QueuedConnection);
    connect(parts_->model(), &QAbstractItemModel::rowsRemoved, this, &HourDialog::changed, Qt::QueuedConnection);
    auto* away = new QShortcut{QKeySequence::Delete, parts_, nullptr, nullptr, Qt::WidgetShortcut};
    connect(away, &QShortcut::activated, this, &HourDialog::remove);
}

QLayout* HourDialog::editor()
{
    const auto text = [this](const Text& words) { return model::say(words, language_); };
    step_->setRange(-1, mostSteps);
    step_->setSpecialValueText(text(wording::hourFromOpening));
    minutes_->setRange(0, static_cast<int>(lesson::most_hour_minutes));
    minutes_->setSpecialValueText(text(wording::hourNoMinutes));
    notes_->setPlaceholderText(text(wording::hourNotesHint));
    notes_->setAccessibleName(text(wording::hourNotes));
    notes_->setTabChangesFocus(true);
    notes_->setMaximumHeight(sized(notesHeight));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(sized(10));
    form->addRow(text(wording::hourStep), step_);
    form->addRow(text(wording::hourMinutes), minutes_);
    form->addRow(text(wording::hourNotes), notes_);
    connect(step_, &QSpinBox::valueChanged, this, &HourDialog::edited);
    connect(minutes_, &QSpinBox::valueChanged, this, &HourDialog::edited);
    connect(notes_, &QPlainTextEdit::textChanged, this, &HourDialog::edited);
    return form;
}

QPushButton* HourDialog::button(const Text& words, void (HourDialog::*pressed)())
{
    auto* made = new QPushButton{model::say(words, language_)};
    made->setAutoDefault(false);
    connect(made, &QPushButton::clicked, this, pressed);
    return made;
}

QLayout* HourDialog::buttons()
{
    auto* row = new QHBoxLayout;
    row->addWidget(button(wording::hourAdd, &HourDialog::addChosen));
    row->addWidget(button(wording::hourAddFile, &HourDialog::addFiles));
    row->addWidget(button(wording::hourRemove, &HourDialog::remove));
    for (const int by : {-1, 1}) {
        auto* arrow = new QPushButton{by < 0 ? QStringLiteral("↑") : QStringLiteral("↓")};
        arrow->setAccessibleName(model::say(by < 0 ? wording::hourUp : wording::hourDown, language_));
        arrow->setToolTip(arrow->accessibleName());
        arrow->setAutoDefault(false);
        connect(arrow, &QPushButton::clicked, this, [this, by] { move(by); });
        row->addWidget(arrow);
    }
    row->addStretch(1);
    row->addWidget(button(wording::hourOpen, &HourDialog::openFile));
    row->addWidget(button(wording::textSave, &HourDialog::save));
    row->addWidget(button(wording::hourBegin, &HourDialog::begin));
    return row;
}

void HourDialog::fillLessons(const QString& words)
{
    lessons_->clear();
    const Search search{words};
    for (const model::LessonEntry& entry : model::catalogue()) {
        const QString title = model::say(entry.title, language_);
        const QString all = QString::fromStdString(entry.id + ' ' + entry.title.en + ' ' + entry.title.zh);
        if (!search.isEmpty() && search.in(all, model::searchText(entry)) == Found::Nowhere) continue;
        auto* item = new QListWidgetItem{title, lessons_};
        item->setData(sourceRole, QString::fromStdString(entry.id));
        item->setToolTip(model::say(entry.summary, language_));
    }
    if (lessons_->count() > 0) lessons_->setCurrentRow(0);
}

void HourDialog::take(const lesson::Hour& hour, const std::string& path)
{
    titleBefore_ = hour.title;
    title_->setText(model::say(hour.title, language_));
    parts_->clear();
    for (const lesson::HourPart& part : hour.parts)
        add(part);
    path_ = QString::fromStdString(path);
    changed();
    QMetaObject::invokeMethod(
        this, [this] { unsaved_ = false; }, Qt::QueuedConnection); // after what the rows report
    if (parts_->count() > 0) parts_->setCurrentRow(0);
    showPart();
}

lesson::Hour HourDialog::hour() const
{
    lesson::Hour hour{titleBefore_, {}};
    editedOf(hour.title, language_) = title_->text().trimmed().toStdString();
    for (int row = 0; row < parts_->count(); ++row)
        hour.parts.push_back(partOf(*parts_->item(row)));
    return hour;
}

void HourDialog::add(const lesson::HourPart& part)
{
    auto* item = new QListWidgetItem;
    write(*item, part);
    parts_->addItem(item);
}

void HourDialog::addChosen()
{
    for (const QListWidgetItem* item : lessons_->selectedItems())
        add({item->data(sourceRole).toString().toStdString()});
    parts_->setCurrentRow(parts_->count() - 1);
    changed();
}

void HourDialog::addFiles()
{
    askToOpen(this, store_.model(), [this](const QString& path) {
        add({path.toStdString()});
        parts_->setCurrentRow(parts_->count() - 1);
        changed();
    });
}

void HourDialog::remove()
{
    delete parts_->takeItem(parts_->currentRow());
    changed();
}

void HourDialog::move(int by)
{
    const int row = parts_->currentRow();
    if (row < 0 || row + by < 0 || row + by >= parts_->count()) return;
    parts_->insertItem(row + by, parts_->takeItem(row));
    parts_->setCurrentRow(row + by);
    changed();
}

void HourDialog::showPart()
{
    const QListWidgetItem* item = parts_->currentItem();
    filling_ = true;
    lesson::HourPart part = item ? partOf(*item) : lesson::HourPart{};
    step_->setValue(part.step ? static_cast<int>(*part.step) : -1);
    minutes_->setValue(static_cast<int>(part.minutes));
    notes_->setPlainText(QString::fromStdString(editedOf(part.notes, language_)));
    for (QWidget* field :
         {static_cast<QWidget*>(step_), static_cast<QWidget*>(minutes_), static_cast<QWidget*>(notes_)})
        field->setEnabled(item != nullptr);
    filling_ = false;
}

void HourDialog::edited()
{
    QListWidgetItem* item = parts_->currentItem();
    if (filling_ || !item) return;
    lesson::HourPart part = partOf(*item);
    part.step.reset();
    if (step_->value() >= 0) part.step = static_cast<std::uint32_t>(step_->value());
    part.minutes = static_cast<std::uint32_t>(minutes_->value());
    editedOf(part.notes, language_) = notes_->toPlainText().toStdString();
    write(*item, part);
    changed();
}

void HourDialog::changed()
{
    unsaved_ = true;
    say({});
    for (int row = 0; row < parts_->count(); ++row) {
        QListWidgetItem& item = *parts_->item(row);
        const lesson::HourPart part = partOf(item);
        QString title =
            QStringLiteral("%1. %2").arg(row + 1).arg(model::say(model::titleOfSource(part.source), language_));
        if (part.minutes > 0)
            title += QStringLiteral(" · ") + model::say(wording::hourCount, language_, {QString::number(part.minutes)});
        item.setText(title);
        item.setToolTip(QString::fromStdString(part.notes[language_]));
    }
    const lesson::Hour now = hour();
    sum_->setText(now.minutes() > 0
                      ? model::say(wording::hourSum, language_,
                                   {QString::number(now.parts.size()), QString::number(now.minutes())})
                      : model::say(wording::hourSumUnplanned, language_, {QString::number(now.parts.size())}));
    if (!parts_->currentItem()) showPart();
}

void HourDialog::say(const OwnedText& problem)
{
    sentence_->setText(model::say(problem, language_));
    sentence_->setVisible(!problem.empty());
}

bool HourDialog::saveTo(const QString& path)
{
    const lesson::Hour now = hour();
    if (now.parts.empty()) {
        say(wording::hourEmpty);
        return false;
    }
    const std::string yaml = lesson::write_hour(now, QFileInfo{path}.absolutePath().toStdString());
    if (const auto written = write_whole_file(path.toStdString(), yaml); !written) {
        say(written.error().sentences());
        return false;
    }
    path_ = path;
    unsaved_ = false;
    store_.dispatch(model::FileWritten{path.toStdString()});
    return true;
}

void HourDialog::save()
{
    saveThen([] {});
}

void HourDialog::saveThen(const std::function<void()>& next)
{
    const QString name = path_.isEmpty() ? QStringLiteral("hour") : QFileInfo{path_}.completeBaseName();
    const Text yaml{"YAML (*.yaml *.yml)", "YAML (*.yaml *.yml)"};
    askToSave(this, store_.model(), {wording::hourPrepare, yaml, name, QStringLiteral("*.yaml")},
              [this, next](const QString& path) {
                  if (saveTo(path)) next();
              });
}

bool HourDialog::read(const QString& path)
{
    const auto text = read_whole_file(path.toStdString(), lesson::lesson_limits(path.toStdString()));
    if (!text) return say(text.error().sentences()), false;
    const auto hour = lesson::read_hour(*text, path.toStdString());
    if (!hour) return say(hour.error().sentences()), false;
    take(*hour, path.toStdString());
    return true;
}

void HourDialog::openFile()
{
    askToOpen(this, store_.model(), [this](const QString& path) { read(path); });
}

void HourDialog::begin()
{
    const lesson::Hour now = hour();
    if (now.parts.empty()) return say(wording::hourEmpty);
    const auto part = static_cast<std::size_t>(std::max(0, parts_->currentRow()));
    store_.dispatch(
        model::HourAction{model::BeginHour{std::make_shared<const lesson::Hour>(now), path_.toStdString(), part}});
}

/// What was prepared is not lost without a question.
void HourDialog::reject()
{
    if (unsaved_ && parts_->count() > 0) {
        const auto answer = QMessageBox::question(this, windowTitle(), model::say(wording::hourUnsaved, language_),
                                                  QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
        if (answer == QMessageBox::Cancel) return;
        if (answer == QMessageBox::Save) return saveThen([this] { QDialog::reject(); });
    }
    QDialog::reject();
}

} // namespace tcpstage::widgets
