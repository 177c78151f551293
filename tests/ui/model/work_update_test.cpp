// Unsaved work is kept when its lesson is left and restored when it is opened again: in the model, without files.

#include "core/base/files.h"
#include "core/lesson/library.h"
#include "core/sources/matrix.h"
#include "tests/ui/model/staged_run.h"
#include "tests/ui/scene/again.h"
#include "ui/model/store/update.h"
#include "ui/widgets/services.h"

#include <QTemporaryDir>
#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::model {
namespace {

/// A model whose requests are carried out immediately.
class Desktop {
public:
    explicit Desktop(const char* lesson = "three-way-handshake")
    {
        model.animates = false;
        act(OpenSource{lesson});
    }
    void act(const Action& action)
    {
        Updated updated = update(std::move(model), action);
        model = std::move(updated.model);
        for (const Request& request : updated.requests) {
            if (const auto* stageRun = std::get_if<LoadSource>(&request)) answer(*stageRun);
            if (const auto* work = std::get_if<KeepWork>(&request)) kept.push_back(*work);
        }
    }
    void steps(int count)
    {
        for (int i = 0; i < count; ++i)
            act(Command::NextStep);
    }
    void write(std::string text) { act(WriteDraft{std::make_shared<const std::string>(std::move(text))}); }
    /// Everything that must not be lost, as text.
    std::string state() const
    {
        std::string all = model.source + '\n';
        for (const Branch& branch : model.branches.all)
            all += branch.name.en + '\n' + lesson::write_scenario(branch.staged->scenario) + textOf(branch.text) +
                   textOf(branch.draft);
        return all + std::to_string(model.branches.shown) + textOf(model.branches.draft) + '\n' +
               std::to_string(model.staged->timeMap.moment(model.goal()).record);
    }

