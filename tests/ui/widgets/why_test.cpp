#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/scene/words/chain.h"
#include "ui/widgets/stage/canvas.h"
#include "ui/widgets/stage/details.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/stage/why_text.h"

#include <QLabel>
#include <QTest>

namespace tcpstage {

class AskingWhy : public Window {
protected:
    AskingWhy() : Window{"syn-lost"} {}

    QString why() { return window.stage().details().why(); }
    /// How many lines of the ladder are lit as links.
    std::size_t links()
    {
        std::size_t count = 0;
        for (const Mark& mark : window.stage().ladderCanvas().scene().moving)
            if (const auto* line = std::get_if<Line>(&mark.shape)) count += line->ink == Ink::Selection ? 1 : 0;
        return count;
    }
    void clickOn(Canvas& canvas, Ref::Kind kind)
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
    clickOn(window.stage().panel(Side::Left), Ref::Kind::Variable);
    EXPECT_EQ(model().selection.kind, Ref::Kind::Variable);
    EXPECT_TRUE(why().contains("RFC ")) << why().toStdString();
    EXPECT_TRUE(why().contains(stepLink)) << why().toStdString();
    EXPECT_GT(links(), 0U);
}

TEST_F(AskingWhy, ARetransmissionLeadsByKeysBackToTheCallThatBeganItAll)
{
    press(Qt::Key_End);
    store.dispatch(Select{{Ref::Kind::Segment, Side::Left, 1}});
    EXPECT_GE(links(), 3U); // the timer's way, at least
    const Trace& trace = model().staged->trace();
    press(Qt::Key_Left, Qt::ControlModifier);
    ASSERT_EQ(model().selection.kind, Ref::Kind::Step);
    EXPECT_EQ(trace.record(model().selection.id).kind, Kind::TimerExpired);
    press(Qt::Key_Left, Qt::ControlModifier);
    ASSERT_EQ(model().selection.kind, Ref::Kind::Step);
    EXPECT_EQ(trace.record(model().selection.id).kind, Kind::Called);
    press(Qt::Key_Right, Qt::ControlModifier);
    EXPECT_EQ(model().selection, (Ref{Ref::Kind::Segment, Side::Left, 0}));
}

TEST_F(AskingWhy, ItsLinksAreFollowedByKeyboard)
{
    press(Qt::Key_End);
    store.dispatch(Select{{Ref::Kind::Segment, Side::Left, 1}});
    auto* label = window.findChild<QLabel*>(QStringLiteral("whyText"));
    ASSERT_TRUE(label && label->isVisible());
    label->setFocus(Qt::TabFocusReason);
    for (int tries = 0; tries < 8 && model().selection.kind == Ref::Kind::Segment; ++tries) {
        QTest::keyClick(label, Qt::Key_Tab); // from link to link
        QTest::keyClick(label, Qt::Key_Return);
    }
    EXPECT_NE(model().selection, (Ref{Ref::Kind::Segment, Side::Left, 1}));
}

TEST_F(AskingWhy, AClickOnATimerThatExpiredGoesThereAndTellsOfIt)
{
    press(Qt::Key_End);
    clickOn(window.stage().ladderCanvas(), Ref::Kind::Step);
    EXPECT_EQ(model().selection.kind, Ref::Kind::Step);
    EXPECT_TRUE(window.stage().showsDetails());
    EXPECT_FALSE(why().isEmpty());
    press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_TRUE(why().contains(QStringLiteral("为什么"))) << why().toStdString();
}

TEST_F(AskingWhy, NothingIsLitThatHasNotHappenedYet)
{
    press(Qt::Key_Home);
    store.dispatch(Select{{Ref::Kind::Segment, Side::Left, 1}});
    EXPECT_EQ(links(), 0U);
}

} // namespace tcpstage
