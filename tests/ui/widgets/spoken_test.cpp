// What a screen reader meets in the window, and what it is told when.

#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/widgets/predict/question_card.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/stage/canvas.h"
#include "ui/widgets/stage/scrubber.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/stage/transport_bar.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QTest>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

/// All that was told since the last look: names of what got the focus, labels of notifications.
QStringList heard;
int names = 0; // how often a name was told to be another

void hear(QAccessibleEvent* event)
{
    QAccessibleInterface* about = event->accessibleInterface();
    if (!about) return;
    if (event->type() == QAccessible::Focus) heard << about->text(QAccessible::Name);
    if (event->type() == QAccessible::ObjectShow && about->role() == QAccessible::Notification)
        for (int i = 0; i < about->childCount(); ++i)
            heard << about->child(i)->text(QAccessible::Name);
    if (event->type() == QAccessible::NameChanged && about->role() != QAccessible::ListItem) ++names;
}

class Spoken : public Window {
protected:
    Spoken() : Window{"three-way-handshake"}
    {
        QAccessible::setActive(true);
        before_ = QAccessible::installUpdateHandler(hear);
        window.stage().take();
        EXPECT_TRUE(QTest::qWaitFor([this] { return window.stage().ladderCanvas().hasFocus(); }));
        heard.clear();
    }
    ~Spoken() override
    {
        QAccessible::installUpdateHandler(before_);
        QAccessible::setActive(false);
    }

    static QAccessibleInterface* of(QWidget& widget) { return QAccessible::queryAccessibleInterface(&widget); }
    QAccessibleInterface* ladder() { return of(window.stage().ladderCanvas()); }
    static QStringList childrenOf(QAccessibleInterface* parent)
    {
        QStringList all;
        for (int i = 0; i < parent->childCount(); ++i)
            all << parent->child(i)->text(QAccessible::Name);
        return all;
    }
    /// The first child whose name begins so.
    static QAccessibleInterface* child(QAccessibleInterface* parent, const char* begin)
    {
        for (int i = 0; i < parent->childCount(); ++i)
            if (parent->child(i)->text(QAccessible::Name).startsWith(QLatin1String{begin})) return parent->child(i);
        ADD_FAILURE() << begin << " is not among " << childrenOf(parent).join(u'|').toStdString();
        return nullptr;
    }
    void act(QAccessibleInterface* thing, const QString& action)
    {
        ASSERT_TRUE(thing && thing->actionInterface());
        ASSERT_TRUE(thing->actionInterface()->actionNames().contains(action)) << action.toStdString();
        thing->actionInterface()->doAction(action);
        settle();
    }
    QStringList told()
    {
        settle();
        return std::exchange(heard, {});
    }

private:
    QAccessible::UpdateHandler before_ = nullptr;
};

TEST_F(Spoken, EachStepIsSaidOnceAsItsCaption)
{
    press(Qt::Key_Right);
    const QStringList said = told();
    ASSERT_EQ(said.size(), 1);
    EXPECT_TRUE(said.front().startsWith(QStringLiteral("The server waits: LISTEN."))) << said.front().toStdString();
    EXPECT_EQ(ladder()->text(QAccessible::Description), said.front()) << "to be read again";
    press(Qt::Key_Right);
    EXPECT_TRUE(told().join(u'|').startsWith(QStringLiteral("Client calls connect().")));
    EXPECT_TRUE(ladder()->focusChild());
    EXPECT_TRUE(ladder()->focusChild()->text(QAccessible::Name).startsWith(QStringLiteral("Client calls connect().")));
    EXPECT_TRUE(ladder()->focusChild()->state().focused);
}

TEST_F(Spoken, PlayingSaysEachStepOnceAndNamesNothingAgainInEachFrame)
{
    names = 0;
    for (int i = 0; i < 40; ++i)
        store.dispatch(model::Seek{scene::StageTime{model().staged->stepTime(0).count() * i / 40}});
    settle();
    EXPECT_LE(told().size(), 1);
    EXPECT_LE(names, 6);
}

TEST_F(Spoken, AStepIsANotificationWhereTheStageHasNotGotTheKeyboard)
{
    auto* next = window.transport().findChild<QToolButton*>();
    ASSERT_TRUE(next);
    next->setFocus(Qt::TabFocusReason);
    ASSERT_TRUE(QTest::qWaitFor([&] { return next->hasFocus(); }));
    heard.clear();
    press(Qt::Key_Right);
    const QStringList said = told();
    ASSERT_EQ(said.size(), 1);
    EXPECT_TRUE(said.front().startsWith(QStringLiteral("The server waits: LISTEN."))) << said.front().toStdString();
}