    Model model;
    std::vector<KeepWork> kept;

private:
    static std::string textOf(const TextPtr& text) { return text ? "[" + *text + "]" : std::string{"-"}; }
    void answer(const LoadSource& request)
    {
        const auto staged = widgets::loadSource(request, {});
        if (staged)
            act(RunLoaded{request.ticket, *staged, {}});
        else
            act(LoadFailed{request.ticket, staged.error().sentences()});
    }
};

struct Way {
    const char* name;
    std::function<void(Desktop&)> leave;
};
const std::vector<Way> waysOut{
    {"another lesson", [](Desktop& desk) { desk.act(OpenSource{"abort"}); }},
    {"a sandbox", [](Desktop& desk) { desk.act(Command::NewSandbox); }},
    {"a cell of the matrix",
     [](Desktop& desk) { desk.act(OpenSource{sources::cell_source(tcp::State::Listen, sources::Stimulus::Syn)}); }},
    {"the same lesson", [](Desktop& desk) { desk.act(OpenSource{desk.model.source}); }},
    {"two lessons",
     [](Desktop& desk) {
         desk.act(OpenSource{"abort"});
         desk.act(OpenSource{"syn-lost"});
     }},
    {"real sockets", [](Desktop& desk) {
         desk.act(StartLive{desk.model.source, false, {}});
         testing::Again again{stagedOf("four-way-close")->trace(), trace::Source::Live};
         again.goOn(20);
         LiveNews news;
         news.play.ticket = desk.model.live->ticket;
         news.staged = scene::stageRun(stagedOf("four-way-close")->scenario, run::Run{again.trace(), {}, {}});
         desk.act(news);
     }}};

struct Kind {
    const char* name;
    std::function<void(Desktop&)> make;
};
const std::vector<Kind> kinds{{"a text that is not right", [](Desktop& desk) { desk.write("title: ["); }},
                              {"a text that was run",
                               [](Desktop& desk) {
                                   const std::string text =
                                       "# mine\n" + lesson::write_scenario(desk.model.staged->scenario);
                                   desk.write(text);
                                   desk.act(WriteLesson{text});
                               }},
                              {"a text that was run and written on",
                               [](Desktop& desk) {
                                   desk.act(WriteLesson{lesson::write_scenario(desk.model.staged->scenario)});
                                   desk.write("title: [");
                               }},
                              {"a branch", [](Desktop& desk) { desk.act(Command::DropSegment); }},
                              {"a branch with a name",
                               [](Desktop& desk) {
                                   desk.act(Command::DropSegment);
                                   desk.act(RenameBranch{1, "mine"});
                               }},
                              {"two branches, and the lesson is shown with a text",
                               [](Desktop& desk) {
                                   desk.act(Command::DropSegment);
                                   desk.act(Command::DuplicateSegment);
                                   desk.act(ShowBranch{0});
                                   desk.write("title: [");
                               }},
                              {"options", [](Desktop& desk) {
                                   desk.act(SetTcpOption{trace::Side::Left, "mss", "500"});
                               }}};

TEST(UnsavedWork, ComesBackByUndoAndWithItsLessonWhicheverWayItWasLeft)
{
    for (const Way& way : waysOut) {
        for (const Kind& kind : kinds) {
            SCOPED_TRACE(std::string{kind.name} + ", left for " + way.name);
            Desktop desk;
            desk.steps(6);
            kind.make(desk);
            desk.steps(1);
            const std::string before = desk.state();
            way.leave(desk);
            const bool gone = desk.state() != before;

            Desktop undone = desk;
            for (int i = 0; i < 2 && undone.state() != before; ++i)
                undone.act(Command::Undo);
            EXPECT_EQ(undone.state(), before) << "undone";
            if (gone) {
                undone.act(Command::Redo);
                EXPECT_NE(undone.state(), before) << "done again";
            }

            desk.act(OpenSource{"three-way-handshake"});
            EXPECT_EQ(desk.state(), before) << "opened again";
            ASSERT_TRUE(desk.model.notice);
            EXPECT_EQ(desk.model.notice->offer, Offer::StartAfresh);
        }
    }
}

TEST(UnsavedWork, OfASandboxComesBackWhicheverWayItWasLeft)
{
    for (const Way& way : waysOut) {
        SCOPED_TRACE(way.name);
        Desktop desk{"sandbox"};
        desk.act(MakeCall{trace::Side::Right, trace::Call::Listen});
        desk.act(MakeCall{trace::Side::Left, trace::Call::Connect});
        const std::string before = desk.state();
        way.leave(desk);
        Desktop undone = desk;
        undone.act(Command::Undo);
        if (undone.state() != before) undone.act(Command::Undo);
        EXPECT_EQ(undone.state(), before);
        if (std::string_view{way.name} == "a sandbox") continue; // leaves a sandbox for an empty sandbox
        desk.act(OpenSource{"sandbox"});
        EXPECT_EQ(desk.state(), before);
    }
}

TEST(UnsavedWork, IsAskedToBeKeptWithEveryChangeAndAtOnceWhereItsLessonIsLeft)
{
    for (const Kind& kind : kinds) {
        SCOPED_TRACE(kind.name);
        Desktop desk;
        desk.steps(6);
        EXPECT_TRUE(desk.kept.empty()) << "nothing to keep";
        kind.make(desk);
        ASSERT_FALSE(desk.kept.empty());
        EXPECT_FALSE(desk.kept.back().now);
        EXPECT_TRUE(isSameWork(desk.kept.back().work->branches, desk.model.branches));
        const auto work = desk.kept.back().work->branches;
        desk.act(OpenSource{"abort"});
        EXPECT_TRUE(desk.kept.back().now);
        EXPECT_TRUE(isSameWork(desk.kept.back().work->branches, work));
    }
}

TEST(UnsavedWork, IsNoMoreWhenAllOfItIsUndone)
{
    Desktop desk;
    desk.steps(6);
    desk.act(Command::DropSegment);
    desk.act(Command::Undo);
    ASSERT_FALSE(desk.kept.empty());
    EXPECT_FALSE(hasWork(*desk.kept.back().work));
    desk.act(OpenSource{"abort"});
    desk.act(OpenSource{"three-way-handshake"});
    EXPECT_FALSE(desk.model.notice);
    EXPECT_TRUE(desk.model.branches.all.empty());
}

TEST(UnsavedWork, CanBeGivenUpAndStillComesBackByUndo)
{
    Desktop desk;
    desk.steps(6);
    desk.act(Command::DropSegment);
    const std::string before = desk.state();
    desk.act(OpenSource{"abort"});
    desk.act(OpenSource{"three-way-handshake"});
    desk.act(TakeOffer{});
    EXPECT_TRUE(desk.model.branches.all.empty());
    EXPECT_EQ(desk.model.goal(), scene::StageTime{});
    ASSERT_TRUE(desk.model.notice);
    EXPECT_EQ(desk.model.notice->offer, Offer::Undo);
    desk.act(OpenSource{"abort"});
    desk.act(OpenSource{"three-way-handshake"});
    EXPECT_TRUE(desk.model.branches.all.empty()) << "given up for good";
    for (int i = 0; i < 3; ++i)
        desk.act(Command::Undo);
    EXPECT_EQ(desk.state(), before);
}

TEST(UnsavedWork, UndoOfABranchGoesBackToTheMomentWhereItWasMade)
{
    Desktop desk;
    desk.steps(8);
    const scene::StageTime stood = desk.model.goal();
    desk.act(Command::DropSegment);
    EXPECT_NE(desk.model.goal(), stood);
    desk.act(Command::Undo);
    EXPECT_EQ(desk.model.goal(), stood);
}

TEST(UnsavedWork, ATextThatIsBeingWrittenStaysWhenABranchIsUndone)
{
    Desktop desk;
    desk.steps(6);
    desk.act(Command::DropSegment);
    desk.act(ShowBranch{0});
    desk.write("title: [");
    desk.act(Command::Undo);
    ASSERT_TRUE(desk.model.branches.draft);
    EXPECT_EQ(*desk.model.branches.draft, "title: [");
}

TEST(UnsavedWork, KeepsItsNameWhenItsTextIsWrittenOn)
{
    Desktop desk;
    const std::string text = lesson::write_scenario(desk.model.staged->scenario);
    desk.act(WriteLesson{text});
    desk.act(RenameBranch{1, "mine"});
    desk.act(WriteLesson{"# more\n" + text});
    EXPECT_EQ(desk.model.branches.all.at(1).name.en, "mine");
}

TEST(UnsavedWork, OfATimeMapOrALanguageStays)
{
    for (const Kind& kind : kinds) {
        SCOPED_TRACE(kind.name);
        Desktop desk;
        desk.steps(6);
        kind.make(desk);
        const std::string before = desk.state();
        desk.act(SetTimeMap{scene::TimeMapKind::ToScale});
        EXPECT_EQ(desk.state(), before);
        desk.act(Command::SwitchLanguage);
        EXPECT_EQ(desk.state(), before);
        if (!desk.model.branches.all.empty() && desk.model.branches.shown == 0) continue; // comparing marks it
        desk.act(Command::CompareRuns);
        desk.act(OpenSource{"abort"});
        desk.act(Command::Undo);
        EXPECT_EQ(desk.state(), before) << "left while two stood side by side";
    }
}

TEST(UnsavedWork, OfTwoSideBySideTheMarkedOneIsSaved)
{
    Desktop desk;
    desk.steps(6);
    desk.act(Command::DropSegment);
    const StagedRunPtr branch = desk.model.staged;
    desk.act(Command::CompareRuns);
    ASSERT_TRUE(desk.model.staged->beside);
    const auto requests = update(desk.model, SaveTo{"lost.yaml"}).requests;
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(std::get<SaveRunTo>(requests.front()).staged, branch);
}

/// A branch whose parent is closed or undone while it loads never comes: its number would be that of another.
TEST(UnsavedWork, OfABranchThatLoadsEndsWithItsParent)
{
    for (const bool undone : {false, true}) {
        Desktop desk;
        desk.steps(6);
        desk.act(Command::DropSegment);
        desk.act(ShowBranch{0});
        desk.act(Command::DuplicateSegment);
        ASSERT_EQ(desk.model.branches.all.size(), 3U);
        const Updated asked = update(desk.model, Command::DelaySegment);
        ASSERT_TRUE(asked.model.loading && asked.model.loading->branch);
        EXPECT_EQ(asked.model.loading->branch->parent, 2U);
        const Updated closed = undone ? update(asked.model, Command::Undo) : update(asked.model, CloseBranch{2});
        const StagedRunPtr late = stagedOf("three-way-handshake");
        const Updated loaded = update(closed.model, RunLoaded{asked.model.loading->ticket, late, {}});
        EXPECT_EQ(loaded.model.branches.all.size(), closed.model.branches.all.size()) << (undone ? "undone" : "closed");
        EXPECT_NE(loaded.model.staged, late);
        for (std::size_t i = 1; i < loaded.model.branches.all.size(); ++i)
            EXPECT_LT(loaded.model.branches.all[i].parent, i);
        const Work both = together(*workOf(loaded.model), *workOf(desk.model));
        EXPECT_GE(both.branches.all.size(), 2U);
    }
}

TEST(UnsavedWork, OfTwoVisitsIsAllThereOnce)
{
    Desktop first;
    first.steps(6);
    first.act(Command::DropSegment);
    first.act(ShowBranch{0});
    first.write("one: [");
    Desktop second;
    second.steps(6);
    second.act(Command::DropSegment);
    second.act(ShowBranch{0});
    second.act(Command::DuplicateSegment);
    second.act(ShowBranch{0});
    second.write("two: [");
    const Work all = together(*workOf(first.model), *workOf(second.model));
    ASSERT_EQ(all.branches.all.size(), 4U) << "the lesson, twice for its texts, and two branches";
    EXPECT_EQ(*all.branches.all[0].draft, "one: [");
    const auto other = std::ranges::find_if(
        all.branches.all, [](const Branch& branch) { return branch.draft && *branch.draft == "two: ["; });
    EXPECT_NE(other, all.branches.all.end());
    EXPECT_EQ(together(all, all).branches.all.size(), 4U);
}

TEST(UnsavedWork, AFileThatAnotherProgramHasChangedIsOfferedAgainAndTheOwnTextStays)
{
    Desktop desk;
    desk.write("title: [");
    desk.act(SourceChanged{"title: ["});
    EXPECT_FALSE(desk.model.notice) << "it was saved here";
    desk.act(SourceChanged{"other"});
    ASSERT_TRUE(desk.model.notice);
    EXPECT_EQ(desk.model.notice->offer, Offer::Reload);
    desk.act(TakeOffer{});
    ASSERT_TRUE(desk.model.branches.draft);
    EXPECT_EQ(*desk.model.branches.draft, "title: [");
}

TEST(Back, ReturnsToTheLessonAsItWasLeft)
{
    Desktop desk;
    desk.steps(4);
    desk.act(Command::DropSegment);
    desk.act(SetView{scene::View::Window});
    const std::string left = desk.state();
    desk.act(OpenSource{"zero-window"});
    desk.steps(3);
    const std::string other = desk.state();
    desk.act(SetView{scene::View::Ladder});
    desk.act(Command::Back);
    EXPECT_EQ(desk.state(), left);
    EXPECT_EQ(desk.model.display.view, scene::View::Window);
    EXPECT_TRUE(desk.model.visited.empty()) << "there was nothing before it";
    desk.act(Command::Forward);
    EXPECT_EQ(desk.state(), other);
    EXPECT_EQ(desk.model.display.view, scene::View::Ladder);
    desk.act(Command::Back);
    EXPECT_EQ(desk.state(), left);
}

TEST(Back, GoesFromLessonToLesson)
{
    Desktop desk{"abort"};
    for (const char* lesson : {"syn-lost", "udp", "letters"})
        desk.act(OpenSource{lesson});
    for (const char* lesson : {"udp", "syn-lost", "abort"}) {
        desk.act(Command::Back);
        EXPECT_EQ(desk.model.source, lesson);
    }
    desk.act(Command::Back);
    EXPECT_EQ(desk.model.source, "abort");
    desk.act(Command::Forward);
    EXPECT_EQ(desk.model.source, "syn-lost");
    desk.act(OpenSource{"nagle"});
    EXPECT_TRUE(desk.model.ahead.empty()) << "a new way begins";
    desk.act(Command::Back);
    EXPECT_EQ(desk.model.source, "syn-lost");
}

TEST(Back, IsUndoneByUndo)
{
    Desktop desk{"abort"};
    desk.act(OpenSource{"syn-lost"});
    desk.steps(2);
    const std::string left = desk.state();
    desk.act(Command::Back);
    desk.act(Command::Undo);
    EXPECT_EQ(desk.state(), left);
}

TEST(CellOfTheMatrix, OpensAtItsMomentAndBackLeadsToTheMatrix)
{
    Desktop desk;
    desk.act(SetView{scene::View::Matrix});
    desk.act(OpenSource{sources::cell_source(tcp::State::FinWait1, sources::Stimulus::Fin)});
    desk.act(SetView{scene::View::Ladder}); // as the window does
    const scene::StagedRun& staged = *desk.model.staged;
    const trace::RecordId record = staged.timeMap.moment(desk.model.goal()).record;
    ASSERT_NE(record, trace::no_record);
    EXPECT_EQ(staged.timeMap.at(staged.run.notes.back().from), desk.model.goal()) << "where its FIN arrives";
    desk.act(Command::Back);
    EXPECT_EQ(desk.model.source, "three-way-handshake");
    EXPECT_EQ(desk.model.display.view, scene::View::Matrix);
}

TEST(RecentFiles, AreThoseThatWereOpenedTheNewestFirst)
{
    Desktop desk;
    const QTemporaryDir folder;
    std::vector<std::string> paths;
    for (int i = 0; i < 10; ++i) {
        paths.push_back(folder.filePath(QStringLiteral("%1.yaml").arg(i)).toStdString());
        ASSERT_TRUE(write_whole_file(paths.back(), lesson::find_built_in("abort")->yaml));
        desk.act(OpenSource{paths.back()});
    }
    EXPECT_EQ(desk.model.recent.front(), paths.back());
    EXPECT_EQ(desk.model.recent.size(), 8U);
    desk.act(OpenSource{paths[5]});
    EXPECT_EQ(desk.model.recent.front(), paths[5]);
    EXPECT_EQ(std::ranges::count(desk.model.recent, paths[5]), 1);
    desk.act(OpenSource{"syn-lost"});
    desk.act(Command::NewSandbox);
    desk.act(OpenSource{sources::cell_source(tcp::State::Listen, sources::Stimulus::Syn)});
    EXPECT_EQ(desk.model.recent.front(), paths[5]) << "a lesson of the program is no file";
}

TEST(Saving, WritesTheBranchThatIsMarkedUnderItsName)
{
    for (const bool compared : {false, true}) {
        Desktop desk;
        desk.steps(4);
        desk.act(Command::DropSegment);
        desk.act(RenameBranch{1, "my lost SYN"});
        if (compared) desk.act(Command::CompareRuns);
        ASSERT_EQ(desk.model.branches.compared, compared);
        const Updated updated = update(desk.model, SaveTo{"branch.yaml"});
        ASSERT_EQ(updated.requests.size(), 1U);
        const auto& request = std::get<SaveRunTo>(updated.requests.front());
        EXPECT_EQ(request.title.en, "my lost SYN");
        EXPECT_EQ(request.staged, desk.model.branches.all[1].staged);
        const QTemporaryDir folder;
        SaveRunTo inFolder = request;
        inFolder.path = folder.filePath(QStringLiteral("branch.yaml")).toStdString();
        ASSERT_TRUE(widgets::saveRunTo(inFolder));
        const auto lesson = lesson::find_lesson(inFolder.path);
        ASSERT_TRUE(lesson);
        EXPECT_EQ(lesson->title.en, "my lost SYN");
        EXPECT_EQ(lesson->setup.faults.size(), 1U) << "the loss is in the file";
    }
}

} // namespace
} // namespace tcpstage::model
