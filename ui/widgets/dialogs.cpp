#include "ui/widgets/dialogs.h"

#include "core/sources/joined_run.h"
#include "ui/model/words.h"
#include "ui/paint/icons.h"
#include "ui/paint/print.h"
#include "ui/widgets/captures/connection_list.h"
#include "ui/widgets/common/shortcuts_dialog.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/diagrams/diagram_dialog.h"
#include "ui/widgets/hour_to_page.h"
#include "ui/widgets/hours/hour_dialog.h"
#include "ui/widgets/lessons/files.h"
#include "ui/widgets/lessons/glossary_dialog.h"
#include "ui/widgets/lessons/language_help.h"
#include "ui/widgets/lessons/new_lesson_dialog.h"
#include "ui/widgets/live/own_dialog.h"
#include "ui/widgets/live/watch_dialog.h"
#include "ui/widgets/papers/steps_dialog.h"
#include "ui/widgets/services.h"
#include "ui/widgets/stage/find_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QMessageBox>
#include <QMimeData>
#include <QPrintDialog>
#include <QPrinter>
#include <QProgressDialog>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>
#include <memory>

namespace tcpstage::widgets {

namespace {

constexpr QSizeF pictureSize{1920, 1080}; // of an export
constexpr QSize messagesSize{620, 360};
constexpr double projectedPart = 0.86; // of a presentation: the size of a dialog over it

/// The branch's name without what a file system might refuse; the lesson's id.
QString nameToSave(const model::Model& model)
{
    const model::Branches& branches = model.branches;
    QString name = QString::fromStdString(model.staged->scenario.id);
    if (branches.shown == 0 || branches.shown >= branches.all.size()) return name;
    QString own = model::say(branches.all[branches.shown].name, model.language());
    for (QChar& c : own)
        if (!c.isLetterOrNumber()) c = u'-';
    own = own.split(u'-', Qt::SkipEmptyParts).join(u'-').left(60);
    return own.isEmpty() ? name : own;
}

} // namespace

Dialogs::Dialogs(model::Store& store, Actions& actions, QWidget& window)
    : QObject{&window}, store_{store}, actions_{actions}, window_{&window}
{}

Dialogs::~Dialogs() = default;

void Dialogs::setOwner(QWidget& window, bool projected)
{
    window_ = &window;
    projected_ = projected;
}

void Dialogs::show(QDialog& dialog)
{
    if (projected_) {
        wearLarger(dialog, paint::Theme::named(store_.model().themeName()), projectedText(*window_));
        dialog.resize(window_->size() * projectedPart);
    }
    dialog.open();
}

void Dialogs::connections() { show(*new ConnectionList{store_, window_}); }

void Dialogs::glossary() { show(*new GlossaryDialog{store_, window_}); }

void Dialogs::newLesson() { show(*new NewLessonDialog{store_, window_}); }

void Dialogs::saveHourPage() { widgets::saveHourPage(store_, window_); }

void Dialogs::prepareHour() { show(*new HourDialog{store_, window_}); }

void Dialogs::checkDiagram() { show(*new DiagramDialog{store_, window_}); }

void Dialogs::lessonLanguage(const std::vector<std::string>& keys) { show(*new LanguageHelp{store_, keys, window_}); }

void Dialogs::find()
{
    if (!store_.model().staged) return;
    auto* dialog = new FindDialog{store_, sought_, window_};
    const int width = projected_ ? static_cast<int>(window_->width() * projectedPart) : dialog->width();
    dialog->move(window_->mapToGlobal(QPoint{(window_->width() - width) / 2, 0})); // the present step stands low
    connect(dialog, &QDialog::finished, this, [this, dialog] { sought_ = dialog->words(); });
    show(*dialog);
}

void Dialogs::shortcuts() { show(*new ShortcutsDialog{actions_, store_.model().language(), window_}); }

void Dialogs::open()
{
    askToOpen(window_, store_.model(),
              [this](const QString& path) { store_.dispatch(model::OpenSource{path.toStdString()}); });
}

void Dialogs::joinCapture()
{
    const std::string shown = store_.model().source;
    askToOpenCapture(window_, store_.model(), [this, shown](const QString& path) {
        store_.dispatch(model::OpenSource{
            sources::joined_source(sources::path_in(shown), sources::chosen_in(shown), path.toStdString())});
    });
}

void Dialogs::exportPicture()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    const std::size_t step = model.staged->stepsUntil(model.goal());
    const QString name = QStringLiteral("%1-%2").arg(QString::fromStdString(model.staged->scenario.id)).arg(step);
    askToSave(window_, model, {wording::exportTitle, wording::exportFilter, name}, [this](const QString& path) {
        store_.dispatch(model::WriteTo{path.toStdString(), pictureSize});
    });
}

void Dialogs::exportSteps()
{
    if (store_.model().staged) show(*new StepsDialog{store_, window_});
}

void Dialogs::savePage()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    const QString name = QString::fromStdString(model.staged->scenario.id);
    askToSave(window_, model, {wording::pageTitle, wording::pageFilter, name}, [this](const QString& path) {
        store_.dispatch(model::WriteTo{path.toStdString(), pictureSize});
    });
}

