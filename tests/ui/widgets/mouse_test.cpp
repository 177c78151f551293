#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/scene/words/caption.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/stage/details.h"
#include "ui/widgets/stage/scrubber.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/stage/transport_bar.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <QWindow>
#include <algorithm>
#include <array>

namespace tcpstage::widgets {

class Mouse : public Window {
protected:
    void click(QWidget& widget, QPoint at) { QTest::mouseClick(&widget, Qt::LeftButton, Qt::NoModifier, at); }
};

TEST_F(Mouse, AClickOnAnArrowOpensItsDetails)
{
    press(Qt::Key_End);
    press(Qt::Key_Home);
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    Canvas& ladder = window.stage().ladderCanvas();
    const QPoint place = placeOf(ladder, scene::Ref::Kind::Segment);
    ASSERT_GE(place.x(), 0);
    click(ladder, place);
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Segment);
    EXPECT_TRUE(window.stage().showsDetails());
    EXPECT_TRUE(window.stage().details().canvas().isVisible());
    EXPECT_FALSE(window.stage().details().canvas().scene().still.empty());
}

TEST_F(Mouse, AClickOnAStateTellsWhatItWaitsFor)
{
    press(Qt::Key_Right);
    Canvas& panel = window.stage().panel(trace::Side::Right);
    const QPoint place = placeOf(panel, scene::Ref::Kind::State);
    ASSERT_GE(place.x(), 0);
    click(panel, place);
    EXPECT_TRUE(window.stage().showsDetails());
    EXPECT_GT(window.stage().details().text().size(), 20);
}

TEST_F(Mouse, DraggingTheHandleSeeks)
{
    Scrubber& scrubber = window.transport().scrubber();
    const int y = scrubber.height() / 2;
    QTest::mousePress(&scrubber, Qt::LeftButton, Qt::NoModifier, QPoint{scrubber.width() / 4, y});
    const scene::StageTime quarter = model().time;
    EXPECT_GT(quarter, scene::StageTime{});
    QTest::mouseMove(&scrubber, QPoint{scrubber.width() / 2, y});
    QTest::mouseRelease(&scrubber, Qt::LeftButton, Qt::NoModifier, QPoint{scrubber.width(), y});
    QMouseEvent move{QEvent::MouseMove,
                     QPointF(scrubber.width(), y),
                     scrubber.mapToGlobal(QPointF(scrubber.width(), y)),
                     Qt::LeftButton,
                     Qt::LeftButton,
                     Qt::NoModifier};
    QApplication::sendEvent(&scrubber, &move);
    EXPECT_EQ(model().time, model().staged->timeMap.end());
}

TEST_F(Mouse, TheScrubberTurnsTimesIntoPixelsAndBack)
{
    const Scrubber& scrubber = window.transport().scrubber();
    const scene::StageTime end = model().staged->timeMap.end();
    for (const scene::StageTime time : {scene::StageTime{}, end / 3, end / 2, end})
        EXPECT_NEAR(static_cast<double>(scrubber.time(scrubber.x(time)).count()), static_cast<double>(time.count()), 1);
}

TEST_F(Mouse, ButtonsStepAndPlay)
{
    const auto buttons = window.transport().findChildren<QToolButton*>();
    for (QToolButton* button : buttons)
        if (button->accessibleName() == QStringLiteral("Next step")) QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_EQ(step(), 1U);
    QTest::mouseClick(window.transport().findChild<QToolButton*>(QStringLiteral("play")), Qt::LeftButton);
    EXPECT_TRUE(model().playing);
}

TEST_F(Mouse, AClickInTheListOpensTheLesson)
{
    auto* list = window.lessons().findChild<QListWidget*>();
    const QListWidgetItem* item = list->findItems(QStringLiteral("Three-way handshake"), Qt::MatchExactly).value(0);
    ASSERT_TRUE(item);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier, list->visualItemRect(item).center());
    store.settle();
    EXPECT_EQ(model().source, "three-way-handshake");
}

TEST_F(Mouse, ScrollingAwayStopsFollowingUntilTheNextStep)
{
    press(Qt::Key_End);
    Q_EMIT window.stage().ladderCanvas().scrolled(-40);
    EXPECT_FALSE(model().following);
    press(Qt::Key_Left);
    EXPECT_TRUE(model().following);
}

class Dropping : public Window {};

TEST_F(Dropping, ABadTraceGivesASentenceAndKeepsTheLesson)
{
    const QString path = folder.filePath(QStringLiteral("bad.tcptrace"));
    QFile file{path};
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("tcptrace, but not one");
    file.close();
    press(Qt::Key_Right);
    drop({path});
    EXPECT_EQ(model().source, "four-way-close");
    EXPECT_EQ(step(), 1U);
    ASSERT_TRUE(model().notice);
    EXPECT_NE(model().notice->sentence.en.find("bad.tcptrace"), std::string::npos) << model().notice->sentence.en;
}

