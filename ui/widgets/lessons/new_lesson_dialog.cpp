#include "ui/widgets/lessons/new_lesson_dialog.h"

#include "core/base/files.h"
#include "core/lesson/library.h"
#include "ui/model/words.h"
#include "ui/widgets/lessons/files.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace tcpstage::widgets {

namespace {

constexpr int summaryRole = Qt::UserRole;

const lesson::BuiltIn& templateOf(const QListWidget& list)
{
    return lesson::lesson_templates()[static_cast<std::size_t>(std::max(0, list.currentRow()))];
}

} // namespace

NewLessonDialog::NewLessonDialog(model::Store& store, QWidget* parent)
    : QDialog{parent}, store_{store}, language_{store.model().language()},
      templates_{new QListWidget}, summary_{new QLabel}, sentence_{new QLabel}
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(model::say(wording::newLessonTitle, language_));
    templates_->setObjectName(QStringLiteral("lessons"));
    templates_->setAccessibleName(model::say(wording::newLessonTemplates, language_));
    for (const lesson::BuiltIn& each : lesson::lesson_templates()) {
        const auto read = lesson::read_scenario(std::string{each.yaml}, std::string{each.id} + ".yaml");
        if (!read) continue; // a test reads them all
        auto* item = new QListWidgetItem{QString::fromStdString(read->title[language_]), templates_};
        item->setData(summaryRole, QString::fromStdString(read->summary[language_]));
    }
    summary_->setWordWrap(true);
    sentence_->setObjectName(QStringLiteral("popoverSentence"));
    sentence_->setProperty("problem", true);
    sentence_->setWordWrap(true);
    sentence_->hide();
    auto* buttons = new QDialogButtonBox{QDialogButtonBox::Cancel};
    auto* create = buttons->addButton(model::say(wording::newLessonCreate, language_), QDialogButtonBox::AcceptRole);
    create->setDefault(true);
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addWidget(new QLabel{model::say(wording::newLessonTemplates, language_)});
    column->addWidget(templates_, 1);
    column->addWidget(summary_);
    column->addWidget(sentence_);
    column->addWidget(buttons);
    connect(templates_, &QListWidget::currentRowChanged, this, &NewLessonDialog::showSummary);
    connect(templates_, &QListWidget::itemActivated, this, &NewLessonDialog::ask);
    connect(buttons, &QDialogButtonBox::accepted, this, &NewLessonDialog::ask);
    connect(buttons, &QDialogButtonBox::rejected, this, &NewLessonDialog::reject);
    templates_->setCurrentRow(0);
    templates_->setFocus();
    const int letters = fontMetrics().height();
    resize(26 * letters, 20 * letters);
}

void NewLessonDialog::showSummary()
{
    const QListWidgetItem* item = templates_->currentItem();
    summary_->setText(item ? item->data(summaryRole).toString() : QString{});
}

void NewLessonDialog::ask()
{
    const Text yaml{"YAML (*.yaml *.yml)", "YAML (*.yaml *.yml)"};
    const lesson::BuiltIn& chosen = templateOf(*templates_);
    askToSave(this, store_.model(),
              {wording::newLessonTitle, yaml,
               QString::fromUtf8(chosen.id.data(), static_cast<qsizetype>(chosen.id.size())), QStringLiteral("*.yaml")},
              [this](const QString& path) {
                  if (beginAt(path)) accept();
              });
}

bool NewLessonDialog::beginAt(const QString& path)
{
    const std::string file = path.toStdString();
    if (const auto written = write_whole_file(file, std::string{templateOf(*templates_).yaml}); !written) {
        sentence_->setText(model::say(written.error().sentences(), language_));
        sentence_->show();
        return false;
    }
    store_.dispatch(model::FileWritten{file});
    if (store_.model().lessonFolder.empty()) // the list shows what is in it
        store_.dispatch(model::SetLessonFolder{QFileInfo{path}.absolutePath().toStdString()});
    if (store_.model().panel != model::SidePanel::Text) store_.dispatch(model::Command::ShowText);
    store_.dispatch(model::OpenSource{file, true});
    return true;
}

} // namespace tcpstage::widgets
