// A key does one thing: modes that end do not change it, a clicker works in all of them, and the keyboard is where one
// expects it.

#include "tests/ui/widgets/window.h"

#include "ui/widgets/branches/network_bar.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/lessons/code_edit.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/lessons/lesson_text.h"
#include "ui/widgets/lessons/options_panel.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/present/toast.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/stage/transport_bar.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QSlider>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

class OneMeaning : public Window {
protected:
    OneMeaning() : Window{"three-way-handshake"} {}

    const model::Prediction& quiz() const { return model().prediction; }
    void present()
    {
        press(Qt::Key_F5);
        ASSERT_TRUE(window.presenter());
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    }
    QLineEdit& field() { return *window.lessons().findChild<QLineEdit*>(); }
    QListWidget& list() { return *window.lessons().findChild<QListWidget*>(); }
};

TEST_F(OneMeaning, AnswerKeysDoNothingElseWhileAQuizRuns)
{
    press(Qt::Key_Q);
    int idle = 0;
    for (int i = 0; i < 30 && quiz().on; ++i) {
        if (!quiz().stands()) {
            ++idle;
            const scene::StageTime time = model().goal();
            for (const Qt::Key key : {Qt::Key_A, Qt::Key_B, Qt::Key_C, Qt::Key_D, Qt::Key_1, Qt::Key_4, Qt::Key_5,
                                      Qt::Key_0, Qt::Key_Plus, Qt::Key_Minus})
                press(key);
            settle();
            EXPECT_TRUE(model().branches.all.empty()) << "at " << i;
            EXPECT_EQ(model().shownTextSize(), 1) << "at " << i;
            EXPECT_EQ(model().goal(), time) << "at " << i;
        }
        press(Qt::Key_Right);
    }
    EXPECT_GT(idle, 2);
    press(Qt::Key_Escape);
    if (quiz().reviewing) press(Qt::Key_Escape);
    press(Qt::Key_D);
    settle();
    EXPECT_EQ(model().branches.all.size(), 2U) << "afterwards it drops again";
}

TEST_F(OneMeaning, KeysOfBeingTheTcpDoNothingElseEither)
{
    press(Qt::Key_I);
    for (int i = 0; i < 12 && quiz().on; ++i) {
        if (!quiz().stands()) {
            for (const Qt::Key key : {Qt::Key_S, Qt::Key_A, Qt::Key_F, Qt::Key_R, Qt::Key_W, Qt::Key_7})
                press(key);
            EXPECT_EQ(model().display.numbers, scene::Numbers::Absolute);
            EXPECT_TRUE(model().branches.all.empty());
        }
        press(Qt::Key_Right);
    }
}

TEST_F(OneMeaning, BIsTheBlackScreenInAQuizToo)
{
    present();
    press(Qt::Key_Q);
    ASSERT_TRUE(quiz().stands());
    for (int i = 0; i < 2; ++i) { // by keys, then by hands
        press(Qt::Key_B);
        EXPECT_EQ(model().curtain, model::Curtain::Black);
        press(Qt::Key_B);
        EXPECT_EQ(model().curtain, model::Curtain::Open);
        press(Qt::Key_H);
    }
    ASSERT_FALSE(quiz().counting);
    EXPECT_TRUE(quiz().stands()) << "it was no answer";
    press(Qt::Key_D);
    EXPECT_TRUE(model().branches.all.empty());
    press(Qt::Key_1);
    EXPECT_TRUE(quiz().answered);
}

TEST_F(OneMeaning, HandsAreCountedWithoutLetters)
{
    present();
    press(Qt::Key_Q);
    press(Qt::Key_H);
    ASSERT_TRUE(quiz().counting);
    press(Qt::Key_5);
    press(Qt::Key_Down);
    press(Qt::Key_7);
    press(Qt::Key_Up);
    press(Qt::Key_0);
    EXPECT_EQ(quiz().hands[0], 50U);
    EXPECT_EQ(quiz().hands[1], 7U);
}

