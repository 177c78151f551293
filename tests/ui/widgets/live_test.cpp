// Real sockets in the real window, by the best vantage of this machine.

#include "tests/ui/widgets/real_window.h"

#include "core/run/saved_run.h"
#include "core/sources/find_run.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/caption.h"
#include "ui/scene/words/chain.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/header_bar.h"
#include "ui/widgets/live/live_bar.h"
#include "ui/widgets/live/real_menu.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QContextMenuEvent>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace tcpstage::widgets {

TEST_F(RealSockets, ArePlayedToTheEndAndLeaveATrace)
{
    play("real-handshake", false);
    ASSERT_TRUE(until([&] { return over(); })) << (model().notice ? model().notice->sentence.en : "");

    EXPECT_EQ(model().staged->trace().source(), trace::Source::Live);
    EXPECT_EQ(model().source, "real-handshake");
    EXPECT_TRUE(bar().isVisible());
    EXPECT_FALSE(bar().text().isEmpty());
    for (const trace::Side side : trace::both_sides)
        EXPECT_EQ(model().staged->runIndex.spans(side).back().state, tcp::State::Established);
    press(Qt::Key_Home);
    EXPECT_EQ(step(), 0U);
    press(Qt::Key_Right);
    EXPECT_EQ(step(), 1U);
}

TEST_F(RealSockets, HaveAHeadlineThatEndsAtAWord)
{
    play("real-handshake", true);
    ASSERT_TRUE(until([&] { return held() || over(); }));
    const auto* title = bar().findChild<QLabel*>(QStringLiteral("liveTitle"));
    ASSERT_TRUE(title);
    for (const int width : {1600, 1100, 900, 760}) {
        window.resize(width, 800);
        QApplication::processEvents();
        const QString whole = bar().text();
        QString shown = title->text();
        const QRect box = title->fontMetrics().boundingRect(QRect{0, 0, title->width(), 1000}, Qt::TextWordWrap, shown);
        EXPECT_LE(box.width(), title->width()) << width << ": " << shown.toStdString();
        EXPECT_LE(box.height(), title->height() + 2) << width << ": " << shown.toStdString();
        if (shown == whole) continue;
        ASSERT_TRUE(shown.endsWith(u'…')) << shown.toStdString();
        shown.chop(1);
        EXPECT_TRUE(whole.startsWith(shown) && !whole[shown.size()].isLetterOrNumber()) << shown.toStdString();
    }
}

TEST_F(RealSockets, AreHeldUntilSomebodyStepsAndCanBeDroppedAndDuplicated)
{
    play("real-handshake", true);
    ASSERT_TRUE(until([&] { return held() || over(); }));
    if (model().live->vantage != Vantage::Wire)
        GTEST_SKIP() << "nothing can be held here: " << model().live->refused.en;
    const auto transits = [&] { return model().staged->trace().transits(); };
    const auto oldest = [&] { return transits()[model().live->held.front()]; };

    EXPECT_TRUE(transits()[0].segment.syn());
    EXPECT_EQ(transits()[0].end_record, trace::no_record);
    press(Qt::Key_Right); // lets the SYN pass; its answer is held
    ASSERT_TRUE(until([&] { return held() && oldest().segment.syn() && oldest().segment.has_ack(); }));
    press(Qt::Key_U); // duplicates it
    ASSERT_TRUE(until([&] {
        return std::ranges::any_of(transits(),
                                   [](const Transit& transit) { return transit.copy_of != trace::no_transit; });
    }));
    ASSERT_TRUE(until([&] { return held(); }));
    press(Qt::Key_D);
    ASSERT_TRUE(until([&] {
        return std::ranges::any_of(transits(),
                                   [](const Transit& transit) { return transit.reason == Reason::DroppedByHand; });
    }));
    bar().holdBox().click(); // let the rest pass
    EXPECT_TRUE(until([&] { return over(); }));
}

