// The network on sliders, a stage where everything is done by hand, and the lesson as text: by keys and clicks.

#include "tests/ui/widgets/window.h"

#include "core/scenario/sandbox.h"
#include "ui/widgets/branch_strip.h"
#include "ui/widgets/code_edit.h"
#include "ui/widgets/lesson_text.h"
#include "ui/widgets/network_bar.h"
#include "ui/widgets/options_panel.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage_view.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSlider>
#include <QTableWidget>
#include <QTest>
#include <QTextCursor>
#include <QToolButton>

namespace tcpstage {
namespace {

class Touch : public Window {
protected:
    explicit Touch(const char* lesson = "four-way-close") : Window{lesson} {}

    void settle()
    {
        store.settle();
        QApplication::processEvents();
        store.settle();
    }
    void steps(int count)
    {
        for (int i = 0; i < count; ++i)
            press(Qt::Key_Right);
    }
    State stateOf(Side side) const
    {
        const Trace& trace = model().story->trace();
        return trace.at(side, trace.last_moment()).state;
    }
};

class NetworkOnSliders : public Touch {};

TEST_F(NetworkOnSliders, MovingOneOpensOneBranchHoweverOftenItMoves)
{
    steps(4);
    press(Qt::Key_V);
    NetworkBar* bar = window.sides().network();
    ASSERT_NE(bar, nullptr);
    ASSERT_TRUE(bar->isVisible());
    QSlider& delay = bar->slider(Side::Left, Knob::Delay);
    EXPECT_EQ(bar->value(Side::Left, Knob::Delay).text(), QStringLiteral("100 ms"));
    delay.setFocus();
    for (int i = 0; i < 3; ++i) {
        press(Qt::Key_Right);
        settle();
    }
    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_EQ(bar->value(Side::Left, Knob::Delay).text(), QStringLiteral("300 ms"));
    EXPECT_EQ(model().branches.all[1].name.en.substr(model().branches.all[1].name.en.find(':')),
              ": client → server: delay 300 ms");
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(model().branches.all.empty()) << "one step of undo";
    EXPECT_EQ(bar->value(Side::Left, Knob::Delay).text(), QStringLiteral("100 ms"));
}

TEST_F(NetworkOnSliders, AtALaterMomentAnotherBranchBegins)
{
    steps(4);
    press(Qt::Key_V);
    NetworkBar& bar = *window.sides().network();
    bar.slider(Side::Right, Knob::Loss).setFocus();
    press(Qt::Key_Right);
    settle();
    window.stage().take();
    steps(2);
    bar.slider(Side::Right, Knob::Loss).setFocus();
    press(Qt::Key_Right);
    settle();
    EXPECT_EQ(model().branches.all.size(), 3U);
}

class SandboxInTheWindow : public Touch {};

TEST_F(SandboxInTheWindow, AConnectionIsMadeByHandAndTakenBack)
{
    press(Qt::Key_N, Qt::ControlModifier);
    settle();
    ASSERT_EQ(model().source, sandbox_source);
    EXPECT_TRUE(model().story->trace().empty());
    EXPECT_FALSE(window.branchStrip() && window.branchStrip()->isVisible());

    const auto call = [&](Side side, Call what) {
        store.dispatch(MakeCall{side, what});
        settle();
    };
    call(Side::Right, Call::Listen);
    call(Side::Left, Call::Connect);
    EXPECT_EQ(stateOf(Side::Right), State::Established);
    press(Qt::Key_End);
    call(Side::Left, Call::Send);
    press(Qt::Key_End);
    call(Side::Left, Call::Close);
    EXPECT_EQ(stateOf(Side::Left), State::FinWait2);
    EXPECT_FALSE(window.branchStrip() && window.branchStrip()->isVisible()) << "it is one stage, without branches";

    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(stateOf(Side::Left), State::Established);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(stateOf(Side::Left), State::FinWait2);
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(model().story->trace().empty());
}

TEST_F(SandboxInTheWindow, SegmentsAndOptionsAreTouchedThere)
{
    press(Qt::Key_N, Qt::ControlModifier);
    settle();
    for (const auto& [side, what] : {std::pair{Side::Right, Call::Listen}, std::pair{Side::Left, Call::Connect}}) {
        store.dispatch(MakeCall{side, what});
        settle();
    }
    press(Qt::Key_O);
    OptionsPanel* panel = window.sides().options();
    ASSERT_NE(panel, nullptr);
    ASSERT_TRUE(panel->isVisible());
    QTableWidget& table = panel->table();
    table.setFocus();
    int row = 0;
    while (table.item(row, 0)->text() != QStringLiteral("mss"))
        ++row;
    table.setCurrentCell(row, 1);
    EXPECT_NE(panel->text().indexOf(QStringLiteral("RFC 9293")), -1) << panel->text().toStdString();
    press(Qt::Key_Return);
    auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    ASSERT_NE(editor, nullptr);
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("500"));
    press(Qt::Key_Return);
    settle();
    EXPECT_EQ(model().story->trace().flight(0).segment.options.mss, 500);

