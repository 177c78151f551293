// The network's sliders, the sandbox and the lesson's text, used by keys and clicks.

#include "tests/ui/widgets/window.h"

#include "core/run/sandbox.h"
#include "ui/model/words.h"
#include "ui/widgets/branches/branch_strip.h"
#include "ui/widgets/branches/network_bar.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/lessons/code_edit.h"
#include "ui/widgets/lessons/lesson_text.h"
#include "ui/widgets/lessons/options_panel.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSlider>
#include <QTableWidget>
#include <QTest>
#include <QTextCursor>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

class Touch : public Window {
protected:
    explicit Touch(const char* lesson = "four-way-close") : Window{lesson} {}

    void steps(int count)
    {
        for (int i = 0; i < count; ++i)
            press(Qt::Key_Right);
    }
    tcp::State stateOf(trace::Side side) const
    {
        const trace::Trace& trace = model().staged->trace();
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
    QSlider& delay = bar->slider(trace::Side::Left, model::Knob::Delay);
    EXPECT_EQ(bar->value(trace::Side::Left, model::Knob::Delay).text(), QStringLiteral("100 ms"));
    delay.setFocus();
    for (int i = 0; i < 3; ++i) {
        press(Qt::Key_Right);
        settle();
    }
    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_EQ(bar->value(trace::Side::Left, model::Knob::Delay).text(), QStringLiteral("300 ms"));
    EXPECT_EQ(model().branches.all[1].name.en.substr(model().branches.all[1].name.en.find(':')),
              ": client → server: delay 300 ms");
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(model().branches.all.empty()) << "one step of undo";
    EXPECT_EQ(bar->value(trace::Side::Left, model::Knob::Delay).text(), QStringLiteral("100 ms"));
}

TEST_F(NetworkOnSliders, AtALaterMomentAnotherBranchBegins)
{
    steps(4);
    press(Qt::Key_V);
    NetworkBar& bar = *window.sides().network();
    bar.slider(trace::Side::Right, model::Knob::Loss).setFocus();
    press(Qt::Key_Right);
    settle();
    window.stage().take();
    steps(2);
    bar.slider(trace::Side::Right, model::Knob::Loss).setFocus();
    press(Qt::Key_Right);
    settle();
    EXPECT_EQ(model().branches.all.size(), 3U);
}

class SandboxInTheWindow : public Touch {};

TEST_F(SandboxInTheWindow, AConnectionIsMadeByHandAndTakenBack)
{
    press(Qt::Key_N, Qt::ControlModifier);
    settle();
    ASSERT_EQ(model().source, run::sandbox_source);
    EXPECT_TRUE(model().staged->trace().empty());
    EXPECT_FALSE(window.branchStrip() && window.branchStrip()->isVisible());

    call(trace::Side::Right, QStringLiteral("listen()"));
    call(trace::Side::Left, QStringLiteral("connect()"));
    EXPECT_EQ(stateOf(trace::Side::Right), tcp::State::Established);
    press(Qt::Key_End);
    call(trace::Side::Left, QStringLiteral("send(100)"));
    press(Qt::Key_End);
    call(trace::Side::Left, QStringLiteral("close()"));
    EXPECT_EQ(stateOf(trace::Side::Left), tcp::State::FinWait2);
    EXPECT_FALSE(window.branchStrip() && window.branchStrip()->isVisible()) << "it is one stage, without branches";

    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(stateOf(trace::Side::Left), tcp::State::Established);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(stateOf(trace::Side::Left), tcp::State::FinWait2);
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(model().staged->trace().empty());
}

TEST_F(SandboxInTheWindow, SegmentsAndOptionsAreTouchedThere)
{
    press(Qt::Key_N, Qt::ControlModifier);
    settle();
    call(trace::Side::Right, QStringLiteral("listen()"));
    call(trace::Side::Left, QStringLiteral("connect()"));
    press(Qt::Key_O);
    OptionsPanel* panel = window.sides().options();
    ASSERT_NE(panel, nullptr);
    ASSERT_TRUE(panel->isVisible());
    QTableWidget& table = panel->table();
    table.setFocus();
    int row = 0;
    while (table.item(row, 0)->text() != QStringLiteral("mss"))
        ++row;
    const auto clickCell = [&] {
        const QRect cell = table.visualItemRect(table.item(row, 1));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, Qt::NoModifier, cell.center());
    };
    table.scrollToItem(table.item(row, 1));
    clickCell();
    EXPECT_NE(panel->text().indexOf(QStringLiteral("RFC 9293")), -1) << panel->text().toStdString();
    const auto write = [&](const QString& text) {
        press(Qt::Key_Return);
        auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        ASSERT_NE(editor, nullptr);
        type(*editor, text);
        press(Qt::Key_Return);
        settle();
    };
    write(QStringLiteral("500"));
    EXPECT_EQ(model().staged->trace().transit(0).segment.options.mss, 500);

