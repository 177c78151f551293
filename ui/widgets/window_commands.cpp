// The commands that only the window can carry out: dialogs, menus, the clipboard.

#include "ui/widgets/main_window.h"

#include "core/terminal/text_ladder.h"
#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/scene/strips/strip.h"
#include "ui/scene/words/caption.h"
#include "ui/widgets/branches/branch_strip.h"
#include "ui/widgets/branches/what_if_menu.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/live/real_menu.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/present/presenter_notes.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QClipboard>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

/// What the caption says, with where the RFC says so.
QString captionText(const model::Model& model)
{
    QStringList parts;
    for (const std::size_t half : {std::size_t{0}, std::size_t{1}}) {
        if (!model.staged || (half == 1 && !model.staged->beside)) break;
        const scene::StagedRun& staged = model.staged->half(half);
        const scene::Caption said = scene::caption(staged, model.goal(), model.display);
        parts << said.title;
        if (!said.text.isEmpty()) parts << said.text;
        if (!said.source.isEmpty()) parts << said.source;
    }
    if (model.staged && scene::hasStrip(*model.staged, model.display))
        parts << scene::stripText(*model.staged, model::panelTime(model), model.display);
    return parts.join(u'\n');
}

/// As "tcpstage show --brief" prints it.
QString ladderText(const model::Model& model)
{
    if (!model.staged) return {};
    terminal::TextLadderStyle style;
    style.language = model.language();
    style.notes = false;
    style.numbers = model.display.numbers;
    style.state_names = model.display.stateNames;
    run::LessonRun whole{model.staged->scenario, model.staged->run};
    if (model.staged->beside) whole.beside = std::make_shared<run::Run>(model.staged->beside->run);
    if (model.staged->beside)
        whole.scenario.beside = std::make_shared<lesson::Scenario>(model.staged->beside->scenario);
    return QString::fromStdString(terminal::text_ladder(whole, style));
}

} // namespace

void MainWindow::perform(model::Command command)
{
    using model::Command;
    struct Row {
        Command command;
        void (*function)(MainWindow& window);
    };
    static constexpr std::array rows{
        Row{Command::Open, [](MainWindow& window) { window.dialogs_->open(); }},
        Row{Command::Connections, [](MainWindow& window) { window.dialogs_->connections(); }},
        Row{Command::JoinCapture, [](MainWindow& window) { window.dialogs_->joinCapture(); }},
        Row{Command::Save, [](MainWindow& window) { window.dialogs_->saveRun(); }},
        Row{Command::SaveAnswers, [](MainWindow& window) { window.dialogs_->saveAnswers(); }},
        Row{Command::ExportPicture, [](MainWindow& window) { window.dialogs_->exportPicture(); }},
        Row{Command::ExportSteps, [](MainWindow& window) { window.dialogs_->exportSteps(); }},
        Row{Command::SavePage, [](MainWindow& window) { window.dialogs_->savePage(); }},
        Row{Command::Print, [](MainWindow& window) { window.dialogs_->print(); }},
        Row{Command::LessonFolder, [](MainWindow& window) { window.dialogs_->chooseLessonFolder(); }},
        Row{Command::CopyCaption, [](MainWindow& window) { window.copyText(captionText(window.store_.model())); }},
        Row{Command::CopyLadder, [](MainWindow& window) { window.copyText(ladderText(window.store_.model())); }},
        Row{Command::CopyPage, [](MainWindow& window) { window.dialogs_->copyPage(); }},
        Row{Command::CopyPicture, [](MainWindow& window) { window.copyPicture(); }},
        Row{Command::RealSockets,
            [](MainWindow& window) {
                const auto& button = window.header_->realButton();
                window.realMenu().popup(button.mapToGlobal(QPoint{0, button.height()}));
            }},
        Row{Command::WatchMachine, [](MainWindow& window) { window.dialogs_->watchMachine(); }},
        Row{Command::OwnPrograms, [](MainWindow& window) { window.dialogs_->ownPrograms(); }},
        Row{Command::AddNote, [](MainWindow& window) { window.sides_->addNote(); }},
        Row{Command::GoTo, [](MainWindow& window) { window.dialogs_->find(); }},
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
        Row{Command::NewLesson, [](MainWindow& window) { window.dialogs_->newLesson(); }},
        Row{Command::SaveHourPage, [](MainWindow& window) { window.dialogs_->saveHourPage(); }},
        Row{Command::PrepareHour, [](MainWindow& window) { window.dialogs_->prepareHour(); }},
        Row{Command::SwapScreens, [](MainWindow& window) { window.swapScreens(); }},
        Row{Command::CheckDiagram, [](MainWindow& window) { window.dialogs_->checkDiagram(); }},
        Row{Command::HourOverview, [](MainWindow& window) { window.search(); }},
        Row{Command::FindLesson, [](MainWindow& window) { window.search(); }},
        Row{Command::SayTime,
            [](MainWindow& window) {
                if (window.presenter_) window.presenter_->announce(window.notes_->timeText());
            }},
        Row{Command::RestartClock, [](MainWindow& window) { window.notes_->startClock(true); }},
        Row{Command::Glossary, [](MainWindow& window) { window.dialogs_->glossary(); }},
        Row{Command::LessonLanguage,
            [](MainWindow& window) { window.dialogs_->lessonLanguage(window.sides_->keysAround()); }},
        Row{Command::ListShortcuts, [](MainWindow& window) { window.dialogs_->shortcuts(); }},
        Row{Command::Messages, [](MainWindow& window) { window.dialogs_->messages(); }},
        Row{Command::About, [](MainWindow& window) { window.dialogs_->about(); }},
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

void MainWindow::copyText(const QString& text)
{
    QApplication::clipboard()->setText(text);
    store_.dispatch(model::Announce{model::answer(wording::copiedText)});
}

void MainWindow::copyPicture()
{
    QApplication::clipboard()->setPixmap(stage_->grab());
    store_.dispatch(model::Announce{model::answer(wording::copied)});
}

} // namespace tcpstage::widgets
