// Unsaved work is kept when its lesson is left and restored when it is opened again: in the model, without files.

#include "core/sources/matrix.h"
#include "tests/ui/model/desktop.h"
#include "tests/ui/scene/again.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::model {
namespace {

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

} // namespace
} // namespace tcpstage::model