    table.setFocus();
    write(QStringLiteral("much"));
    ASSERT_TRUE(model().notice);
    EXPECT_TRUE(model().notice->problem);
    EXPECT_EQ(table.item(row, 1)->text(), QStringLiteral("500")) << "what is wrong is not kept";
}

class LessonAsText : public Touch {
protected:
    CodeEdit& code() { return window.sides().text()->code(); }
    /// Replaces `from` by `to` in the lesson's text.
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
    EXPECT_EQ(model().staged->trace().transit(0).segment.seq, tcp::Seq{777});
    ASSERT_EQ(model().branches.all.size(), 2U);
    change(QStringLiteral("iss: 777"), QStringLiteral("iss: 778"));
    EXPECT_EQ(model().branches.all.size(), 2U) << "the same branch";
    EXPECT_EQ(model().staged->trace().transit(0).segment.seq, tcp::Seq{778});
}

TEST_F(LessonAsText, AMistakeIsMarkedAndExplainedAndTheStageStays)
{
    press(Qt::Key_L, Qt::ControlModifier);
    const model::StagedRunPtr before = model().staged;
    change(QStringLiteral("steps:"), QStringLiteral("stepps:"));
    EXPECT_EQ(model().staged, before);
    EXPECT_GT(code().markedLine(), 1);
    EXPECT_NE(window.sides().text()->sentence().indexOf(QStringLiteral("steps")), -1);
    change(QStringLiteral("stepps:"), QStringLiteral("steps:"));
    EXPECT_EQ(code().markedLine(), 0);
}

