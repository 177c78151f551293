// Drawing in a real window and in a presentation: mouse, finger and pen.
#include "tests/ui/widgets/window.h"

#include "ui/scene/drawing/strokes.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/drawing/pen_bar.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QPaintEvent>
#include <QPointingDevice>
#include <QTabletEvent>
#include <QTest>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

/// What of the strokes a canvas shows.
std::size_t curvesOn(const Canvas& canvas)
{
    std::size_t count = 0;
    for (const scene::Mark& mark : canvas.scene().moving)
        count += std::holds_alternative<scene::Curve>(mark.shape) ? 1 : 0;
    return count;
}

/// How much of a widget is painted.
class PaintedArea : public QObject {
public:
    explicit PaintedArea(QWidget& widget) { widget.installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            for (const QRect& rect : static_cast<QPaintEvent*>(event)->region())
                pixels += rect.width() * rect.height();
        return false;
    }
    int pixels = 0;
};

class HandDrawing : public Window {
protected:
    HandDrawing()
    {
        press(Qt::Key_Right);
        press(Qt::Key_Right);
    }
    Canvas& stage() const { return window.stage().ladderCanvas(); }
    void line(Canvas& canvas, QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mousePress(&canvas, button, Qt::NoModifier, from);
        for (int i = 1; i <= 10; ++i)
            moveTo(canvas, from + (to - from) * i / 10, button);
        QTest::mouseRelease(&canvas, button, Qt::NoModifier, to);
        QApplication::processEvents();
    }
    static void moveTo(Canvas& canvas, QPoint at, Qt::MouseButton button)
    {
        QMouseEvent move{QEvent::MouseMove, QPointF{at}, canvas.mapToGlobal(QPointF{at}),
                         Qt::NoButton,      button,      Qt::NoModifier};
        QApplication::sendEvent(&canvas, &move);
    }
    const std::vector<scene::PenStrokePtr>& strokes() const { return model().drawing.all->strokes; }
};

TEST_F(HandDrawing, TheMouseDrawsOnTheStageAndDoesNotClick)
{
    press(Qt::Key_P, Qt::ShiftModifier);
    ASSERT_TRUE(model().drawing.on);
    EXPECT_TRUE(window.stage().pens().isVisible());
    const std::size_t before = step();
    line(stage(), {100, 200}, {300, 240});
    ASSERT_TRUE(model().drawing.all);
    ASSERT_EQ(strokes().size(), 1U);
    EXPECT_GT(strokes().front()->points.size(), 5U);
    EXPECT_EQ(curvesOn(stage()), 1U);
    EXPECT_EQ(step(), before);
    press(Qt::Key_Right);
    EXPECT_EQ(curvesOn(stage()), 0U);
    press(Qt::Key_Left);
    EXPECT_EQ(curvesOn(stage()), 1U);
    press(Qt::Key_Escape);
    EXPECT_FALSE(model().drawing.on);
    EXPECT_FALSE(window.stage().pens().isVisible());
    EXPECT_EQ(curvesOn(stage()), 1U);
}

TEST_F(HandDrawing, TheGrowingStrokeIsSeenAndOnlyItsEndIsPainted)
{
    press(Qt::Key_P, Qt::ShiftModifier);
    const auto colour = paint::Theme::named(model().themeName())(scene::Ink::PenRed);
    const auto reds = [&] {
        const QImage image = stage().grab().toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) == colour;
        return count;
    };
    QTest::mousePress(&stage(), Qt::LeftButton, Qt::NoModifier, {100, 200});
    moveTo(stage(), {200, 200}, Qt::LeftButton);
    const int some = reds();
    EXPECT_GT(some, 50);
    for (int x = 205; x < 300; x += 5)
        moveTo(stage(), {x, 200}, Qt::LeftButton);
    QApplication::processEvents();
    PaintedArea painted{stage()};
    moveTo(stage(), {300, 200}, Qt::LeftButton);
    QApplication::processEvents();
    EXPECT_GT(painted.pixels, 0);
    EXPECT_LT(painted.pixels, 60 * 60) << "not the whole stroke, and not the stage";
    EXPECT_GT(reds(), some);
    EXPECT_TRUE(model().drawing.growing);
    EXPECT_EQ(curvesOn(stage()), 0U) << "the scene stays as it is until the stroke is finished";
    QTest::mouseRelease(&stage(), Qt::LeftButton, Qt::NoModifier, {300, 200});
    EXPECT_GT(reds(), some);
}

TEST_F(HandDrawing, DigitsChoosePensAndNoViewWhileOneDraws)
{
    press(Qt::Key_P, Qt::ShiftModifier);
    press(Qt::Key_3);
    EXPECT_EQ(model().drawing.pen, 2);
    EXPECT_TRUE(window.stage().pens().pen(2).isChecked());
    EXPECT_EQ(model().display.view, scene::View::Ladder);
    press(Qt::Key_6);
    EXPECT_TRUE(model().drawing.erasing);
    press(Qt::Key_8);
    EXPECT_EQ(model().display.view, scene::View::Ladder) << "no digit does something else";
    press(Qt::Key_Escape);
    press(Qt::Key_3);
    EXPECT_EQ(model().display.view, scene::View::Spaces);
    EXPECT_EQ(model().drawing.pen, 2);
}

