#include "tests/ui/widgets/window.h"

#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"
#include "ui/scene/words/origins.h"
#include "ui/widgets/branches/branch_strip.h"
#include "ui/widgets/branches/call_editor.h"
#include "ui/widgets/branches/segment_editor.h"
#include "ui/widgets/branches/what_if_menu.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QTest>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {
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
    /// Presses E, types `text` into a field of the editor, and presses Enter.
    void edit(QLineEdit& (SegmentEditor::*field)() const, const QString& text)
    {
        press(Qt::Key_E);
        SegmentEditor& editor = window.whatIf().segmentEditor();
        ASSERT_TRUE(editor.isVisible());
        while (!(editor.*field)().hasFocus())
            press(Qt::Key_Tab);
        type((editor.*field)(), text);
        ask(Qt::Key_Return);
    }
    int lost() const
    {
        const trace::Trace& trace = model().staged->trace();
        int count = 0;
        for (std::size_t i = 0; i < trace.transits().size(); ++i)
            if (trace.transit(static_cast<trace::TransitId>(i)).fate == trace::Fate::Lost) ++count;
        return count;
    }
};

TEST_F(WhatIfInTheWindow, DDropsTheNewestSegmentInABranchAndTheLessonStays)
{
    const model::StagedRunPtr lesson = model().staged;
    steps(6); // the server has sent its SYN, ACK

    ask(Qt::Key_D);

    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_EQ(model().branches.all[0].staged, lesson);
    EXPECT_NE(model().staged, lesson);
    EXPECT_EQ(lost(), 1);
    ASSERT_NE(window.branchStrip(), nullptr);
    EXPECT_TRUE(window.branchStrip()->isVisible());
    EXPECT_TRUE(window.branchStrip()->button(1)->isChecked());
    EXPECT_EQ(window.branchStrip()->button(1)->accessibleName(), "SYN, ACK dropped: segment 1 of server");
}

TEST_F(WhatIfInTheWindow, TheButtonsGoFromOneToTheOtherAndBack)
{
    const model::StagedRunPtr lesson = model().staged;
    steps(6);
    ask(Qt::Key_D);

    QTest::mouseClick(window.branchStrip()->button(0), Qt::LeftButton);
    EXPECT_EQ(model().staged, lesson);
    QTest::mouseClick(window.branchStrip()->button(1), Qt::LeftButton);
    EXPECT_NE(model().staged, lesson);
    EXPECT_GT(model().time, scene::StageTime{}) << "the moment is kept";
}

TEST_F(WhatIfInTheWindow, UndoAndRedo)
{
    const model::StagedRunPtr lesson = model().staged;
    steps(6);
    ask(Qt::Key_D);
    const model::StagedRunPtr branch = model().staged;

    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(model().staged, lesson);
    EXPECT_FALSE(window.branchStrip()->isVisible());
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(model().staged, branch);
    EXPECT_TRUE(window.branchStrip()->isVisible());
}

TEST_F(WhatIfInTheWindow, CPutsBothSideBySideAndTakesThemApart)
{
    steps(6);
    ask(Qt::Key_D);
    const model::StagedRunPtr branch = model().staged;

    ask(Qt::Key_C);
    ASSERT_NE(model().staged->beside, nullptr);
    EXPECT_FALSE(model().staged->differences.empty());
    ask(Qt::Key_C);
    EXPECT_EQ(model().staged, branch);
}

TEST_F(WhatIfInTheWindow, WhileTwoRunsAreComparedTheOneOfTheSelectedSegmentIsChanged)
{
    steps(6);
    ask(Qt::Key_D);
    ask(Qt::Key_C);
    Canvas& ladder = window.stage().ladderCanvas();
    const QPoint arrow = placeOf(ladder, scene::Ref::Kind::Segment); // one of the two SYNs, which are the topmost
    QTest::mouseClick(&ladder, Qt::LeftButton, {}, arrow);
    ASSERT_EQ(model().selection.kind, scene::Ref::Kind::Segment);
    const std::size_t ofRun = model().selection.run == 0 ? model().branches.against : model().branches.shown;

    press(Qt::Key_E);
    ASSERT_TRUE(model().notice);
    EXPECT_EQ(model().notice->sentence.en, wording::branchTwoStand.en);

    ask(Qt::Key_U);
    ASSERT_EQ(model().branches.all.size(), 3U);
    EXPECT_EQ(model().branches.all[2].parent, ofRun);
    EXPECT_EQ(model().branches.all[2].name.en, "SYN duplicated: segment 1 of client");
}

TEST_F(WhatIfInTheWindow, TheSecondRunOfALessonIsNotMistakenForItsFirst)
{
    open("why-not-two");
    press(Qt::Key_End);
    store.dispatch(model::Select{scene::Ref{scene::Ref::Kind::Segment, trace::Side::Left, 0, 1}});
    ask(Qt::Key_U);
    EXPECT_TRUE(model().branches.all.empty());
    ASSERT_TRUE(model().notice);
    EXPECT_EQ(model().notice->sentence.en, wording::branchOfTheRight.en);
}

TEST_F(WhatIfInTheWindow, ALostSegmentCanArrive)
{
    open("syn-lost");
    steps(3);
    ask(Qt::Key_A);

    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_EQ(model().staged->trace().transit(0).fate, trace::Fate::Arrived);
}