TEST_F(OneMeaning, TheFirstKeyOnlyOpensTheCurtain)
{
    present();
    press(Qt::Key_PageDown);
    const std::size_t before = step();
    for (const Qt::Key curtain : {Qt::Key_B, Qt::Key_W, Qt::Key_Period, Qt::Key_Comma})
        for (const Qt::Key key : {Qt::Key_PageDown, Qt::Key_PageUp, Qt::Key_Right, Qt::Key_Return, Qt::Key_End,
                                  Qt::Key_N, Qt::Key_P, Qt::Key_Escape}) {
            press(curtain);
            ASSERT_NE(model().curtain, model::Curtain::Open);
            press(key);
            EXPECT_EQ(model().curtain, model::Curtain::Open);
            EXPECT_EQ(step(), before);
            EXPECT_FALSE(model().playing);
            EXPECT_TRUE(model().presenting);
        }
    press(Qt::Key_B);
    QTest::mouseClick(&window.presenter()->canvas(), Qt::LeftButton, Qt::NoModifier, QPoint{3, 3});
    EXPECT_EQ(step(), before);
    press(Qt::Key_PageDown);
    EXPECT_EQ(step(), before + 1);
}

TEST_F(OneMeaning, EveryKindOfClickerSteps)
{
    present();
    std::size_t wanted = 0;
    for (const Qt::Key key :
         {Qt::Key_PageDown, Qt::Key_Right, Qt::Key_Down, Qt::Key_Return, Qt::Key_Enter, Qt::Key_Space}) {
        press(key);
        EXPECT_EQ(step(), ++wanted) << QKeySequence{key}.toString().toStdString();
    }
    for (const Qt::Key key : {Qt::Key_PageUp, Qt::Key_Left, Qt::Key_Up, Qt::Key_Backspace}) {
        press(key);
        EXPECT_EQ(step(), --wanted) << QKeySequence{key}.toString().toStdString();
    }
}

TEST_F(OneMeaning, ReturnStepsOnTheStageAndUpAndDownScrollIt)
{
    press(Qt::Key_Return);
    EXPECT_EQ(step(), 1U);
    press(Qt::Key_Down);
    press(Qt::Key_Up);
    EXPECT_EQ(step(), 1U);
}

TEST_F(OneMeaning, AfterTheMouseTheStageHasTheKeys)
{
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Right);
    press(Qt::Key_V);
    press(Qt::Key_D);
    settle();
    window.stage().take();
    QList<QPointer<QWidget>> all;
    for (QWidget* widget : visible())
        all << widget;
    for (const QPointer<QWidget>& widget : all) {
        if (!widget) continue; // a click before has made others
        const auto* button = qobject_cast<QToolButton*>(widget.data());
        const bool opens = button && (button->menu() || button->isCheckable());
        if (!widget->isEnabled() || opens || button == &window.transport().more()) continue;
        if (!button && !qobject_cast<QSlider*>(widget.data())) continue;
        if (widget->parentWidget()->objectName() == QStringLiteral("header"))
            continue; // they open or change everything
        QTest::mousePress(widget, Qt::LeftButton, Qt::NoModifier, QPoint{widget->width() / 2, widget->height() / 2});
        QTest::mouseRelease(widget, Qt::LeftButton, Qt::NoModifier, QPoint{widget->width() / 2, widget->height() / 2});
        settle();
        EXPECT_EQ(QApplication::focusWidget(), &window.stage().ladderCanvas())
            << (widget ? widget->accessibleName().toStdString() : "one that is gone");
        if (!window.sides().network()->isVisible()) press(Qt::Key_V);
        window.stage().take();
    }
}

TEST_F(OneMeaning, AnOpenedPanelHasTheKeyboardAndEscGivesItBack)
{
    press(Qt::Key_L, Qt::ControlModifier);
    ASSERT_TRUE(window.sides().text());
    QPlainTextEdit& text = window.sides().text()->code().edit();
    EXPECT_TRUE(text.hasFocus());
    press(Qt::Key_Escape);
    EXPECT_EQ(QApplication::focusWidget(), &window.stage().ladderCanvas());
    EXPECT_TRUE(text.isVisible());
    press(Qt::Key_O);
    EXPECT_TRUE(window.sides().options()->table().hasFocus());
    press(Qt::Key_Escape);
    EXPECT_EQ(QApplication::focusWidget(), &window.stage().ladderCanvas());
    for (QToolButton* close : window.sides().options()->findChildren<QToolButton*>())
        QTest::mouseClick(close, Qt::LeftButton);
    EXPECT_EQ(model().panel, model::SidePanel::None) << "the mouse closes it, too";
}