void Dialogs::copyPage()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    if (!copied_) copied_ = std::make_unique<QTemporaryDir>();
    const QString path = copied_->filePath(QString::fromStdString(model.staged->scenario.id) + QStringLiteral(".html"));
    QApplication::setOverrideCursor(Qt::WaitCursor);
    const auto written = page::writePage(*model.staged, pageOfStage(model.display), path.toStdString());
    QApplication::restoreOverrideCursor();
    if (!written) return store_.dispatch(model::Announce{model::Notice{written.error().sentences(), true}});
    const QUrl url = QUrl::fromLocalFile(path);
    auto* data = new QMimeData;
    data->setUrls({url});
    data->setData(QStringLiteral("x-special/gnome-copied-files"), "copy\n" + url.toEncoded()); // for GNOME's folders
    QApplication::clipboard()->setMimeData(data);
    store_.dispatch(model::Announce{model::answer(wording::copiedPage)});
}

void Dialogs::saveRun()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    const bool changed = !model.branches.all.empty(); // by hand: a lesson, that can be read and written on
    askToSave(
        window_, model,
        {wording::saveTitle, wording::saveFilter, nameToSave(model), changed ? QStringLiteral("*.yaml") : QString{}},
        [this](const QString& path) { store_.dispatch(model::SaveTo{path.toStdString()}); });
}

void Dialogs::saveAnswers()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    const QString name = QString::fromStdString(model.staged->scenario.id) + QStringLiteral("-answers");
    askToSave(window_, model, {wording::answersTitle, wording::answersFilter, name},
              [this](const QString& path) { store_.dispatch(model::SaveAnswersTo{path.toStdString()}); });
}

void Dialogs::print()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    auto printer = std::make_shared<QPrinter>();
    paint::preparePages(*printer);
    printer->setDocName(model::say(model.staged->scenario.title, model.language()));
    auto* dialog = new QPrintDialog{printer.get(), window_};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(model::say(wording::printTitle, model.language()));
    connect(dialog, qOverload<>(&QDialog::accepted), this, [this, printer] { printOn(*printer); });
    dialog->open();
}

/// A run of many pages shows how far it is, and can be cancelled between two pages.
void Dialogs::printOn(QPrinter& printer)
{
    const auto staged = store_.model().staged; // another may be opened meanwhile
    if (!staged) return;
    const scene::DisplayOptions display = store_.model().display;
    QProgressDialog progress{model::say(wording::printing, display.language),
                             model::say(wording::cancel, display.language), 0, 0, window_};
    progress.setWindowModality(Qt::WindowModal);
    progress.setMinimumDuration(500);
    const paint::Printed done = paint::printRun(printer, *staged, display, [&](int page, int pages) {
        progress.setMaximum(pages);
        progress.setValue(page - 1); // lets the window answer
        if (progress.wasCanceled()) printer.abort();
        return !progress.wasCanceled();
    });
    if (done == paint::Printed::Cancelled) return;
    const bool all = done == paint::Printed::All;
    const bool file = printer.outputFormat() == QPrinter::PdfFormat;
    const Text& words = !all ? wording::notPrinted : file ? wording::printedTo : wording::printed;
    const auto said = [&](Language language) {
        return model::say(words, language, {printer.outputFileName()}).toStdString();
    };
    store_.dispatch(model::Announce{model::Notice{{said(Language::English), said(Language::Chinese)}, !all}});
}

void Dialogs::chooseLessonFolder()
{
    const model::Model& model = store_.model();
    askForFolder(window_, model, model::say(wording::lessonFolderTitle, model.language()),
                 [this](const QString& path) { store_.dispatch(model::SetLessonFolder{path.toStdString()}); });
}

void Dialogs::watchMachine() { show(*new WatchDialog{store_, window_}); }

void Dialogs::ownPrograms() { show(*new OwnDialog{store_, window_}); }

void Dialogs::messages()
{
    const model::Model& model = store_.model();
    if (!model.messages) return;
    QStringList said;
    for (const OwnedText& message : *model.messages)
        said << model::say(message, model.language());
    auto* dialog = new QDialog{window_};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(model::say(wording::messagesTitle, model.language()));
    auto* page = new QTextBrowser;
    page->setObjectName(QStringLiteral("messagesPage"));
    page->setAccessibleName(dialog->windowTitle());
    page->setPlainText(said.join(QStringLiteral("\n\n")));
    auto* close = new QPushButton{model::say(wording::close, model.language())};
    connect(close, &QPushButton::clicked, dialog, &QDialog::accept);
    auto* column = new QVBoxLayout{dialog};
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addWidget(page, 1);
    column->addWidget(close, 0, Qt::AlignRight);
    dialog->resize(sized(messagesSize.width()), sized(messagesSize.height()));
    show(*dialog);
}

void Dialogs::about()
{
    const Language language = store_.model().language();
    auto* box = new QMessageBox{QMessageBox::NoIcon, model::say(model::info(model::Command::About).words, language),
                                model::say(wording::aboutText, language, {QApplication::applicationVersion()}),
                                QMessageBox::NoButton, window_};
    box->setIconPixmap(paint::programIcon().pixmap(64, 64));
    box->addButton(model::say(wording::close, language), QMessageBox::AcceptRole);
    box->setAttribute(Qt::WA_DeleteOnClose);
    show(*box);
}

} // namespace tcpstage::widgets
