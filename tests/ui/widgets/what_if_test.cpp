#include "tests/ui/widgets/window.h"

#include "ui/widgets/branch_strip.h"

#include <QFile>
#include <QTest>
#include <QToolButton>
#include <algorithm>

namespace tcpstage {
namespace {

class WhatIfInTheWindow : public Window {
protected:
    WhatIfInTheWindow() : Window{"three-way-handshake"} {}

    /// Presses a key and waits for the branch that it opens.
    void ask(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        press(key, modifiers);
        store.settle();
    }
    void steps(int count)
    {
        for (int i = 0; i < count; ++i)
            press(Qt::Key_Right);
    }
    int lost() const
    {
        const Trace& trace = model().story->trace();
        int count = 0;
        for (std::size_t i = 0; i < trace.flights().size(); ++i)
            if (trace.flight(static_cast<FlightId>(i)).fate == Fate::Lost) ++count;
        return count;
    }
};

TEST_F(WhatIfInTheWindow, DDropsTheNewestSegmentInABranchAndTheLessonStays)
{
    const StoryPtr lesson = model().story;
    steps(6); // the server has sent its SYN, ACK

    ask(Qt::Key_D);

    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_EQ(model().branches.all[0].story, lesson);
    EXPECT_NE(model().story, lesson);
    EXPECT_EQ(lost(), 1);
    ASSERT_NE(window.branchStrip(), nullptr);
    EXPECT_TRUE(window.branchStrip()->isVisible());
    EXPECT_TRUE(window.branchStrip()->button(1)->isChecked());
    EXPECT_EQ(window.branchStrip()->button(1)->accessibleName(), "segment 2 of server, SYN, ACK: dropped");
}

TEST_F(WhatIfInTheWindow, TheButtonsGoFromOneToTheOtherAndBack)
{
    const StoryPtr lesson = model().story;
    steps(6);
    ask(Qt::Key_D);

    QTest::mouseClick(window.branchStrip()->button(0), Qt::LeftButton);
    EXPECT_EQ(model().story, lesson);
    QTest::mouseClick(window.branchStrip()->button(1), Qt::LeftButton);
    EXPECT_NE(model().story, lesson);
    EXPECT_GT(model().time, StageTime{}) << "the moment is kept";
}

TEST_F(WhatIfInTheWindow, UndoAndRedo)
{
    const StoryPtr lesson = model().story;
    steps(6);
    ask(Qt::Key_D);
    const StoryPtr branch = model().story;

    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(model().story, lesson);
    EXPECT_FALSE(window.branchStrip()->isVisible());
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(model().story, branch);
    EXPECT_TRUE(window.branchStrip()->isVisible());
}

TEST_F(WhatIfInTheWindow, CPutsBothSideBySideAndTakesThemApart)
{
    steps(6);
    ask(Qt::Key_D);
    const StoryPtr branch = model().story;

    ask(Qt::Key_C);
    ASSERT_NE(model().story->beside, nullptr);
    EXPECT_FALSE(model().story->differences.empty());
    ask(Qt::Key_C);
    EXPECT_EQ(model().story, branch);
}

TEST_F(WhatIfInTheWindow, ALostSegmentCanArrive)
{
    open("syn-lost");
    steps(3);
    ask(Qt::Key_A);

    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_EQ(model().story->trace().flight(0).fate, Fate::Arrived);
}

TEST_F(WhatIfInTheWindow, ACallIsMadeAtThisMoment)
{
    press(Qt::Key_End);
    store.dispatch(MakeCall{Side::Left, Call::Close});
    store.settle();

    const Story& story = *model().story;
    EXPECT_EQ(story.trace().at(Side::Left, story.trace().last_moment()).state, State::FinWait2);
}

TEST_F(WhatIfInTheWindow, ABranchIsSavedAsALesson)
{
    steps(6);
    ask(Qt::Key_D);
    const QString path = folder.filePath(QStringLiteral("lost.yaml"));

    store.dispatch(SaveTo{path.toStdString()});
    store.settle();

    const auto again = read_scenario_file(path.toStdString());
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(run(*again).trace.flight(1).fate, Fate::Lost);
}

TEST_F(WhatIfInTheWindow, AnotherLessonBeginsWithoutBranches)
{
    steps(6);
    ask(Qt::Key_D);
    open("abort");
    EXPECT_TRUE(model().branches.all.empty());
    EXPECT_FALSE(window.branchStrip()->isVisible());
}

} // namespace
} // namespace tcpstage