TEST_F(RealSockets, OfferWhatCanBeDoneToAHeldSegmentWhereItIs)
{
    play("real-handshake", true);
    ASSERT_TRUE(until([&] { return held() || over(); }));
    if (model().live->vantage != Vantage::Wire)
        GTEST_SKIP() << "nothing can be held here: " << model().live->refused.en;
    const trace::TransitId syn = model().live->held.front();
    Canvas& ladder = window.stage().ladderCanvas();
    ASSERT_TRUE(until([&] { return placeOf(ladder, scene::Ref::Kind::Segment).x() >= 0; }));
    const QPoint at = placeOf(ladder, scene::Ref::Kind::Segment);
    QContextMenuEvent ask{QContextMenuEvent::Mouse, at, ladder.mapToGlobal(at)};
    QApplication::sendEvent(&ladder, &ask);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_NE(menu, nullptr);

    ASSERT_EQ(menu->actions().size(), 8) << "and a span can be measured from it";
    EXPECT_TRUE(menu->actions()[5]->isSeparator());
    menu->actions()[1]->trigger(); // drop
    menu->close();
    EXPECT_TRUE(until([&] { return model().staged->trace().transit(syn).reason == Reason::DroppedByHand; }));
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
    // Where nothing can be held the run does not stop, and a kernel's TIME-WAIT lasts a minute.
    const auto byItself = [&] {
        return model().staged->trace().source() == trace::Source::Live && model().live->vantage != Vantage::Wire;
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

    ASSERT_TRUE(model().staged->beside);
    EXPECT_EQ(model().staged->trace().source(), trace::Source::Simulated);
    EXPECT_EQ(model().staged->beside->trace().source(), trace::Source::Live);
    EXPECT_FALSE(model().staged->comparison->same());
}

TEST_F(RealSockets, AreComparedWhereAPersonStandsAndAreAloneAgainThere)
{
    play("real-close-three", false);
    ASSERT_TRUE(until([&] { return over(); }));
    press(Qt::Key_Home);
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    const trace::RecordId here = shown();
    store.dispatch(
        model::Select{scene::refOfStep(model().staged->trace(), scene::stepAt(*model().staged, model().goal()))});
    const scene::Ref selected = model().selection;
    EXPECT_EQ(bar().button(model::Command::CompareRuns)->text(), QStringLiteral("Compare runs"));

    bar().button(model::Command::CompareRuns)->click();
    store.settle();
    QApplication::processEvents();
    ASSERT_TRUE(model().staged->beside);
    EXPECT_EQ(model().staged->beside->timeMap.moment(model().goal()).record, here);
    EXPECT_EQ(model().selection.run, 1);
    EXPECT_EQ(model().selection.id, selected.id);
    EXPECT_EQ(bar().button(model::Command::CompareRuns)->text(), QStringLiteral("The real run alone"));

    press(Qt::Key_C);
    store.settle();
    QApplication::processEvents();
    EXPECT_FALSE(model().staged->beside);
    EXPECT_EQ(model().staged->trace().source(), trace::Source::Live);
    EXPECT_EQ(shown(), here);
    EXPECT_EQ(model().selection, selected);
}

TEST_F(RealSockets, LeaveWhoStepsBackWhereHeIsUntilHeReturnsToNow)
{
    if (!playUntilTheAnswerIsHeld()) GTEST_SKIP() << "nothing can be held here";
    EXPECT_FALSE(bar().nowButton().isVisible());
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    const trace::RecordId place = shown();
    ASSERT_LT(place, model().staged->trace().records().size() - 1);
    EXPECT_TRUE(bar().nowButton().isVisible());
    bar().holdBox().click(); // let the rest pass
    const std::size_t before = segments();
    bool moved = false;
    ASSERT_TRUE(until([&] {
        moved = moved || shown() != place;
        return segments() >= before + 3;
    }));

    EXPECT_FALSE(moved);
    press(Qt::Key_End);
    EXPECT_EQ(step(), steps());
    EXPECT_TRUE(model().live->following);
    ASSERT_TRUE(until([&] { return over(); }));
    EXPECT_EQ(step(), steps()) << "and goes on with it";
}

TEST_F(RealSockets, AreWalkedBackFrameByFrameAndAreAsTheyWereOnTheWayThere)
{
    play("real-handshake", false);
    ASSERT_TRUE(until([&] { return over(); })) << (model().notice ? model().notice->sentence.en : "");
    struct Frame {
        scene::StageTime time;
        scene::Scene ladder;
        std::array<tcp::Tcb, 2> tcbs;
    };
    const auto view = [&] {
        const scene::StagedRun& loaded = *model().staged;
        const trace::Moment moment = loaded.timeMap.moment(model().time);
        const auto tcb = [&](trace::Side side) { return loaded.trace().at(side, moment); };
        return Frame{
            model().time, window.stage().ladderCanvas().scene(), {tcb(trace::Side::Left), tcb(trace::Side::Right)}};
    };
    press(Qt::Key_Home);
    std::vector<Frame> there{view()};
    const scene::StageTime end = model().staged->timeMap.end();
    while (model().time + scene::film_frame <= end && there.size() < 5000) {
        press(Qt::Key_Right, Qt::ShiftModifier);
        there.push_back(view());
    }
    ASSERT_GT(there.size(), 60U);
    ASSERT_LT(there.size(), 5000U);
    for (std::size_t i = there.size() - 1; i-- > 0;) {
        press(Qt::Key_Left, Qt::ShiftModifier);
        const Frame back = view();
        ASSERT_EQ(back.time, there[i].time) << "frame " << i;
        ASSERT_EQ(back.tcbs, there[i].tcbs) << "frame " << i;
        ASSERT_EQ(back.ladder.still, there[i].ladder.still) << "frame " << i;
        ASSERT_EQ(back.ladder.moving, there[i].ladder.moving) << "frame " << i;
    }
    EXPECT_EQ(model().time, scene::StageTime{});
}

TEST_F(RealSockets, LeaveTheViewWhereItWasScrolledToUntilNowIsWanted)
{
    for (int i = 0; i < 8; ++i)
        press(Qt::Key_Up, Qt::ShiftModifier); // the ladder is much longer than the window is high
    if (!playUntilTheAnswerIsHeld()) GTEST_SKIP() << "nothing can be held here";
    for (const std::size_t count : {3U, 4U}) {
        press(Qt::Key_Right);
        ASSERT_TRUE(until([&] { return held() && segments() >= count; }));
    }
    wheel(4800); // up to the beginning
    const double there = heightOfTheSyn();
    ASSERT_FALSE(std::isnan(there));
    EXPECT_TRUE(bar().nowButton().isVisible());
    bar().holdBox().click();
    ASSERT_TRUE(until([&] { return over(); }));
    QApplication::processEvents();

    EXPECT_EQ(step(), steps()) << "what happens is told";
    EXPECT_EQ(heightOfTheSyn(), there) << "but the view stays";
    press(Qt::Key_End);
    QApplication::processEvents();
    const double now = heightOfTheSyn();
    EXPECT_TRUE(std::isnan(now) || now < there);
}

TEST_F(RealSockets, AreSavedLikeAnyRun)
{
    play("real-handshake", false);
    ASSERT_TRUE(until([&] { return over(); }));
    const QString path = folder.filePath(QStringLiteral("real.tcptrace"));
    store.dispatch(model::SaveTo{path.toStdString()});
    store.dispatch(model::SaveTo{folder.filePath(QStringLiteral("real.pcapng")).toStdString()});
    store.settle();

    const auto again = sources::find_run(path.toStdString());
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(again->run.trace.source(), trace::Source::Live);
    EXPECT_EQ(again->run.trace.records().size(), model().staged->trace().records().size());
    EXPECT_GT(QFile{folder.filePath(QStringLiteral("real.pcapng"))}.size(), 0);
}

TEST_F(RealSockets, ArePlayedTheWayThatIsChosen)
{
    play("real-handshake", false, Vantage::TcpInfo);
    ASSERT_TRUE(until([&] { return over(); })) << (model().notice ? model().notice->sentence.en : "");

    EXPECT_EQ(model().live->vantage, Vantage::TcpInfo);
    EXPECT_EQ(model().staged->trace().transits().size(), 1U); // only the SYN, which the kernel saved (TCP_SAVED_SYN)
    EXPECT_FALSE(model().live->limits.empty());
}

TEST_F(RealSockets, SayWhichStepOfABetterWayFailedAndItsErrno)
{
    play("real-handshake", false, Vantage::TcpInfo);
    ASSERT_TRUE(until([&] { return over(); })) << (model().notice ? model().notice->sentence.en : "");
    model::LiveNews news{*model().live, nullptr};
    news.play.refused = {"wire (TUN): cannot make a user namespace (ENOSPC)",
                         "wire（TUN）：无法创建用户命名空间（ENOSPC）"};
    store.dispatch(news);
    const auto* details = window.findChild<QLabel*>(QStringLiteral("liveDetails"));
    ASSERT_NE(details, nullptr);

    EXPECT_TRUE(
        details->text().contains(QStringLiteral("not used: wire (TUN): cannot make a user namespace (ENOSPC)")));
    press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_TRUE(details->text().contains(QStringLiteral("未采用：wire（TUN）：无法创建用户命名空间（ENOSPC）")));
    EXPECT_TRUE(details->text().contains(QStringLiteral("≈ 从内核采样")));
}

TEST_F(RealSockets, SayWhatDiffersAsFarAsThereIsRoomAndAllOfItInTheToolTip)
{
    window.resize(1000, 700);
    play("real-handshake", false, Vantage::TcpInfo);
    ASSERT_TRUE(until([&] { return over(); })) << (model().notice ? model().notice->sentence.en : "");
    press(Qt::Key_C);
    store.settle();
    QApplication::processEvents();
    const auto* difference = window.findChild<QLabel*>(QStringLiteral("captionDifference"));
    ASSERT_NE(difference, nullptr);
    bool cut = false;
    for (press(Qt::Key_Home); model().goal() < model().staged->timeMap.end(); press(Qt::Key_Right)) {
        QApplication::processEvents();
        const QString here =
            scene::differencesBeside(*model().staged, model().goal(), model().selection, model().display).join(u' ');
        if (here.isEmpty()) continue;              // nothing differs here: a legend of the signs stands there
        const QString all = difference->toolTip(); // with what the signs mean, where there is room
        EXPECT_TRUE(all.startsWith(here)) << all.toStdString();
        const QString shown = difference->text();
        cut = cut || !shown.startsWith(here);
        EXPECT_LE(difference->fontMetrics()
                      .boundingRect(QRect{0, 0, difference->width(), 2000}, Qt::TextWordWrap, shown)
                      .height(),
                  difference->height());
        EXPECT_TRUE(shown == all || shown == here || (shown.endsWith(u'…') && here.startsWith(shown.chopped(1))))
            << shown.toStdString();
    }
    EXPECT_TRUE(cut) << "else the test has nothing to look at";
}

TEST_F(RealSockets, HaveAWholeHeadingHoweverMuchIsSaidOfTheirCertainty)
{
    window.resize(1280, 800);
    play("real-close-four", false, Vantage::TcpInfo);
    ASSERT_TRUE(until([&] { return over(); })) << (model().notice ? model().notice->sentence.en : "");
    const auto* heading = window.findChild<QLabel*>(QStringLiteral("captionTitle"));
    ASSERT_NE(heading, nullptr);
    for (press(Qt::Key_Home); step() < steps(); press(Qt::Key_Right)) {
        QApplication::processEvents();
        EXPECT_EQ(heading->text(), heading->accessibleName());
    }
}

TEST_F(RealSockets, GiveWayToTheNextLesson)
{
    play("real-close-four", true);
    ASSERT_TRUE(until([&] { return held() || over(); }));
    open("abort");
    EXPECT_EQ(model().source, "abort");
    EXPECT_FALSE(model().live);
}

TEST_F(RealSockets, EndWithTheWindow) { play("real-close-four", true); } // the store waits only for its thread

} // namespace tcpstage::widgets
