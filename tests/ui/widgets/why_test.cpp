#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/scene/words/chain.h"
#include "ui/scene/words/variables.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/details/why_text.h"
#include "ui/widgets/stage/details.h"
#include "ui/widgets/stage/stage_view.h"

#include <QLabel>
#include <QTest>

namespace tcpstage::widgets {

class AskingWhy : public Window {
protected:
    AskingWhy() : Window{"syn-lost"} {}

    QString why() { return window.stage().details().why(); }
    /// The number of highlighted cause lines on the ladder.
    std::size_t links()
    {
        std::size_t count = 0;
        for (const scene::Mark& mark : window.stage().ladderCanvas().scene().moving)
            if (const auto* line = std::get_if<scene::Line>(&mark.shape))
                count += line->ink == scene::Ink::Selection ? 1 : 0;
        return count;
    }
    void clickOn(Canvas& canvas, scene::Ref::Kind kind)
    {
        const QPoint place = placeOf(canvas, kind);
        ASSERT_GE(place.x(), 0);
        QTest::mouseClick(&canvas, Qt::LeftButton, Qt::NoModifier, place);
    }
};

TEST_F(AskingWhy, ANumberSaysWhichStepMadeItSo)
{
    press(Qt::Key_End);
    EXPECT_EQ(links(), 0U);
    clickOn(window.stage().panel(trace::Side::Left), scene::Ref::Kind::Variable);
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Variable);
    EXPECT_TRUE(why().contains("RFC ")) << why().toStdString();
    EXPECT_TRUE(why().contains(stepLink)) << why().toStdString();
    EXPECT_GT(links(), 0U);
}

TEST_F(AskingWhy, ARetransmissionLeadsByKeysBackToTheCallThatBeganItAll)
{
    press(Qt::Key_End);
    store.dispatch(model::Select{{scene::Ref::Kind::Segment, trace::Side::Left, 1}});
    EXPECT_GE(links(), 3U); // at least those of the timer
    const trace::Trace& trace = model().staged->trace();
    press(Qt::Key_Left, Qt::ControlModifier);
    ASSERT_EQ(model().selection.kind, scene::Ref::Kind::Step);
    EXPECT_EQ(trace.record(model().selection.id).kind, trace::Kind::TimerExpired);
    press(Qt::Key_Left, Qt::ControlModifier);
    ASSERT_EQ(model().selection.kind, scene::Ref::Kind::Step);
    EXPECT_EQ(trace.record(model().selection.id).kind, trace::Kind::Called);
    press(Qt::Key_Right, Qt::ControlModifier);
    EXPECT_EQ(model().selection, (scene::Ref{scene::Ref::Kind::Segment, trace::Side::Left, 0}));
}

TEST_F(AskingWhy, ItsLinksAreFollowedByKeyboard)
{
    press(Qt::Key_End);
    store.dispatch(model::Select{{scene::Ref::Kind::Segment, trace::Side::Left, 1}});
    auto* label = window.findChild<QLabel*>(QStringLiteral("whyText"));
    ASSERT_TRUE(label && label->isVisible());
    label->setFocus(Qt::TabFocusReason);
    for (int tries = 0; tries < 8 && model().selection.kind == scene::Ref::Kind::Segment; ++tries) {
        QTest::keyClick(label, Qt::Key_Tab); // to the next link
        QTest::keyClick(label, Qt::Key_Return);
    }
    EXPECT_NE(model().selection, (scene::Ref{scene::Ref::Kind::Segment, trace::Side::Left, 1}));
}

TEST_F(AskingWhy, AClickOnATimerThatExpiredGoesThereAndTellsOfIt)
{
    press(Qt::Key_End);
    clickOn(window.stage().ladderCanvas(), scene::Ref::Kind::Step);
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Step);
    EXPECT_TRUE(window.stage().showsDetails());
    EXPECT_FALSE(why().isEmpty());
    press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_TRUE(why().contains(QStringLiteral("为什么"))) << why().toStdString();
}

TEST_F(AskingWhy, NothingIsLitThatHasNotHappenedYet)
{
    press(Qt::Key_Home);
    store.dispatch(model::Select{{scene::Ref::Kind::Segment, trace::Side::Left, 1}});
    EXPECT_EQ(links(), 0U);
}

TEST_F(AskingWhy, AVariableLeadsToAllOthersOfItsEnd)
{
    press(Qt::Key_End);
    clickOn(window.stage().panel(trace::Side::Right), scene::Ref::Kind::State);
    auto* list = window.stage().details().findChild<QLabel*>(QStringLiteral("allVariables"));
    ASSERT_TRUE(list && list->isVisible());
    for (std::size_t i = 0; i < scene::variable_count; ++i)
        EXPECT_TRUE(list->text().contains(scene::nameOf(static_cast<scene::Variable>(i)))) << i;
    Q_EMIT list->linkActivated(QStringLiteral("variable:14"));
    const scene::Ref unread{scene::Ref::Kind::Variable, trace::Side::Right,
                            static_cast<std::uint32_t>(scene::Variable::Unread)};
    EXPECT_EQ(model().selection, unread);
    store.dispatch(model::Select{{scene::Ref::Kind::Segment, trace::Side::Left, 1}});
    EXPECT_FALSE(list->isVisible()) << "of a segment they say nothing";
}

TEST_F(AskingWhy, TheNameOfAnEndWithoutAPanelLeadsToItsVariables)
{
    open("why-not-two");
    press(Qt::Key_End);
    clickOn(window.stage().ladderCanvas(), scene::Ref::Kind::Endpoint);
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::State);
    const auto* list = window.stage().details().findChild<QLabel*>(QStringLiteral("allVariables"));
    ASSERT_TRUE(list);
    EXPECT_TRUE(list->isVisible());
}

TEST_F(AskingWhy, AQuestionHidesTheVariablesThatAnswerIt)
{
    press(Qt::Key_Q);
    for (int i = 0; i < 6 && !model().prediction.stands(); ++i)
        press(Qt::Key_Right);
    ASSERT_TRUE(model().prediction.stands());
    clickOn(window.stage().panel(trace::Side::Left), scene::Ref::Kind::Variable);
    const auto* list = window.stage().details().findChild<QLabel*>(QStringLiteral("allVariables"));
    EXPECT_FALSE(list && list->isVisible());
}

} // namespace tcpstage::widgets
