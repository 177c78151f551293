// Going back to what was left, recent files, and saving what is marked: in the model, without a window.

#include "core/base/files.h"
#include "core/lesson/library.h"
#include "core/sources/matrix.h"
#include "tests/ui/model/desktop.h"

#include <QTemporaryDir>
#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::model {
namespace {

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

TEST(Back, ANewSandboxShowsTheLadderWhoseBoxesHaveTheCalls)
{
    for (const scene::View view : {scene::View::Whole, scene::View::Ladder}) {
        Desktop desk;
        desk.act(SetView{view});
        desk.act(Command::NewSandbox);
        EXPECT_EQ(desk.model.display.view, scene::View::Ladder);
        desk.act(SetView{view});
        desk.act(Command::NewSandbox); // from the sandbox itself, too
        EXPECT_EQ(desk.model.display.view, scene::View::Ladder);
    }
    Desktop desk;
    desk.act(SetView{scene::View::Whole});
    desk.act(Command::NewSandbox);
    desk.act(Command::Back);
    EXPECT_EQ(desk.model.display.view, scene::View::Whole) << "the lesson shows what it showed";
    Desktop ended;
    ended.act(Command::Last);
    ended.act(Command::NextStep);
    ended.act(Command::NewSandbox);
    EXPECT_EQ(ended.model.display.view, scene::View::Ladder) << "from the last page";
}

TEST(Comparing, AndLeavingItKeepsThePlaceAtEveryStepOfABranch)
{
    for (const Command change : {Command::DropSegment, Command::DuplicateSegment}) {
        Desktop desk;
        desk.steps(5);
        desk.act(change);
        ASSERT_EQ(desk.model.branches.all.size(), 2U);
        desk.act(Command::First);
        for (std::size_t step = 0; step < 30 && desk.model.goal() < desk.model.staged->timeMap.end(); ++step) {
            const scene::StageTime time = desk.model.goal();
            desk.act(Command::CompareRuns);
            ASSERT_TRUE(desk.model.branches.compared);
            desk.act(Command::CompareRuns);
            ASSERT_FALSE(desk.model.branches.compared);
            EXPECT_EQ(desk.model.goal(), time) << "step " << step;
            desk.act(Command::CompareRuns);
            desk.act(ShowBranch{1});
            EXPECT_EQ(desk.model.goal(), time) << "by the strip, step " << step;
            desk.act(Command::NextStep);
        }
    }
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