TEST_F(Spoken, SegmentsStatesAndVariablesAreChildrenWithNamesValuesAndReasons)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    QAccessibleInterface* syn = child(ladder(), "Client: SYN, seq=100");
    ASSERT_TRUE(syn);
    EXPECT_EQ(syn->text(QAccessible::Name), QStringLiteral("Client: SYN, seq=100, has arrived"));
    EXPECT_EQ(syn->text(QAccessible::Value), QStringLiteral("has arrived"));
    EXPECT_TRUE(syn->text(QAccessible::Description).startsWith(QStringLiteral("Client sends its 1st segment: SYN")))
        << syn->text(QAccessible::Description).toStdString();
    EXPECT_EQ(syn->parent(), ladder());
    EXPECT_EQ(ladder()->child(ladder()->indexOfChild(syn)), syn);
    EXPECT_FALSE(syn->rect().isEmpty());
    QAccessibleInterface* left = of(window.stage().panel(trace::Side::Left));
    EXPECT_EQ(left->role(), QAccessible::Canvas);
    ASSERT_TRUE(child(left, "Client: ESTABLISHED, now"));
    QAccessibleInterface* una = child(left, "Client: SND.UNA, 101");
    ASSERT_TRUE(una && una->valueInterface());
    EXPECT_EQ(una->valueInterface()->currentValue().toDouble(), 101);
    EXPECT_FALSE(syn->valueInterface());
    store.dispatch(model::SetLanguage{Language::Chinese});
    EXPECT_TRUE(child(ladder(), "客户端: SYN, seq=100，已到达"));
}

TEST_F(Spoken, AThingStaysTheSameObjectWhileItIsOnTheStage)
{
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Right);
    QAccessibleInterface* syn = child(ladder(), "Client: SYN, seq=100");
    press(Qt::Key_Right);
    EXPECT_EQ(child(ladder(), "Client: SYN, seq=100"), syn);
    EXPECT_EQ(syn->text(QAccessible::Value), QStringLiteral("has arrived"));
    press(Qt::Key_Home);
    EXPECT_TRUE(childrenOf(ladder()).filter(QStringLiteral("seq=100")).isEmpty());
}

TEST_F(Spoken, TheFocusFollowsTheKeysThatSelect)
{
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_Right);
    heard.clear();
    press(Qt::Key_M);
    const QStringList first = told();
    ASSERT_EQ(first.size(), 1);
    press(Qt::Key_M);
    const QStringList second = told();
    ASSERT_EQ(second.size(), 1);
    EXPECT_NE(first, second);
    EXPECT_TRUE(second.front().startsWith(QStringLiteral("Client: "))) << second.front().toStdString();
    press(Qt::Key_Right);
    EXPECT_EQ(told().size(), 1) << "then the step is said again";
}

TEST_F(Spoken, ASegmentIsDroppedByItsAction)
{
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Right);
    heard.clear();
    QAccessibleInterface* syn = child(ladder(), "Client: SYN, seq=100");
    ASSERT_TRUE(syn);
    EXPECT_EQ(syn->actionInterface()->localizedActionName(QStringLiteral("drop")), QStringLiteral("Drop segment"));
    act(syn, QStringLiteral("drop"));
    EXPECT_EQ(model().branches.all.size(), 2U);
    EXPECT_TRUE(told().join(u'|').contains(QStringLiteral("What if: SYN dropped")));
    EXPECT_TRUE(child(ladder(), "Client: SYN, seq=100, dropped by you"));
}

TEST_F(Spoken, ASegmentSaysWhyAndOpensTheMenuThatTheMouseOpens)
{
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_Right);
    heard.clear();
    act(child(ladder(), "Client: SYN, seq=100"), QStringLiteral("why"));
    EXPECT_TRUE(told().back().contains(QStringLiteral("RFC 9293"))) << "the rule";
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Segment);
    act(child(ladder(), "Client: SYN, seq=100"), QAccessibleActionInterface::showMenuAction());
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_TRUE(menu);
    EXPECT_TRUE(textsOf(*menu).filter(QStringLiteral("Drop segment")).size() > 0);
    menu->close();
}