TEST_F(WhatIfInTheWindow, ACallIsMadeAtThisMoment)
{
    press(Qt::Key_End);
    call(trace::Side::Left, QStringLiteral("close()"));

    const scene::StagedRun& staged = *model().staged;
    EXPECT_EQ(staged.trace().at(trace::Side::Left, staged.trace().last_moment()).state, tcp::State::FinWait2);
}

TEST_F(WhatIfInTheWindow, ASegmentIsStruckWhereItIsClicked)
{
    steps(6);
    Canvas& ladder = window.stage().ladderCanvas();
    const QPoint arrow = placeOf(ladder, scene::Ref::Kind::Segment); // the SYN is the topmost
    ASSERT_GE(arrow.x(), 0);
    choose(rightClick(ladder, arrow), QStringLiteral("Duplicate"));
    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_EQ(model().branches.all[1].name.en, "SYN duplicated: segment 1 of client");
}

TEST_F(WhatIfInTheWindow, ACallIsReachedByTheKeyboardInTheMenuBar)
{
    press(Qt::Key_End);
    press(Qt::Key_W, Qt::AltModifier);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_TRUE(menu) << "menus have letters to open them";
    const auto highlight = [](QMenu* in, const QString& words) {
        for (int i = 0; i < 80; ++i) {
            if (in->activeAction() && in->activeAction()->text().startsWith(words)) return;
            QTest::keyClick(in, Qt::Key_Down);
        }
        FAIL() << words.toStdString();
    };
    highlight(menu, QStringLiteral("Call at the left end"));
    QTest::keyClick(menu, Qt::Key_Right);
    auto* calls = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_NE(calls, menu);
    highlight(calls, QStringLiteral("close()"));
    QTest::keyClick(calls, Qt::Key_Return);
    settle();
    const scene::StagedRun& staged = *model().staged;
    EXPECT_EQ(staged.trace().at(trace::Side::Left, staged.trace().last_moment()).state, tcp::State::FinWait2);
}

TEST_F(WhatIfInTheWindow, ABranchIsSavedAsALesson)
{
    steps(6);
    ask(Qt::Key_D);
    const QString path = folder.filePath(QStringLiteral("lost.yaml"));

    press(Qt::Key_S, Qt::ControlModifier);
    auto* dialog = window.findChild<QFileDialog*>();
    ASSERT_TRUE(dialog);
    EXPECT_TRUE(dialog->selectedNameFilter().startsWith(QStringLiteral("Lesson"))) << "what was changed is a lesson";
    auto* name = dialog->findChild<QLineEdit*>();
    ASSERT_TRUE(name);
    type(*name, folder.filePath(QStringLiteral("lost")));
    press(Qt::Key_Return);
    settle();

    const auto again = lesson::read_scenario_file(path.toStdString());
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(run::run(*again).trace.transit(1).fate, trace::Fate::Lost);
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
    EXPECT_TRUE(editor.flag(tcp::Flag::Syn).isChecked());
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
    EXPECT_EQ(model().staged->trace().transit(1).window_bytes, 500U);
    EXPECT_EQ(window.branchStrip()->button(1)->accessibleName(), "SYN, ACK edited: segment 1 of server");
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
    editor.flag(tcp::Flag::Rst).setFocus();
    press(Qt::Key_Space);
    EXPECT_TRUE(editor.flag(tcp::Flag::Rst).isChecked());
    ask(Qt::Key_Return);
    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_TRUE(model().staged->trace().transit(1).segment.rst());
}

TEST_F(WhatIfInTheWindow, AnEditedSegmentSaysSoAndWhatItWas)
{
    steps(6);
    edit(&SegmentEditor::seq, QStringLiteral("7777"));
    const scene::StagedRun& staged = *model().staged;
    EXPECT_EQ(scene::wordsOf(staged.trace(), 1, model().display).remark, QStringLiteral("edited by you"));
    const auto origins = scene::originsOf(staged, 1, model().display);
    EXPECT_NE(origins.front().text.indexOf(QStringLiteral("S. ")), -1) << origins.front().text.toStdString();
}

TEST_F(WhatIfInTheWindow, SpareUndoesAnEditOfTheLesson)
{
    steps(6);
    edit(&SegmentEditor::window, QStringLiteral("1000"));
    ask(Qt::Key_A);
    EXPECT_EQ(model().branches.all.size(), 3U);
    EXPECT_EQ(model().staged->trace().transit(1).before, nullptr);
}

TEST_F(WhatIfInTheWindow, ASendHasTheSizeThatIsWritten)
{
    press(Qt::Key_End);
    call(trace::Side::Left, QStringLiteral("send(…)"));
    CallEditor& editor = window.whatIf().callEditor();
    ASSERT_TRUE(editor.isVisible());
    ASSERT_TRUE(editor.octets().hasFocus());
    type(editor.octets(), QStringLiteral("\"hello"));
    EXPECT_FALSE(editor.sentence().isEmpty());
    QTest::keyClicks(&editor.octets(), QStringLiteral("\""));
    EXPECT_TRUE(editor.sentence().isEmpty());
    ask(Qt::Key_Return);

    const auto transits = model().staged->trace().transits();
    EXPECT_TRUE(std::ranges::any_of(transits, [](const trace::Transit& transit) {
        return transit.segment.payload == Bytes{std::string_view{"hello"}};
    }));
}

} // namespace
} // namespace tcpstage::widgets
