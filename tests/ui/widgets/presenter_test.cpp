#include "ui/widgets/present/presenter.h"

#include "tests/ui/widgets/window.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/drawing/pen_bar.h"
#include "ui/widgets/present/touch_bar.h"

#include <QApplication>
#include <QPointingDevice>
#include <QTest>
#include <QToolButton>

namespace tcpstage::widgets {

class Projecting : public Window {
protected:
    Projecting()
    {
        press(Qt::Key_F5);
        if (Presenter* presenter = window.presenter()) {
            EXPECT_TRUE(QTest::qWaitForWindowActive(presenter));
        }
    }
};

TEST_F(Projecting, FillsTheScreenAndEscapeLeaves)
{
    ASSERT_TRUE(window.presenter());
    EXPECT_TRUE(window.presenter()->isVisible());
    EXPECT_TRUE(window.presenter()->isFullScreen());
    EXPECT_FALSE(window.presenter()->canvas().scene().still.empty());
    press(Qt::Key_Escape);
    EXPECT_FALSE(model().presenting);
    EXPECT_FALSE(window.presenter()->isVisible());
}

TEST_F(Projecting, ListensToAClicker)
{
    press(Qt::Key_PageDown);
    press(Qt::Key_PageDown);
    press(Qt::Key_PageUp);
    EXPECT_EQ(step(), 1U);
    press(Qt::Key_Period);
    EXPECT_TRUE(window.presenter()->curtainClosed());
    EXPECT_EQ(window.presenter()->grab().toImage().pixelColor(50, 50), QColor{Qt::black});
    press(Qt::Key_Comma);
    EXPECT_EQ(window.presenter()->grab().toImage().pixelColor(50, 50), QColor{Qt::white});
    press(Qt::Key_W);
    EXPECT_FALSE(window.presenter()->curtainClosed());
}

TEST_F(Projecting, SaysEachStepToAScreenReader)
{
    const auto heard = [&] { return window.presenter()->canvas().accessibleDescription(); };
    press(Qt::Key_PageDown);
    press(Qt::Key_PageDown);
    EXPECT_TRUE(heard().startsWith(QStringLiteral("Client calls connect(). An active OPEN"))) << heard().toStdString();
    press(Qt::Key_PageDown);
    EXPECT_TRUE(heard().startsWith(QStringLiteral("Client sends its 1st segment: SYN. seq=99")))
        << heard().toStdString();
    press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_TRUE(heard().startsWith(QStringLiteral("客户端发送第 1 个报文段：SYN。"))) << heard().toStdString();
}

TEST_F(Projecting, AClickIsTheNextStep)
{
    QTest::mouseClick(&window.presenter()->canvas(), Qt::LeftButton, Qt::NoModifier, QPoint{3, 3});
    EXPECT_EQ(step(), 1U);
}

TEST_F(Projecting, AFingerReachesWhatElseNeedsAKey)
{
    const std::unique_ptr<QPointingDevice> screen{QTest::createTouchDevice()};
    Presenter& presenter = *window.presenter();
    const auto tap = [&] {
        QTest::touchEvent(&presenter.canvas(), screen.get()).press(1, {3, 3}, &presenter.canvas());
        QTest::touchEvent(&presenter.canvas(), screen.get()).release(1, {3, 3}, &presenter.canvas());
        QApplication::processEvents();
    };
    const auto use = [&](model::Command command) {
        QTest::mouseClick(&presenter.touchBar().button(command), Qt::LeftButton);
        QApplication::processEvents();
    };
    EXPECT_FALSE(presenter.touchBar().isVisible()) << "the stage has all of the screen";
    tap();
    EXPECT_EQ(step(), 1U);
    ASSERT_TRUE(presenter.touchBar().isVisible());
    EXPECT_FALSE(presenter.canvas().geometry().intersects(presenter.touchBar().geometry()));
    use(model::Command::NextStep);
    EXPECT_EQ(step(), 2U);
    use(model::Command::PreviousStep);
    EXPECT_EQ(step(), 1U);
    EXPECT_TRUE(presenter.touchBar().isVisible()) << "the next finger needs it";
    use(model::Command::ToggleDrawing);
    EXPECT_TRUE(model().drawing.on);
    EXPECT_TRUE(presenter.pens().isVisible());
    EXPECT_FALSE(presenter.touchBar().isVisible());
    store.dispatch(model::Command::ToggleDrawing);
    EXPECT_TRUE(presenter.touchBar().isVisible());
    press(Qt::Key_Right);
    EXPECT_FALSE(presenter.touchBar().isVisible()) << "who has keys needs no buttons";
    tap();
    use(model::Command::TogglePresent);
    EXPECT_FALSE(model().presenting);
}

TEST_F(Projecting, ThePointerAndTheSpotlightFollowTheMouse)
{
    const auto marks = [&] { return window.presenter()->canvas().scene().moving; };
    const std::size_t none = marks().size();
    press(Qt::Key_L);
    EXPECT_GT(marks().size(), none);
    const std::vector<scene::Mark> before = marks();
    QMouseEvent move{QEvent::MouseMove, QPointF{100, 120}, QPointF{100, 120},
                     Qt::NoButton,      Qt::NoButton,      Qt::NoModifier};
    QApplication::sendEvent(&window.presenter()->canvas(), &move);
    EXPECT_NE(marks(), before);
    press(Qt::Key_L);
    press(Qt::Key_Z);
    EXPECT_EQ(marks().size(), none + 1);
}

} // namespace tcpstage::widgets
