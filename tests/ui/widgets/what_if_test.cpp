#include "tests/ui/widgets/window.h"

#include "ui/scene/labels.h"
#include "ui/scene/origins.h"
#include "ui/widgets/branch_strip.h"
#include "ui/widgets/call_editor.h"
#include "ui/widgets/canvas.h"
#include "ui/widgets/segment_editor.h"
#include "ui/widgets/stage_view.h"
#include "ui/widgets/what_if_menu.h"

#include <QFile>
#include <QLineEdit>
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

TEST_F(WhatIfInTheWindow, EOpensAnEditorInPlaceAndEnterMakesTheBranch)
{
    steps(6);
    press(Qt::Key_E);
    SegmentEditor& editor = window.whatIf().segmentEditor();
    ASSERT_TRUE(editor.isVisible());
    EXPECT_TRUE(editor.flag(Flag::Syn).isChecked());
    ASSERT_TRUE(editor.seq().hasFocus());

    editor.window().setFocus();
    QTest::keyClick(&editor.window(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(&editor.window(), QStringLiteral("many"));
    EXPECT_NE(editor.sentence().indexOf(QStringLiteral("whole number")), -1);
    press(Qt::Key_Return);
    EXPECT_TRUE(editor.isVisible()) << "what is wrong is not done";

    QTest::keyClick(&editor.window(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(&editor.window(), QStringLiteral("500"));
    ask(Qt::Key_Return);

    EXPECT_FALSE(editor.isVisible());
    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_EQ(model().story->trace().flight(1).window_bytes, 500U);
    EXPECT_EQ(window.branchStrip()->button(1)->accessibleName(), "segment 2 of server, SYN, ACK: edited");
}

TEST_F(WhatIfInTheWindow, AFlagIsEditedByTheSpaceBarAndEscLeavesAllAsItIs)
{
    steps(6);
    press(Qt::Key_E);
    SegmentEditor& editor = window.whatIf().segmentEditor();
    press(Qt::Key_Escape);
    EXPECT_FALSE(editor.isVisible());
    EXPECT_TRUE(model().branches.all.empty());
    EXPECT_TRUE(window.stage().ladderCanvas().hasFocus());

    press(Qt::Key_E);
    editor.flag(Flag::Rst).setFocus();
    press(Qt::Key_Space);
    EXPECT_TRUE(editor.flag(Flag::Rst).isChecked());
    ask(Qt::Key_Return);
    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_TRUE(model().story->trace().flight(1).segment.rst());
}

TEST_F(WhatIfInTheWindow, AnEditedSegmentSaysSoAndWhatItWas)
{
    steps(6);
    store.dispatch(EditFlight{1, Edit{.seq = Seq{7777}}});
    store.settle();
    const Story& story = *model().story;
    EXPECT_EQ(wordsOf(story.trace(), 1, model().showing).remark, QStringLiteral("edited by the network"));
    const auto origins = originsOf(story, 1, model().showing);
    EXPECT_NE(origins.front().text.indexOf(QStringLiteral("S. ")), -1) << origins.front().text.toStdString();
}

TEST_F(WhatIfInTheWindow, SpareUndoesAnEditOfTheLesson)
{
    steps(6);
    store.dispatch(EditFlight{1, Edit{.window_bytes = 1000}});
    store.settle();
    ask(Qt::Key_A);
    EXPECT_EQ(model().branches.all.size(), 3U);
    EXPECT_EQ(model().story->trace().flight(1).before, nullptr);
}

TEST_F(WhatIfInTheWindow, ASendHasTheSizeThatIsWritten)
{
    press(Qt::Key_End);
    CallEditor& editor = window.whatIf().callEditor();
    editor.openFor(Side::Left, Call::Send, QRect{window.mapToGlobal(QPoint{200, 200}), QSize{1, 1}});
    QTest::keyClick(&editor.octets(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(&editor.octets(), QStringLiteral("\"hello"));
    EXPECT_FALSE(editor.sentence().isEmpty());
    QTest::keyClicks(&editor.octets(), QStringLiteral("\""));
    EXPECT_TRUE(editor.sentence().isEmpty());
    ask(Qt::Key_Return);

    const auto flights = model().story->trace().flights();
    EXPECT_TRUE(std::ranges::any_of(
        flights, [](const Flight& flight) { return flight.segment.payload == Bytes{std::string_view{"hello"}}; }));
}

} // namespace
} // namespace tcpstage
