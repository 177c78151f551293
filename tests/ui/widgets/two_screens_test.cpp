// A laptop and a projector: each key has its effect where the teacher looks. Run with the screens of two_screens.json.

#include "tests/ui/widgets/window.h"
#include "ui/widgets/present/presenter.h"

#include <QApplication>
#include <QScreen>
#include <QTest>

namespace tcpstage::widgets {
namespace {

class TwoScreens : public Window {
protected:
    TwoScreens()
    {
        EXPECT_EQ(QGuiApplication::screens().size(), 2);
        press(Qt::Key_F5);
        EXPECT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    }
};

TEST_F(TwoScreens, ThePresentationStandsOnTheOtherOne)
{
    EXPECT_EQ(window.presenter()->geometry(), QGuiApplication::screens().back()->geometry());
    EXPECT_NE(window.screen(), QGuiApplication::screens().back());
    EXPECT_TRUE(window.isVisible());
}

TEST_F(TwoScreens, WhatIsTypedIntoTheWorkshopDoesNotReachTheClass)
{
    for (int i = 0; i < 5; ++i)
        press(Qt::Key_PageDown);
    const std::size_t before = step();
    for (const auto& [key, modifiers] :
         {std::pair{Qt::Key_L, Qt::KeyboardModifiers{Qt::ControlModifier}}, {Qt::Key_E, Qt::NoModifier}}) {
        window.presenter()->activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
        press(key, modifiers);
        EXPECT_TRUE(QTest::qWaitForWindowActive(&window)) << key;
        press(Qt::Key_5);
        EXPECT_EQ(model().display.view, scene::View::Ladder) << key;
        EXPECT_EQ(step(), before) << key;
        EXPECT_TRUE(model().presenting);
    }
}

TEST_F(TwoScreens, TheListOfLessonsOpensInTheWorkshopOverABlackScreen)
{
    press(Qt::Key_B);
    ASSERT_EQ(model().curtain, model::Curtain::Black);
    press(Qt::Key_F, Qt::ControlModifier);
    EXPECT_TRUE(QTest::qWaitForWindowActive(&window));
    EXPECT_EQ(model().curtain, model::Curtain::Black) << "the class does not see how a lesson is chosen";
}

} // namespace
} // namespace tcpstage::widgets
