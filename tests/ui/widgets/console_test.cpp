// In the window: the programs of both ends, the console lines, and what the mouse measures.

#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/scene/strips/console_strip.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/strip_view.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QTest>
#include <array>

namespace tcpstage::widgets {
namespace {

class Console : public Window {
protected:
    Console() : Window{"abort"} {}
    StripView& view() const { return *window.findChild<StripView*>(); }
    bool reads(const Canvas& canvas, const QString& text) const
    {
        return std::ranges::any_of(canvas.scene().moving, [&](const scene::Mark& mark) {
            const auto* label = std::get_if<scene::Label>(&mark.shape);
            return label && label->text.contains(text);
        });
    }
};

TEST_F(Console, StandsBelowTheStageWhileItIsSwitchedOn)
{
    EXPECT_FALSE(view().isVisible());
    press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_TRUE(view().isVisible());
    EXPECT_TRUE(reads(*view().findChild<Canvas*>(), QStringLiteral("$ ss -Htan")));
    EXPECT_TRUE(view().accessibleDescription().contains(QStringLiteral("tcpdump -ntS tcp port 80")));
    press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_FALSE(view().isVisible());
}

TEST_F(Console, FollowsThePresentStep)
{
    press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    press(Qt::Key_End);
    EXPECT_TRUE(reads(*view().findChild<Canvas*>(), QStringLiteral("Flags [R], seq 201, win 0, length 0")));
    press(Qt::Key_Home);
    EXPECT_FALSE(reads(*view().findChild<Canvas*>(), QStringLiteral("Flags [R]")));
}

TEST_F(Console, IsCopiedAfterTheCaptionAndByItsOwnMenu)
{
    press(Qt::Key_End);
    press(Qt::Key_C, Qt::ControlModifier);
    EXPECT_FALSE(QApplication::clipboard()->text().contains(QStringLiteral("tcpdump")));
    press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    press(Qt::Key_C, Qt::ControlModifier);
    EXPECT_TRUE(QApplication::clipboard()->text().contains(QStringLiteral("\nserver$ tcpdump -ntS tcp port 80\nIP ")));
    QApplication::clipboard()->clear();
    Canvas& canvas = *view().findChild<Canvas*>();
    choose(rightClick(canvas, canvas.rect().center()), QStringLiteral("Copy the console lines"));
    EXPECT_TRUE(QApplication::clipboard()->text().startsWith(QStringLiteral("server$ tcpdump")));
}

TEST_F(Console, LeavesTheStageItsRoomInASmallWindow)
{
    for (const QSize size : {QSize{1024, 768}, QSize{1366, 768}}) {
        window.resize(size);
        settle();
        if (!view().isVisible()) press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        settle();
        EXPECT_GT(window.stage().height(), 250) << size.width();
        EXPECT_LE(view().mapTo(&window, view().rect().bottomRight()).y(), window.height());
    }
}

TEST_F(Console, OfTheProgramLaneAClickGoesToWhereALineBegan)
{
    press(Qt::Key_End);
    Canvas& panel = window.stage().panel(trace::Side::Right);
    const scene::StageTime end = model().goal();
    const QPoint line = placeOf(panel, scene::Ref::Kind::Step);
    ASSERT_GE(line.x(), 0) << "the lesson is about programs";
    QTest::mouseClick(&panel, Qt::LeftButton, Qt::NoModifier, line);
    settle();
    EXPECT_LT(model().goal(), end);
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Step);
}

TEST_F(Console, TheProgramLaneCanBeSwitchedOff)
{
    press(Qt::Key_End);
    EXPECT_TRUE(reads(window.stage().panel(trace::Side::Right), QStringLiteral("ECONNRESET")));
    store.dispatch(model::SetPrograms{scene::ProgramLanes::Never});
    EXPECT_FALSE(reads(window.stage().panel(trace::Side::Right), QStringLiteral("ECONNRESET")));
}

TEST_F(Console, AMeasurementBeginsAndEndsWhereTheMouseIs)
{
    press(Qt::Key_End);
    Canvas& ladder = window.stage().ladderCanvas();
    const QPoint arrow = placeOf(ladder, scene::Ref::Kind::Segment);
    ASSERT_GE(arrow.x(), 0);
    choose(rightClick(ladder, arrow), QStringLiteral("Measure from here"));
    ASSERT_TRUE(model().display.measured);
    const auto from = model().display.measured->from;
    EXPECT_FALSE(model().display.measured->to);
    choose(rightClick(ladder, placeOf(ladder, scene::Ref::Kind::Step)), QStringLiteral("Measure to here"));
    ASSERT_TRUE(model().display.measured && model().display.measured->to);
    EXPECT_EQ(model().display.measured->from, from);
    choose(rightClick(ladder, placeOf(ladder, scene::Ref::Kind::Segment)), QStringLiteral("Take the measurement away"));
    EXPECT_FALSE(model().display.measured);
}

} // namespace
} // namespace tcpstage::widgets
