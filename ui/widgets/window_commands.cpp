// The commands that only the window can carry out: dialogs, menus, the clipboard.

#include "ui/widgets/main_window.h"

#include "ui/model/words.h"
#include "ui/paint/icons.h"
#include "ui/widgets/branches/branch_strip.h"
#include "ui/widgets/branches/what_if_menu.h"
#include "ui/widgets/common/shortcuts_dialog.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/lessons/files.h"
#include "ui/widgets/lessons/glossary_dialog.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/live/real_menu.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QClipboard>
#include <QMessageBox>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr QSizeF pictureSize{1920, 1080}; // size of an export

} // namespace

void MainWindow::perform(model::Command command)
{
    using model::Command;
    struct Row {
        Command command;
        void (*function)(MainWindow& window);
    };
    static constexpr std::array rows{
        Row{Command::Open, [](MainWindow& window) { window.askForFile(); }},
        Row{Command::Save, [](MainWindow& window) { window.askToSaveRun(); }},
        Row{Command::SaveAnswers, [](MainWindow& window) { window.askToSaveAnswers(); }},
        Row{Command::ExportPicture, [](MainWindow& window) { window.askForPicture(); }},
        Row{Command::CopyPicture, [](MainWindow& window) { window.copyPicture(); }},
        Row{Command::RealSockets,
            [](MainWindow& window) {
                const auto& button = window.header_->realButton();
                window.realMenu().popup(button.mapToGlobal(QPoint{0, button.height()}));
            }},
        Row{Command::AddNote, [](MainWindow& window) { window.sides_->addNote(); }},
        Row{Command::NextMark, [](MainWindow& window) { window.stage_->selectNext(true); }},
        Row{Command::PreviousMark, [](MainWindow& window) { window.stage_->selectNext(false); }},
        Row{Command::RenameBranch,
            [](MainWindow& window) {
                if (window.branchStrip_) window.branchStrip_->rename();
            }},
        Row{Command::CloseBranch,
            [](MainWindow& window) {
                if (window.branchStrip_) window.branchStrip_->close();
            }},
        Row{Command::EditSegment, [](MainWindow& window) { window.whatIf_->editSegment(); }},
        Row{Command::FindLesson, [](MainWindow& window) { window.lessons_->search(); }},
        Row{Command::Glossary,
            [](MainWindow& window) {
                (new GlossaryDialog{window.store_, &window})->QDialog::open();
            }},
        Row{Command::ListShortcuts,
            [](MainWindow& window) {
                (new ShortcutsDialog{*window.actions_, window.store_.model().language(), &window})->open();
            }},
        Row{Command::About, [](MainWindow& window) { window.showAbout(); }},
        Row{Command::Quit, [](MainWindow& window) { window.close(); }},
    };
    static_assert(
        [] {
            for (const Command each : model::everyCommand)
                if (std::ranges::count(rows, each, &Row::command) != (model::isOfWindow(each) ? 1 : 0)) return false;
            return true;
        }(),
        "each command that is left to the window has one row here, and no other has one");
    const auto* row = std::ranges::find(rows, command, &Row::command);
    if (row != rows.end()) row->function(*this);
}

void MainWindow::askForFile()
{
    askToOpen(this, store_.model().language(),
              [this](const QString& path) { store_.dispatch(model::OpenSource{path.toStdString()}); });
}

void MainWindow::askForPicture()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    const std::size_t step = model.staged->stepsUntil(model.goal());
    const QString name = QStringLiteral("%1-%2").arg(QString::fromStdString(model.staged->scenario.id)).arg(step);
    askToSave(this, model.language(), {wording::exportTitle, wording::exportFilter, name}, [this](const QString& path) {
        store_.dispatch(model::WriteTo{path.toStdString(), pictureSize});
    });
}

void MainWindow::askToSaveRun()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    const bool changed = !model.branches.all.empty(); // changed by hand: saved as a lesson, which can be edited further
    askToSave(this, model.language(),
              {wording::saveTitle, wording::saveFilter, QString::fromStdString(model.staged->scenario.id),
               changed ? QStringLiteral("*.yaml") : QString{}},
              [this](const QString& path) { store_.dispatch(model::SaveTo{path.toStdString()}); });
}

void MainWindow::askToSaveAnswers()
{
    const model::Model& model = store_.model();
    if (!model.staged) return;
    const QString name = QString::fromStdString(model.staged->scenario.id) + QStringLiteral("-answers");
    askToSave(this, model.language(), {wording::answersTitle, wording::answersFilter, name},
              [this](const QString& path) { store_.dispatch(model::SaveAnswersTo{path.toStdString()}); });
}

void MainWindow::copyPicture()
{
    QApplication::clipboard()->setPixmap(stage_->grab());
    store_.dispatch(
        model::Announce{model::Notice{{std::string{wording::copied.en}, std::string{wording::copied.zh}}, false}});
}

void MainWindow::showAbout()
{
    const Language language = store_.model().language();
    auto* box = new QMessageBox{QMessageBox::NoIcon, model::say(model::info(model::Command::About).words, language),
                                model::say(wording::aboutText, language, {QApplication::applicationVersion()}),
                                QMessageBox::NoButton, this};
    box->setIconPixmap(paint::programIcon().pixmap(64, 64));
    box->addButton(model::say(wording::close, language), QMessageBox::AcceptRole);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace tcpstage::widgets