TEST_F(HandDrawing, TheEraserAndTheRightButtonTakeStrokesAway)
{
    press(Qt::Key_P, Qt::ShiftModifier);
    line(stage(), {100, 200}, {300, 200});
    line(stage(), {100, 300}, {300, 300});
    ASSERT_EQ(curvesOn(stage()), 2U);
    line(stage(), {150, 180}, {150, 220}, Qt::RightButton);
    EXPECT_EQ(curvesOn(stage()), 1U);
    QTest::mouseClick(&window.stage().pens().eraser(), Qt::LeftButton);
    line(stage(), {150, 280}, {150, 320});
    EXPECT_EQ(curvesOn(stage()), 0U);
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(curvesOn(stage()), 1U);
    press(Qt::Key_Delete);
    EXPECT_EQ(curvesOn(stage()), 0U);
    press(Qt::Key_Z, Qt::ControlModifier);
    QTest::mouseClick(&window.stage().pens().clearButton(), Qt::LeftButton);
    EXPECT_EQ(curvesOn(stage()), 0U);
}

TEST_F(HandDrawing, AFingerDrawsAndASecondOneDoesNot)
{
    press(Qt::Key_P, Qt::ShiftModifier);
    const std::unique_ptr<QPointingDevice> screen{QTest::createTouchDevice()};
    QTest::touchEvent(&stage(), screen.get()).press(1, {100, 200}, &stage());
    QTest::touchEvent(&stage(), screen.get()).move(1, {160, 230}, &stage()).press(2, {300, 300}, &stage());
    QTest::touchEvent(&stage(), screen.get()).move(1, {220, 260}, &stage()).move(2, {320, 320}, &stage());
    QTest::touchEvent(&stage(), screen.get()).release(1, {220, 260}, &stage()).release(2, {320, 320}, &stage());
    QApplication::processEvents();
    ASSERT_TRUE(model().drawing.all);
    ASSERT_EQ(strokes().size(), 1U);
    EXPECT_EQ(strokes().front()->points.size(), 3U);
    EXPECT_EQ(step(), 2U);
}

TEST_F(HandDrawing, APenIsWiderWithMorePressureAndItsOtherEndErases)
{
    press(Qt::Key_P, Qt::ShiftModifier);
    const auto device = [](QPointingDevice::PointerType type) {
        return std::make_unique<QPointingDevice>(
            QStringLiteral("pen"), 7, QInputDevice::DeviceType::Stylus, type,
            QInputDevice::Capability::Position | QInputDevice::Capability::Pressure, 1, 2);
    };
    const auto send = [&](const QPointingDevice& pen, QEvent::Type type, QPoint at, double pressure) {
        QTabletEvent event{
            type,           &pen,           QPointF{at},   stage().mapToGlobal(QPointF{at}), pressure, 0, 0, 0, 0, 0,
            Qt::NoModifier, Qt::LeftButton, Qt::LeftButton};
        QApplication::sendEvent(&stage(), &event);
        EXPECT_TRUE(event.isAccepted()) << "else it would be a click, too";
    };
    const auto tip = device(QPointingDevice::PointerType::Pen);
    send(*tip, QEvent::TabletPress, {100, 200}, 0.1);
    send(*tip, QEvent::TabletMove, {160, 200}, 0.5);
    send(*tip, QEvent::TabletMove, {220, 200}, 0.9);
    send(*tip, QEvent::TabletRelease, {220, 200}, 0);
    ASSERT_TRUE(model().drawing.all);
    const auto& points = strokes().front()->points;
    ASSERT_EQ(points.size(), 3U);
    EXPECT_GT(points[1].width, points[0].width);
    EXPECT_GT(points[2].width, points[1].width * 1.4);
    const auto end = device(QPointingDevice::PointerType::Eraser);
    send(*end, QEvent::TabletPress, {160, 200}, 0.5);
    send(*end, QEvent::TabletRelease, {160, 200}, 0);
    EXPECT_TRUE(strokes().empty());
}