TEST_F(OneMeaning, ANewLineOfTheTextBeginsUnderTheOneBefore)
{
    press(Qt::Key_L, Qt::ControlModifier);
    QPlainTextEdit& text = window.sides().text()->code().edit();
    text.setPlainText(QStringLiteral("steps:\n  - client: connect"));
    text.moveCursor(QTextCursor::End);
    press(Qt::Key_Return);
    EXPECT_EQ(text.toPlainText(), QStringLiteral("steps:\n  - client: connect\n  "));
}

TEST_F(OneMeaning, DownAndReturnTakeTheHitThatIsSeen)
{
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Right);
    press(Qt::Key_D);
    settle();
    ASSERT_EQ(model().branches.all.size(), 2U);
    press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(&field(), QStringLiteral("congest"));
    const QString first = window.lessons().shown().front();
    ASSERT_TRUE(list().currentItem());
    EXPECT_FALSE(list().currentItem()->isHidden());
    press(Qt::Key_Down);
    ASSERT_TRUE(list().hasFocus());
    EXPECT_FALSE(list().currentItem()->isHidden());
    press(Qt::Key_Return);
    settle();
    EXPECT_EQ(model().source, first.toStdString());
    EXPECT_EQ(QApplication::focusWidget(), &window.stage().ladderCanvas());
}

TEST_F(OneMeaning, ReturnOnWhatIsOpenAlreadyOpensNothing)
{
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Right);
    press(Qt::Key_D);
    settle();
    for (const char* words : {"", "three-way"}) {
        press(Qt::Key_F, Qt::ControlModifier);
        field().setText(QLatin1String{words});
        press(Qt::Key_Return);
        settle();
        EXPECT_EQ(model().branches.all.size(), 2U) << words;
        EXPECT_FALSE(field().hasFocus());
    }
}

TEST_F(OneMeaning, EscEmptiesTheSearchAndThenLeavesIt)
{
    press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(&field(), QStringLiteral("window"));
    press(Qt::Key_Escape);
    EXPECT_TRUE(field().text().isEmpty());
    EXPECT_TRUE(field().hasFocus());
    press(Qt::Key_Escape);
    EXPECT_EQ(QApplication::focusWidget(), &window.stage().ladderCanvas());
}

TEST_F(OneMeaning, WhatCannotBeShownWhilePresentingSaysSoOnTheProjector)
{
    present();
    Toast& toast = window.presenter()->toast();
    EXPECT_TRUE(toast.isVisible()) << "how to leave";
    for (const auto& [key, modifiers] : {std::pair{Qt::Key_L, Qt::KeyboardModifiers{Qt::ControlModifier}},
                                         {Qt::Key_V, Qt::NoModifier},
                                         {Qt::Key_O, Qt::NoModifier},
                                         {Qt::Key_E, Qt::NoModifier}}) {
        store.dispatch(model::DismissNotice{});
        press(key, modifiers);
        EXPECT_TRUE(toast.isVisible()) << key;
        EXPECT_TRUE(toast.text().contains(QStringLiteral("Esc"))) << toast.text().toStdString();
        EXPECT_EQ(model().panel, model::SidePanel::None);
        EXPECT_FALSE(model().network);
        EXPECT_TRUE(window.presenter()->isActiveWindow());
    }
    store.dispatch(model::DismissNotice{});
    press(Qt::Key_D); // nothing was sent yet
    EXPECT_TRUE(toast.isVisible());
    EXPECT_FALSE(toast.text().isEmpty());
}

TEST(Toast, StandsWhereItCoversTheFewestWords)
{
    QWidget window;
    window.resize(1000, 700);
    Toast toast{&window};
    toast.announce(QStringLiteral("How to leave"), std::chrono::seconds{5});
    std::vector<QRect> words; // everywhere, and in most lines two of them
    for (int y = 100; y < 700; y += 10)
        for (const int x : {300, 500})
            if (x == 500 || y < 300 || y > 400) words.emplace_back(x, y, 190, 10);
    toast.keepClear(100, words);
    EXPECT_GE(toast.y(), 300);
    EXPECT_LE(toast.geometry().bottom(), 400);
}

} // namespace
} // namespace tcpstage::widgets