TEST_F(Dropping, APacketdrillScriptBecomesAStagedRunThatEndsWhereItDiffers)
{
    const QString path = folder.filePath(QStringLiteral("talk.pkt"));
    QFile file{path};
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
               "+0 bind(3, ..., ...) = 0\n"
               "+0 listen(3, 1) = 0\n"
               "+0 < S 0:0(0) win 32767 <mss 1460>\n"
               "+0 > S. 0:0(0) ack 2 win 65535 <...>\n");
    file.close();
    drop({path});
    EXPECT_EQ(model().source, path.toStdString());
    ASSERT_TRUE(model().staged->run.mismatch);
    EXPECT_EQ(model().staged->run.mismatch->line, 5U);
    press(Qt::Key_End);
    bool marked = false;
    for (const scene::Mark& mark : window.stage().ladderCanvas().scene().moving)
        if (const auto* label = std::get_if<scene::Label>(&mark.shape))
            marked = marked || label->text.startsWith(QStringLiteral("\u2260 Line 5"));
    EXPECT_TRUE(marked);
}

TEST_F(Dropping, AFileThatIsNotThereOrTwoAtOnceGiveASentence)
{
    drop({folder.filePath(QStringLiteral("missing.yaml"))});
    ASSERT_TRUE(model().notice);
    EXPECT_TRUE(model().notice->problem);
    store.dispatch(model::DismissNotice{});
    drop({QStringLiteral("/a.yaml"), QStringLiteral("/b.yaml")});
    ASSERT_TRUE(model().notice);
    EXPECT_EQ(model().source, "four-way-close");
}

TEST_F(Mouse, TheSummaryOfALessonGoesWhenThePointerGoes)
{
    QWindow* native = window.windowHandle();
    const QWidget* rows = window.lessons().findChild<QListWidget*>()->viewport();
    const std::array<const QWidget*, 4> others{&window.stage().ladderCanvas(), &window.transport(),
                                               window.findChild<QWidget*>(QStringLiteral("captionText")),
                                               window.findChild<QWidget*>(QStringLiteral("header"))};
    for (const QWidget* to : others) {
        QTest::mouseMove(native, rows->mapTo(&window, QPoint{60, 100}));
        QTest::mouseMove(native, rows->mapTo(&window, QPoint{62, 101}));
        ASSERT_TRUE(QTest::qWaitFor([] { return QToolTip::isVisible(); }, 3000));
        QTest::mouseMove(native, to->mapTo(&window, to->rect().center()));
        const QString summary = QToolTip::text();
        const auto gone = [&] { return !QToolTip::isVisible() || QToolTip::text() != summary; };
        EXPECT_TRUE(QTest::qWaitFor(gone, 2000)) << to->objectName().toStdString();
        QTest::qWait(400);
        EXPECT_TRUE(gone()) << to->objectName().toStdString();
        QToolTip::hideText();
        QTest::qWait(400);
    }
}

TEST_F(Mouse, TheSummaryOfALessonGoesWhenAKeyIsPressedOrTheListIsHidden)
{
    const QWidget* rows = window.lessons().findChild<QListWidget*>()->viewport();
    for (const Qt::Key key : {Qt::Key_Right, Qt::Key_End, Qt::Key_M}) { // the last one opens details over the list
        QTest::mouseMove(window.windowHandle(), rows->mapTo(&window, QPoint{60, 100}));
        QTest::mouseMove(window.windowHandle(), rows->mapTo(&window, QPoint{62, 101}));
        ASSERT_TRUE(QTest::qWaitFor([] { return QToolTip::isVisible(); }, 3000));
        press(key);
        EXPECT_TRUE(QTest::qWaitFor([] { return !QToolTip::isVisible(); }, 2000)) << key;
        QTest::mouseMove(window.windowHandle(), QPoint{700, 20});
        QTest::qWait(400);
    }
}

TEST_F(Mouse, ASignBetweenTwoWorldsSaysWhatItMeans)
{
    open("why-not-two");
    press(Qt::Key_End);
    const Canvas& ladder = window.stage().ladderCanvas();
    ASSERT_FALSE(ladder.scene().hints.empty());
    const scene::Hint hint = ladder.scene().hints.front();
    QTest::mouseMove(window.windowHandle(), ladder.mapTo(&window, hint.area.center().toPoint()));
    QTest::mouseMove(window.windowHandle(), ladder.mapTo(&window, hint.area.center().toPoint() + QPoint{1, 0}));
    EXPECT_TRUE(QTest::qWaitFor([&] { return QToolTip::isVisible() && QToolTip::text() == hint.text; }, 3000))
        << QToolTip::text().toStdString();
    QToolTip::hideText();
    const auto* line = window.findChild<QLabel*>(QStringLiteral("captionDifference"));
    const auto legend = [&] { return scene::signsLegend(*model().staged, ladder.scene(), Language::English); };
    EXPECT_FALSE(legend().isEmpty());
    EXPECT_TRUE(line->text().contains(legend()))
        << line->text().toStdString() << "\nbut the ladders have " << legend().toStdString();
    press(Qt::Key_Right); // the whole run
    ASSERT_TRUE(model().lastPage);
    const auto seen = window.findChildren<QLabel*>(QStringLiteral("captionBeside"));
    EXPECT_TRUE(legend().contains(QStringLiteral("≠"))) << "all signs of the run are on the page";
    EXPECT_TRUE(std::ranges::any_of(
        seen, [&](const QLabel* label) { return label->isVisible() && label->text() == legend(); }));
}

} // namespace tcpstage::widgets