TEST_F(Spoken, AnActionThatIsImpossibleSaysWhy)
{
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Right);
    act(child(ladder(), "Client: SYN, seq=100"), QStringLiteral("drop"));
    heard.clear();
    act(child(ladder(), "Client: SYN, seq=100"), QStringLiteral("drop"));
    EXPECT_FALSE(told().isEmpty());
}

TEST_F(Spoken, APlotSaysItsPresentValues)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    press(Qt::Key_3);
    EXPECT_TRUE(told().join(u'|').contains(QStringLiteral("Client: SND.UNA 101, SND.NXT 101")));
    EXPECT_TRUE(ladder()->text(QAccessible::Description).contains(QStringLiteral("Server: SND.UNA 300")));
}

TEST_F(Spoken, AQuizIsUsableUnseen)
{
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    heard.clear();
    press(Qt::Key_Q);
    const QString question = told().join(u'|');
    EXPECT_TRUE(question.contains(u'?') && question.contains(QStringLiteral("A: ")) &&
                question.contains(QStringLiteral("D: ")))
        << question.toStdString();
    QAccessibleInterface* card = of(*window.questionCard());
    QAccessibleInterface* answer = child(card, "B ");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->role(), QAccessible::Button);
    act(answer, QAccessibleActionInterface::pressAction());
    EXPECT_TRUE(model().prediction.answered);
    const QString verdict = told().join(u'|');
    EXPECT_TRUE(verdict.contains(QStringLiteral(" of 1 right"))) << verdict.toStdString();
    EXPECT_FALSE(verdict.contains(QStringLiteral("A: "))) << "the question is not said again";
    press(Qt::Key_Escape);
    EXPECT_TRUE(told().join(u'|').startsWith(QStringLiteral("Prediction is over: ")));
}

TEST_F(Spoken, ASegmentThatOnePutsTogetherIsSaid)
{
    press(Qt::Key_I);
    while (!model().prediction.stands())
        press(Qt::Key_Right);
    heard.clear();
    press(Qt::Key_S);
    EXPECT_EQ(told().join(u'|'), QStringLiteral("SYN; numbers go to: seq."));
    press(Qt::Key_1);
    EXPECT_EQ(told().join(u'|'), QStringLiteral("SYN, seq 1; numbers go to: seq."));
    EXPECT_TRUE(child(of(*window.questionCard()), "SYN, on"));
}

TEST_F(Spoken, ANoticeIsSaid)
{
    press(Qt::Key_D);
    EXPECT_TRUE(told().join(u'|').startsWith(QStringLiteral("No segment has been sent yet")));
}

TEST_F(Spoken, APresentationSaysItsStepsToo)
{
    press(Qt::Key_F5);
    ASSERT_TRUE(window.presenter() && QTest::qWaitForWindowActive(window.presenter()));
    told();
    press(Qt::Key_PageDown);
    EXPECT_TRUE(told().join(u'|').contains(QStringLiteral("The server waits: LISTEN.")));
    EXPECT_TRUE(child(of(window.presenter()->canvas()), "Server: LISTEN, now"));
}

TEST_F(Spoken, ThePositionInTheRunIsASliderOverItsSteps)
{
    press(Qt::Key_Right);
    auto* scrubber = window.findChild<Scrubber*>();
    ASSERT_TRUE(scrubber);
    QAccessibleInterface* slider = of(*scrubber);
    EXPECT_EQ(slider->role(), QAccessible::Slider);
    ASSERT_TRUE(slider->valueInterface());
    EXPECT_EQ(slider->valueInterface()->currentValue().toInt(), 1);
    EXPECT_EQ(slider->valueInterface()->maximumValue().toInt(), static_cast<int>(steps()));
    slider->valueInterface()->setCurrentValue(4);
    EXPECT_EQ(step(), 4U);
    slider->valueInterface()->setCurrentValue(-3);
    EXPECT_EQ(step(), 0U);
}

TEST_F(Spoken, TheListOfLessonsHasACurrentRowOnlyWhileKeysGoThere)
{
    auto* list = window.findChild<QListWidget*>();
    ASSERT_TRUE(list);
    settle();
    EXPECT_EQ(list->currentRow(), -1);
    EXPECT_EQ(list->selectedItems().size(), 1) << "the lesson on the stage";
    list->setFocus();
    settle();
    EXPECT_GE(list->currentRow(), 0);
    window.stage().take();
    settle();
    EXPECT_EQ(list->currentRow(), -1);
}

} // namespace
} // namespace tcpstage::widgets
