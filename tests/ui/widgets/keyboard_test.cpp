#include "tests/ui/widgets/window.h"

#include "ui/model/explain.h"
#include "ui/model/words.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/stage/transport_bar.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QTest>
#include <QToolButton>
#include <set>

namespace tcpstage::widgets {

class Keyboard : public Window {};

TEST_F(Keyboard, StepsForwardsAndBackwards)
{
    for (const Qt::Key key : {Qt::Key_Right, Qt::Key_PageDown, Qt::Key_Space})
        press(key);
    EXPECT_EQ(step(), 3U);
    for (const Qt::Key key : {Qt::Key_Left, Qt::Key_PageUp, Qt::Key_Backspace})
        press(key);
    EXPECT_EQ(step(), 0U);
}

TEST_F(Keyboard, GoesFrameByFrame)
{
    press(Qt::Key_Right);
    const scene::StageTime time = model().time;
    press(Qt::Key_Right, Qt::ShiftModifier);
    EXPECT_EQ(model().time, time + scene::film_frame);
    press(Qt::Key_Left, Qt::ShiftModifier);
    EXPECT_EQ(model().time, time);
}

TEST_F(Keyboard, GoesToBothEnds)
{
    press(Qt::Key_End);
    EXPECT_EQ(step(), steps());
    press(Qt::Key_Home);
    EXPECT_EQ(model().time, model().staged->opening()) << "after the handshake";
    press(Qt::Key_Home);
    EXPECT_EQ(model().time, scene::StageTime{});
}

TEST_F(Keyboard, DropsNoSegmentOfTheHandshakeWhereTheLessonOpensAfterIt)
{
    press(Qt::Key_End);
    press(Qt::Key_Home);
    press(Qt::Key_D);
    settle();
    EXPECT_TRUE(model().branches.all.empty());
    ASSERT_TRUE(model().notice);
    EXPECT_EQ(model().notice->sentence.en, wording::branchNothingYet.en);
    press(Qt::Key_Home); // in the handshake itself they can be dropped
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_Right);
    press(Qt::Key_D);
    settle();
    EXPECT_EQ(model().branches.all.size(), 2U);
}

TEST_F(Keyboard, SaysHowFarTheHandshakeIsBeforeTheOpening)
{
    const auto shown = [&] {
        return model::stepText(model().staged.get(), model().goal(), Language::English).toStdString();
    };
    EXPECT_EQ(shown(), "Before: 0 of 8");
    press(Qt::Key_Right);
    EXPECT_EQ(shown(), "Before: 1 of 8");
    press(Qt::Key_End);
    press(Qt::Key_Home);
    EXPECT_EQ(shown(), "Step 0 of 11");
}

TEST_F(Keyboard, PlaysAndPauses)
{
    press(Qt::Key_P);
    EXPECT_TRUE(model().playing);
    QTest::qWait(60);
    EXPECT_GT(model().time, scene::StageTime{});
    press(Qt::Key_K);
    EXPECT_FALSE(model().playing);
}

TEST_F(Keyboard, EscapeClosesTheDetailsOfASegment)
{
    press(Qt::Key_N);
    EXPECT_TRUE(window.stage().showsDetails());
    press(Qt::Key_Escape);
    EXPECT_FALSE(window.stage().showsDetails());
}

TEST_F(Keyboard, ChoosesALessonFromTheList)
{
    auto* list = window.lessons().findChild<QListWidget*>();
    list->setFocus();
    const std::string before = model().source;
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    store.settle();
    EXPECT_NE(model().source, before);
    press(Qt::Key_Right);
    EXPECT_EQ(model().staged->shownStep(model().goal()), 1U) << "the keyboard goes back to the stage";
}

TEST_F(Keyboard, FindsALessonByWordsOfEitherLanguage)
{
    press(Qt::Key_F, Qt::ControlModifier);
    auto* field = window.lessons().findChild<QLineEdit*>();
    ASSERT_TRUE(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("simultaneous op"));
    EXPECT_EQ(window.lessons().shown().mid(0, 2),
              (QStringList{QStringLiteral("simultaneous-open"), QStringLiteral("real-simultaneous-open")}))
        << "those with the words in their titles come first";
    field->setText(QString::fromUtf8("慢开始"));
    EXPECT_EQ(window.lessons().shown().front(), QStringLiteral("slow-start")) << "as another textbook says it";
    EXPECT_EQ(step(), 0U) << "letters and spaces in the field are no commands";
    field->setText(QStringLiteral("三次握手"));
    EXPECT_TRUE(window.lessons().shown().contains(QStringLiteral("three-way-handshake")));
    press(Qt::Key_Return);
    store.settle();
    EXPECT_TRUE(window.lessons().shown().contains(QString::fromStdString(model().source)));
    field->setText(QStringLiteral("xyzzy"));
    EXPECT_TRUE(window.lessons().shown().isEmpty());
}

TEST_F(Keyboard, SpacePressesTheButtonThatHasTheKeyboard)
{
    press(Qt::Key_End);
    auto* play = window.transport().findChild<QToolButton*>(QStringLiteral("play"));
    play->setFocus();
    press(Qt::Key_Space);
    EXPECT_TRUE(model().playing);
}

TEST_F(Keyboard, ReachesEveryWidgetThatCanBeUsed)
{
    std::set<const QWidget*> reached;
    for (int i = 0; i < 200; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        reached.insert(QApplication::focusWidget());
    }
    for (const QWidget* widget : visible()) {
        const bool usable = qobject_cast<const QAbstractButton*>(widget) ||
                            qobject_cast<const QAbstractSlider*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
                            qobject_cast<const QListWidget*>(widget);
        if (!usable || !widget->isEnabled() || qobject_cast<const QLineEdit*>(widget->parentWidget())) continue;
        if (widget->inherits("QScrollBar") || widget->inherits("QMenuBarExtension")) continue;
        EXPECT_TRUE(reached.contains(widget))
            << widget->accessibleName().toStdString() << " " << widget->metaObject()->className();
    }
}

} // namespace tcpstage::widgets