    table.setCurrentCell(row, 1);
    table.item(row, 1)->setText(QStringLiteral("much"));
    settle();
    ASSERT_TRUE(model().notice);
    EXPECT_TRUE(model().notice->problem);
    EXPECT_EQ(table.item(row, 1)->text(), QStringLiteral("500")) << "what is wrong is not kept";
}

class LessonAsText : public Touch {
protected:
    CodeEdit& code() { return window.sides().text()->code(); }
    /// Writes `to` in the place of `from`.
    void change(const QString& from, const QString& to)
    {
        QPlainTextEdit& edit = code().edit();
        const qsizetype at = edit.toPlainText().indexOf(from);
        ASSERT_NE(at, -1);
        code().select(static_cast<int>(at), static_cast<int>(from.size()));
        edit.setFocus();
        QTest::keyClicks(&edit, to);
        window.sides().text()->check();
        settle();
    }
};

TEST_F(LessonAsText, TheStageFollowsWhatIsWritten)
{
    press(Qt::Key_L, Qt::ControlModifier);
    ASSERT_NE(window.sides().text(), nullptr);
    ASSERT_TRUE(window.sides().text()->isVisible());
    change(QStringLiteral("iss: 99"), QStringLiteral("iss: 777"));
    EXPECT_EQ(model().story->trace().flight(0).segment.seq, Seq{777});
    ASSERT_EQ(model().branches.all.size(), 2U);
    change(QStringLiteral("iss: 777"), QStringLiteral("iss: 778"));
    EXPECT_EQ(model().branches.all.size(), 2U) << "the same branch";
    EXPECT_EQ(model().story->trace().flight(0).segment.seq, Seq{778});
}

TEST_F(LessonAsText, AMistakeIsMarkedAndToldAndTheStageStays)
{
    press(Qt::Key_L, Qt::ControlModifier);
    const StoryPtr before = model().story;
    change(QStringLiteral("steps:"), QStringLiteral("stepps:"));
    EXPECT_EQ(model().story, before);
    EXPECT_GT(code().markedLine(), 1);
    EXPECT_NE(window.sides().text()->sentence().indexOf(QStringLiteral("steps")), -1);
    change(QStringLiteral("stepps:"), QStringLiteral("steps:"));
    EXPECT_EQ(code().markedLine(), 0);
}

TEST_F(LessonAsText, ANoteIsPutAtThePresentStep)
{
    steps(3);
    press(Qt::Key_M, Qt::ControlModifier);
    settle();
    ASSERT_TRUE(window.sides().text() && window.sides().text()->isVisible());
    EXPECT_EQ(code().edit().textCursor().selectedText(), QStringLiteral("Title"));
    QTest::keyClicks(&code().edit(), QStringLiteral("Mine"));
    window.sides().text()->check();
    settle();
    const Note* note = noteAt(*model().story, model().story->pace.moment(model().goal()));
    ASSERT_NE(note, nullptr);
    EXPECT_EQ(note->title.en, "Mine");
}

TEST_F(LessonAsText, AnotherLessonBringsItsOwnText)
{
    press(Qt::Key_L, Qt::ControlModifier);
    change(QStringLiteral("iss: 99"), QStringLiteral("iss: 777"));
    open("abort");
    EXPECT_EQ(code().edit().toPlainText().indexOf(QStringLiteral("iss: 777")), -1);
}

class AnyTwoRuns : public Touch {};

TEST_F(AnyTwoRuns, StandSideBySide)
{
    steps(6);
    press(Qt::Key_D);
    settle();
    QTest::mouseClick(window.branchStrip()->button(0), Qt::LeftButton);
    press(Qt::Key_U);
    settle();
    ASSERT_EQ(model().branches.all.size(), 3U);
    store.dispatch(CompareBranches{1, 2});
    settle();
    ASSERT_TRUE(model().story->beside);
    EXPECT_EQ(model().story->scenario.half, model().branches.all[1].name);
    EXPECT_EQ(model().story->beside->scenario.half, model().branches.all[2].name);
    ASSERT_NE(model().story->comparison->first(), nullptr);
    press(Qt::Key_C);
    EXPECT_FALSE(model().story->beside);
    EXPECT_EQ(model().story, model().branches.all[2].story);
}

} // namespace
} // namespace tcpstage