TEST_F(HandDrawing, InThePresentationIsInTheWindowAndTheOtherWayRound)
{
    press(Qt::Key_P, Qt::ShiftModifier);
    line(stage(), {150, 200}, {250, 260});
    press(Qt::Key_F5);
    ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    Canvas& projected = window.presenter()->canvas();
    EXPECT_EQ(curvesOn(projected), 1U);
    EXPECT_TRUE(model().drawing.on);
    EXPECT_TRUE(window.presenter()->pens().isVisible()) << "on one screen the strip is there";
    EXPECT_LE(projected.geometry().bottom(), window.presenter()->pens().geometry().top()) << "and hides nothing";
    const QRectF ladder = scene::surfaceAt(projected.scene(), QRectF{projected.rect()}.center() * 0.8)->open;
    line(projected, (ladder.center() - QPointF{40, 20}).toPoint(), (ladder.center() + QPointF{40, 20}).toPoint());
    EXPECT_EQ(curvesOn(projected), 2U);
    EXPECT_EQ(step(), 2U) << "a click of the pen is no step";
    press(Qt::Key_PageDown);
    EXPECT_EQ(step(), 3U) << "a clicker's is";
    EXPECT_EQ(curvesOn(projected), 0U);
    press(Qt::Key_PageUp);
    press(Qt::Key_Escape);
    EXPECT_TRUE(model().presenting);
    EXPECT_FALSE(window.presenter()->pens().isVisible());
    press(Qt::Key_Escape);
    EXPECT_FALSE(model().presenting);
    EXPECT_EQ(curvesOn(stage()), 2U);
}

TEST_F(HandDrawing, IsThereAgainAtTheNextStart)
{
    press(Qt::Key_P, Qt::ShiftModifier);
    line(stage(), {150, 200}, {250, 260});
    store.keepAll();
    QSettings other{folder.filePath(QStringLiteral("other.ini")), QSettings::IniFormat};
    ASSERT_TRUE(QFileInfo::exists(drawingFolder() + QStringLiteral("/four-way-close.drawing.json")));
    open("half-close");
    EXPECT_EQ(curvesOn(stage()), 0U);
    open("four-way-close");
    settle();
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    EXPECT_EQ(curvesOn(stage()), 1U);
}

TEST_F(HandDrawing, EveryButtonOfTheStripHasANameInBothLanguages)
{
    press(Qt::Key_P, Qt::ShiftModifier);
    const auto names = [&] {
        QStringList all;
        for (const QToolButton* button : window.stage().pens().findChildren<QToolButton*>())
            all << button->accessibleName();
        return all;
    };
    const QStringList english = names();
    EXPECT_EQ(english.size(), 10);
    EXPECT_FALSE(english.contains(QString{}));
    EXPECT_EQ(english.front(), QStringLiteral("Pen 1: red, medium"));
    store.dispatch(model::SetLanguage{Language::Chinese});
    for (const QString& name : names())
        EXPECT_FALSE(english.contains(name)) << name.toStdString();
}

TEST_F(HandDrawing, TheStripFitsAndLeavesTheStageItsWidth)
{
    for (const QSize size : {QSize{900, 560}, QSize{1024, 700}, QSize{1280, 800}})
        for (const Language language : {Language::English, Language::Chinese}) {
            store.dispatch(model::SetLanguage{language});
            window.resize(size);
            settle();
            const int before = stage().width();
            press(Qt::Key_P, Qt::ShiftModifier);
            settle();
            const PenBar& bar = window.stage().pens();
            EXPECT_EQ(stage().width(), before) << size.width();
            int seen = 0;
            for (const QToolButton* button : bar.findChildren<QToolButton*>()) {
                if (!button->isVisible()) continue;
                ++seen;
                EXPECT_TRUE(bar.rect().contains(button->geometry())) << button->text().toStdString();
                EXPECT_GE(button->width(), button->sizeHint().width()) << button->text().toStdString();
            }
            EXPECT_GE(seen, 7) << "the pens, the eraser and the way out";
            press(Qt::Key_Escape);
        }
}

TEST_F(HandDrawing, TheMagnifierDrawsMarksLargerUnderThePointer)
{
    press(Qt::Key_F5);
    ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    Canvas& projected = window.presenter()->canvas();
    const QPoint at = projected.rect().center();
    const auto picture = [&] { return projected.grab().toImage(); };
    const QImage without = picture();
    press(Qt::Key_Z, Qt::ShiftModifier);
    ASSERT_TRUE(model().magnifier);
    QMouseEvent move{QEvent::MouseMove, QPointF{at}, QPointF{at}, Qt::NoButton, Qt::NoButton, Qt::NoModifier};
    QApplication::sendEvent(&projected, &move);
    const QImage with = picture();
    const int radius = projected.height() * 18 / 100;
    const auto differs = [&](QPoint place) { return with.pixel(place) != without.pixel(place); };
    int inside = 0;
    int outside = 0;
    for (int y = 0; y < with.height(); ++y)
        for (int x = 0; x < with.width(); ++x) {
            const QPoint gap = QPoint{x, y} - at;
            const double far = std::hypot(gap.x(), gap.y());
            if (differs({x, y})) ++(far < radius + 4 ? inside : outside);
        }
    EXPECT_GT(inside, 500);
    EXPECT_EQ(outside, 0);
    press(Qt::Key_Z, Qt::ShiftModifier);
    EXPECT_EQ(picture(), without);
}

} // namespace
} // namespace tcpstage::widgets
