// Real sockets in the real window, on whichever rung this machine has.

#include "tests/ui/widgets/window.h"

#include "core/scenario/saved_run.h"
#include "ui/widgets/canvas.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/live_bar.h"
#include "ui/widgets/real_menu.h"
#include "ui/widgets/stage_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QContextMenuEvent>
#include <QFile>
#include <QMenu>
#include <QTest>
#include <QToolButton>
#include <algorithm>

namespace tcpstage {

class RealSockets : public Window {
protected:
    RealSockets() : Window{"three-way-handshake"} {}

    template <typename Condition> bool until(Condition condition) { return QTest::qWaitFor(condition, 60'000); }
    bool over() const { return model().live && !model().live->goesOn(); }
    bool held() const { return model().live && !model().live->held.empty(); }

    void play(const std::string& lesson, bool byHand, std::optional<LiveRung> rung = {})
    {
        press(Qt::Key_R, Qt::ControlModifier);
        RealMenu& menu = window.realMenu();
        ASSERT_TRUE(menu.isVisible());
        menu.byHand()->setChecked(byHand);
        menu.rung(rung)->trigger();
        QAction* action = menu.lesson(lesson);
        ASSERT_NE(action, nullptr);
        menu.close();
        action->trigger();
        ASSERT_TRUE(model().live || model().notice);
    }
    LiveBar& bar() const { return *window.liveBar(); }
};

TEST_F(RealSockets, ArePlayedToTheEndAndLeaveATrace)
{
    play("real-handshake", false);
    ASSERT_TRUE(until([&] { return over(); })) << (model().notice ? model().notice->sentence.en : "");

    EXPECT_EQ(model().story->trace().source(), Source::Live);
    EXPECT_EQ(model().source, "real-handshake");
    EXPECT_TRUE(bar().isVisible());
    EXPECT_FALSE(bar().text().isEmpty());
    for (const Side side : both_sides)
        EXPECT_EQ(model().story->outline.spans(side).back().state, State::Established);
    press(Qt::Key_Home);
    EXPECT_EQ(step(), 0U);
    press(Qt::Key_Right);
    EXPECT_EQ(step(), 1U);
}

TEST_F(RealSockets, AreHeldUntilSomebodyStepsAndCanBeDroppedAndDuplicated)
{
    play("real-handshake", true);
    ASSERT_TRUE(until([&] { return held() || over(); }));
    if (model().live->rung != LiveRung::Wire) GTEST_SKIP() << "nothing can be held here: " << model().live->refused.en;
    const auto flights = [&] { return model().story->trace().flights(); };
    const auto oldest = [&] { return flights()[model().live->held.front()]; };

    EXPECT_TRUE(flights()[0].segment.syn());
    EXPECT_EQ(flights()[0].end_record, no_record);
    press(Qt::Key_Right); // the SYN goes on its way, and is answered
    ASSERT_TRUE(until([&] { return held() && oldest().segment.syn() && oldest().segment.has_ack(); }));
    press(Qt::Key_U); // two of them arrive
    ASSERT_TRUE(until([&] {
        return std::ranges::any_of(flights(), [](const Flight& flight) { return flight.copy_of != no_flight; });
    }));
    ASSERT_TRUE(until([&] { return held(); }));
    press(Qt::Key_D);
    ASSERT_TRUE(until([&] {
        return std::ranges::any_of(flights(),
                                   [](const Flight& flight) { return flight.reason == Reason::DroppedByHand; });
    }));
    bar().holdBox().click(); // the rest by itself
    EXPECT_TRUE(until([&] { return over(); }));
}

TEST_F(RealSockets, OfferWhatCanBeDoneToAHeldSegmentWhereItIs)
{
    play("real-handshake", true);
    ASSERT_TRUE(until([&] { return held() || over(); }));
    if (model().live->rung != LiveRung::Wire) GTEST_SKIP() << "nothing can be held here: " << model().live->refused.en;
    const FlightId syn = model().live->held.front();
    Canvas& ladder = window.stage().ladderCanvas();
    ASSERT_TRUE(until([&] { return placeOf(ladder, Ref::Kind::Segment).x() >= 0; }));
    const QPoint at = placeOf(ladder, Ref::Kind::Segment);
    QContextMenuEvent ask{QContextMenuEvent::Mouse, at, ladder.mapToGlobal(at)};
    QApplication::sendEvent(&ladder, &ask);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_NE(menu, nullptr);

    EXPECT_EQ(menu->actions().size(), 5);
    menu->actions()[1]->trigger(); // drop
    menu->close();
    EXPECT_TRUE(until([&] { return model().story->trace().flight(syn).reason == Reason::DroppedByHand; }));
}

TEST_F(RealSockets, RememberHowTheyWereWantedWhenTheMenuOpensAgain)
{
    RealMenu& menu = window.realMenu();
    for (const bool wanted : {false, true, false}) {
        press(Qt::Key_R, Qt::ControlModifier);
        ASSERT_TRUE(menu.isVisible());
        menu.byHand()->setChecked(wanted);
        menu.close();
        press(Qt::Key_R, Qt::ControlModifier);
        EXPECT_EQ(menu.byHand()->isChecked(), wanted);
        EXPECT_TRUE(menu.actions().contains(menu.byHand()));
        menu.close();
    }
}

TEST_F(RealSockets, CanBeStoppedAtAnyMoment)
{
    play("real-close-four", true);
    // Where nothing can be held it runs by itself, and a kernel's TIME-WAIT lasts a minute.
    const auto byItself = [&] {
        return model().story->trace().source() == Source::Live && model().live->rung != LiveRung::Wire;
    };
    ASSERT_TRUE(until([&] { return held() || over() || byItself(); }));
    bar().closeButton().click();
    ASSERT_TRUE(until([&] { return over(); }));
    bar().closeButton().click();
    EXPECT_FALSE(model().live);
    EXPECT_FALSE(bar().isVisible());
}

TEST_F(RealSockets, AreComparedWithTheSimulatedRun)
{
    play("real-close-three", false);
    ASSERT_TRUE(until([&] { return over(); }));
    press(Qt::Key_C);
    store.settle();
    QApplication::processEvents();

    ASSERT_TRUE(model().story->beside);
    EXPECT_EQ(model().story->trace().source(), Source::Simulated);
    EXPECT_EQ(model().story->beside->trace().source(), Source::Live);
    EXPECT_FALSE(firstDifference(*model().story, Language::English).isEmpty());
}

TEST_F(RealSockets, AreSavedLikeAnyRun)
{
    play("real-handshake", false);
    ASSERT_TRUE(until([&] { return over(); }));
    const QString path = folder.filePath(QStringLiteral("real.tcptrace"));
    store.dispatch(SaveTo{path.toStdString()});
    store.dispatch(SaveTo{folder.filePath(QStringLiteral("real.pcapng")).toStdString()});
    store.settle();

    const auto again = find_run(path.toStdString());
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(again->run.trace.source(), Source::Live);
    EXPECT_EQ(again->run.trace.records().size(), model().story->trace().records().size());
    EXPECT_GT(QFile{folder.filePath(QStringLiteral("real.pcapng"))}.size(), 0);
}

TEST_F(RealSockets, ArePlayedTheWayThatIsChosen)
{
    play("real-handshake", false, LiveRung::Gauges);
    ASSERT_TRUE(until([&] { return over(); })) << (model().notice ? model().notice->sentence.en : "");

    EXPECT_EQ(model().live->rung, LiveRung::Gauges);
    EXPECT_EQ(model().story->trace().flights().size(), 1U); // the SYN, which the kernel kept
    EXPECT_FALSE(model().live->limits.empty());
}

TEST_F(RealSockets, GiveWayToTheNextLesson)
{
    play("real-close-four", true);
    ASSERT_TRUE(until([&] { return held() || over(); }));
    open("abort");
    EXPECT_EQ(model().source, "abort");
    EXPECT_FALSE(model().live);
}

TEST_F(RealSockets, EndWithTheWindow) { play("real-close-four", true); } // the store waits for nothing but its thread

} // namespace tcpstage
