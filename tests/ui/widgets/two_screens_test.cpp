// A laptop and a projector: each key has its effect where the teacher looks. Run with the screens of two_screens.json.

#include "tests/ui/widgets/window.h"
#include "ui/model/kept/choices.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/present/audience_menu.h"
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

TEST_F(TwoScreens, ADisplayIsChosenByItsNameAndRemembered)
{
    const std::string laptop = QGuiApplication::screens().front()->name().toStdString();
    store.dispatch(model::SetAudience{{model::AudienceShape::FullScreen, laptop}});
    settle();
    EXPECT_EQ(window.presenter()->geometry(), QGuiApplication::screens().front()->geometry());
    EXPECT_TRUE(model().presenting);
    model::remember(settings, model());
    model::Model next;
    model::recall(settings, next);
    EXPECT_EQ(next.audience, model().audience);
    store.dispatch(model::SetAudience{{model::AudienceShape::FullScreen, "gone"}});
    settle();
    EXPECT_EQ(window.presenter()->geometry(), QGuiApplication::screens().back()->geometry())
        << "one that is not plugged in is any other";
}

TEST_F(TwoScreens, OneKeySwapsTheDisplays)
{
    press(Qt::Key_Right);
    const std::size_t before = step();
    const QRect laptop = QGuiApplication::screens().front()->geometry();
    const QRect projector = QGuiApplication::screens().back()->geometry();
    press(Qt::Key_F5, Qt::ControlModifier);
    settle();
    EXPECT_EQ(window.presenter()->geometry(), laptop);
    EXPECT_TRUE(projector.contains(window.geometry().center()));
    EXPECT_TRUE(window.presenter()->isVisible());
    EXPECT_EQ(step(), before);
    press(Qt::Key_F5, Qt::ControlModifier);
    settle();
    EXPECT_EQ(window.presenter()->geometry(), projector);
    EXPECT_TRUE(laptop.contains(window.geometry().center()));
}

TEST_F(TwoScreens, AWindowForACallKeepsItsShapeBesideTheWorkshop)
{
    for (const auto& [shape, ratio] :
         {std::pair{model::AudienceShape::Window16To9, 16.0 / 9}, {model::AudienceShape::Window4To3, 4.0 / 3}}) {
        store.dispatch(model::SetAudience{{shape, {}}});
        settle();
        Presenter& audience = *window.presenter();
        EXPECT_FALSE(audience.isFullScreen());
        EXPECT_TRUE(audience.isVisible());
        EXPECT_NE(audience.windowTitle(), window.windowTitle());
        EXPECT_FALSE(audience.windowRole().isEmpty());
        for (const QSize size : {QSize{900, 400}, QSize{500, 700}}) {
            audience.resize(size);
            settle();
            const QSize stage = audience.canvas().size();
            EXPECT_NEAR(static_cast<double>(stage.width()) / stage.height(), ratio, 0.01);
            EXPECT_TRUE(stage.width() == size.width() || stage.height() == size.height());
        }
    }
    store.dispatch(model::SetAudience{{model::AudienceShape::AnyWindow, {}}});
    settle();
    window.presenter()->resize(700, 300);
    settle();
    EXPECT_EQ(window.presenter()->canvas().size(), QSize(700, 300));
    press(Qt::Key_F5, Qt::ControlModifier);
    ASSERT_TRUE(model().notice) << "a window is not swapped";
    window.presenter()->close();
    EXPECT_FALSE(model().presenting) << "closing it ends the presentation";
}

TEST_F(TwoScreens, TheMenuOffersEachDisplayAndMarksTheChosenOne)
{
    const auto* menu = window.findChild<AudienceMenu*>();
    ASSERT_TRUE(menu);
    Q_EMIT const_cast<AudienceMenu*>(menu)->aboutToShow();
    QStringList words;
    for (const QAction* action : menu->actions())
        if (!action->isSeparator()) words << action->text() + (action->isChecked() ? QStringLiteral(" *") : QString{});
    ASSERT_EQ(words.size(), 6) << words.join(u'|').toStdString();
    EXPECT_EQ(words.filter(QStringLiteral("*")), QStringList{QStringLiteral("On another display *")});
    EXPECT_TRUE(words[2].contains(QStringLiteral("1920 × 1080"))) << words[2].toStdString();
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