TEST_F(LessonAsText, AMistakeIsExplainedInTheLanguageOfTheWindowAndFollowsIt)
{
    constexpr auto other = Qt::ControlModifier | Qt::ShiftModifier;
    press(Qt::Key_L, other);
    ASSERT_EQ(model().language(), Language::Chinese);
    press(Qt::Key_L, Qt::ControlModifier);
    change(QStringLiteral("client: close"), QStringLiteral("client: closse"));
    const QString line = QString::number(code().markedLine());
    EXPECT_EQ(window.sides().text()->sentence(),
              QStringLiteral("第 %1 行：未知的调用“closse”；是不是想写“close”？").arg(line));
    press(Qt::Key_L, other);
    EXPECT_EQ(window.sides().text()->sentence(),
              QStringLiteral("%1: unknown call \"closse\"; did you mean \"close\"?").arg(line));
    change(QStringLiteral("client: closse"), QStringLiteral("client: close"));
    press(Qt::Key_L, other);
    EXPECT_EQ(window.sides().text()->sentence(), model::say(wording::textFollows, Language::Chinese));
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
    const scene::StagedRun& staged = *model().staged;
    const auto is_mine = [&](const run::PlacedNote& placed) {
        return staged.scenario.notes[placed.note].title.en == "Mine";
    };
    const auto mine = std::ranges::find_if(staged.run.notes, is_mine);
    ASSERT_NE(mine, staged.run.notes.end());
    EXPECT_LE(mine->from, staged.timeMap.moment(model().goal()).record);
    const lesson::Note* note = scene::noteAt(staged, staged.trace().moment_after(mine->from));
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

class NamingABranch : public Touch {
protected:
    NamingABranch()
    {
        steps(6);
        press(Qt::Key_D);
        settle();
    }
    BranchStrip& strip() { return *window.branchStrip(); }
    std::string name(std::size_t number) const { return model().branches.all[number].name.en; }
};

TEST_F(NamingABranch, F2WritesItInPlaceAndEnterTakesIt)
{
    const std::string before = name(1);
    press(Qt::Key_F2);
    ASSERT_TRUE(strip().field());
    EXPECT_TRUE(strip().field()->hasFocus());
    EXPECT_FALSE(strip().button(1)->isVisible()) << "the name stands where the button was";
    const std::size_t stood = step();
    type(*strip().field(), QStringLiteral("What if it were lost?"));
    EXPECT_EQ(step(), stood) << "letters and blanks are no commands";
    press(Qt::Key_Return);

    EXPECT_EQ(name(1), "What if it were lost?");
    EXPECT_FALSE(strip().field());
    EXPECT_EQ(strip().button(1)->accessibleName(), "What if it were lost?");
    EXPECT_TRUE(window.stage().ladderCanvas().hasFocus());
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(name(1), before) << "it is undone";
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(name(1), "What if it were lost?");
}

TEST_F(NamingABranch, ADoubleClickDoesItTooAndEscapeLeavesItAsItWas)
{
    const std::string before = name(1);
    QTest::mouseClick(strip().button(1), Qt::LeftButton);
    QTest::mouseDClick(strip().button(1), Qt::LeftButton);
    ASSERT_TRUE(strip().field());
    type(*strip().field(), QStringLiteral("other"));
    press(Qt::Key_Escape);
    EXPECT_FALSE(strip().field());
    EXPECT_EQ(name(1), before);
    EXPECT_TRUE(model().done.size() == 1) << "nothing to undo but the branch";
}

TEST_F(NamingABranch, AnEmptyNameIsRefusedWithASentence)
{
    press(Qt::Key_F2);
    type(*strip().field(), QStringLiteral(" "));
    press(Qt::Key_Return);
    ASSERT_TRUE(strip().field()) << "it can still be written";
    ASSERT_TRUE(model().notice);
    EXPECT_TRUE(model().notice->problem);
    EXPECT_NE(model().notice->sentence.en.find("The name is empty"), std::string::npos);
}

TEST_F(NamingABranch, TheOneWithTheKeyboardIsMeantAndKeepsIt)
{
    strip().button(0)->setFocus();
    press(Qt::Key_F2);
    ASSERT_TRUE(strip().field());
    type(*strip().field(), QStringLiteral("As it was"));
    press(Qt::Key_Return);
    EXPECT_EQ(name(0), "As it was");
    EXPECT_TRUE(strip().button(0)->hasFocus());
}

TEST_F(NamingABranch, WhatStandsOverAComparisonIsNamedAnew)
{
    press(Qt::Key_C);
    settle();
    press(Qt::Key_F2);
    type(*strip().field(), QStringLiteral("Lost"));
    press(Qt::Key_Return);
    settle();
    ASSERT_TRUE(model().staged->beside);
    EXPECT_EQ(model().staged->beside->scenario.half.en, "Lost");
}

TEST_F(NamingABranch, CtrlWClosesItAndUndoBringsItBack)
{
    press(Qt::Key_W, Qt::ControlModifier);
    EXPECT_TRUE(model().branches.all.empty());
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(model().branches.all.size(), 2U);
}

TEST_F(NamingABranch, ManyBranchesFoldIntoAMenuInsteadOfGrowingTheWindow)
{
    for (int i = 0; i < 9; ++i) {
        store.dispatch(model::ShowBranch{0});
        press(i % 2 == 0 ? Qt::Key_U : Qt::Key_Y);
        settle();
    }
    ASSERT_GE(model().branches.all.size(), 10U);
    window.resize(window.minimumSize());
    QApplication::processEvents();
    EXPECT_EQ(window.size(), window.minimumSize());
    ASSERT_TRUE(strip().more().isVisible());
    EXPECT_TRUE(strip().button(model().branches.shown)->isVisible());
    std::size_t hidden = 0;
    while (strip().button(hidden)->isVisible())
        ++hidden;
    const QString wanted = strip().button(hidden)->accessibleName();
    chooseFrom(strip().more(), wanted);
    EXPECT_EQ(model().branches.shown, hidden);
    EXPECT_TRUE(strip().button(hidden)->isVisible());
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
    QToolButton& second = *window.branchStrip()->button(2);
    const QString first = window.branchStrip()->button(1)->accessibleName();
    choose(rightClick(second, second.rect().center()), QStringLiteral("Beside “%1").arg(first));
    ASSERT_TRUE(model().staged->beside);
    EXPECT_EQ(model().staged->scenario.half, model().branches.all[1].name);
    EXPECT_EQ(model().staged->beside->scenario.half, model().branches.all[2].name);
    ASSERT_NE(model().staged->comparison->first(), nullptr);
    press(Qt::Key_C);
    EXPECT_FALSE(model().staged->beside);
    EXPECT_EQ(model().staged, model().branches.all[2].staged);
}

} // namespace
} // namespace tcpstage::widgets
