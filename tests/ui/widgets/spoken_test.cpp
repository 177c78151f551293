// What a screen reader meets in the window, and what it is told when.

#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/widgets/access/news.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/predict/question_card.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/stage/scrubber.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/stage/transport_bar.h"

#include <QAccessible>
#include <QApplication>
#include <QListWidget>
#include <QMenu>
#include <QTest>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {
namespace {

class Spoken : public Window {
protected:
    Spoken() : Window{"three-way-handshake"}
    {
        window.stage().take();
        EXPECT_TRUE(QTest::qWaitFor([this] { return window.stage().ladderCanvas().hasFocus(); }));
        whatIsSaid();
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
            if (parent->child(i)->text(QAccessible::Name).startsWith(QString::fromUtf8(begin))) return parent->child(i);
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
    /// What was said since the last call: an object that has come to the stage, and a notification.
    QStringList whatIsSaid()
    {
        settle();
        QStringList all;
        QWidget& stage = model().presenting ? window.presenter()->canvas() : window.stage().ladderCanvas();
        QAccessibleInterface* said = of(stage)->child(0);
        if (said && said->state().readOnly && QAccessible::uniqueId(said) != lastSaid_) {
            lastSaid_ = QAccessible::uniqueId(said);
            all << said->text(QAccessible::Name);
        }
        if (const auto* news = stage.findChild<News*>(); news && news->sentence() != lastNews_)
            all << (lastNews_ = news->sentence());
        return all;
    }
    /// What has the keyboard, as a screen reader sees it.
    QStringList focused() const
    {
        QStringList all;
        for (QWidget* canvas :
             std::initializer_list<QWidget*>{&window.stage().panel(trace::Side::Left), &window.stage().ladderCanvas(),
                                             &window.stage().panel(trace::Side::Right)})
            for (int i = 0; i < of(*canvas)->childCount(); ++i)
                if (of(*canvas)->child(i)->state().focused) all << of(*canvas)->child(i)->text(QAccessible::Name);
        return all;
    }

private:
    QAccessible::Id lastSaid_ = 0;
    QString lastNews_;
};

TEST_F(Spoken, EachStepIsSaidOnceAsItsCaption)
{
    press(Qt::Key_Right);
    const QStringList said = whatIsSaid();
    ASSERT_EQ(said.size(), 1);
    EXPECT_TRUE(said.front().startsWith(QStringLiteral("The server waits: LISTEN."))) << said.front().toStdString();
    EXPECT_EQ(ladder()->text(QAccessible::Description), said.front()) << "to be read again";
    press(Qt::Key_Right);
    EXPECT_TRUE(whatIsSaid().join(u'|').startsWith(QStringLiteral("Client calls connect().")));
    EXPECT_TRUE(ladder()->focusChild());
    EXPECT_TRUE(ladder()->focusChild()->text(QAccessible::Name).startsWith(QStringLiteral("Client calls connect().")));
    EXPECT_TRUE(ladder()->focusChild()->state().focused);
}

TEST_F(Spoken, NothingIsSaidBetweenTwoSteps)
{
    const scene::StageTime step = model().staged->stepTime(2);
    const scene::StageTime next = model().staged->stepTime(3);
    store.dispatch(model::Seek{step});
    EXPECT_EQ(whatIsSaid().size(), 1);
    for (int i = 1; i < 20; ++i) {
        store.dispatch(model::Seek{step + (next - step) * i / 20});
        EXPECT_TRUE(whatIsSaid().isEmpty()) << i;
    }
    store.dispatch(model::Seek{next});
    EXPECT_EQ(whatIsSaid().size(), 1);
}

TEST_F(Spoken, AStepIsANotificationWhereTheStageHasNotGotTheKeyboard)
{
    QToolButton* next = nullptr;
    for (QToolButton* button : window.transport().findChildren<QToolButton*>())
        if (button->accessibleName() == QStringLiteral("Next step")) next = button;
    ASSERT_TRUE(next);
    next->setFocus(Qt::TabFocusReason);
    ASSERT_TRUE(QTest::qWaitFor([&] { return next->hasFocus(); }));
    whatIsSaid();
    press(Qt::Key_Right);
    const QStringList said = whatIsSaid();
    ASSERT_EQ(said.size(), 2) << "and the stage has it for who goes there";
    EXPECT_EQ(said.front(), said.back());
    EXPECT_TRUE(focused().isEmpty()) << "the button keeps the keyboard";
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
    EXPECT_EQ(focused(), whatIsSaid()) << "the step that was said last";
    press(Qt::Key_M);
    settle();
    const QStringList first = focused();
    press(Qt::Key_M);
    settle();
    const QStringList second = focused();
    ASSERT_FALSE(second.isEmpty());
    EXPECT_NE(first, second);
    EXPECT_TRUE(second.front().startsWith(QStringLiteral("Client: "))) << second.front().toStdString();
    press(Qt::Key_Right);
    EXPECT_EQ(focused(), whatIsSaid()) << "then the step is said again";
}

TEST_F(Spoken, ASegmentIsDroppedByItsAction)
{
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Right);
    whatIsSaid();
    QAccessibleInterface* syn = child(ladder(), "Client: SYN, seq=100");
    ASSERT_TRUE(syn);
    EXPECT_EQ(syn->actionInterface()->localizedActionName(QStringLiteral("drop")), QStringLiteral("Drop segment"));
    act(syn, QStringLiteral("drop"));
    EXPECT_EQ(model().branches.all.size(), 2U);
    EXPECT_TRUE(whatIsSaid().join(u'|').contains(QStringLiteral("What if: SYN dropped")));
    press(Qt::Key_Right);
    settle();
    EXPECT_TRUE(child(ladder(), "Client: SYN, seq=100, dropped by you"));
}

TEST_F(Spoken, ASegmentSaysWhyAndOpensTheMenuThatTheMouseOpens)
{
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_Right);
    whatIsSaid();
    act(child(ladder(), "Client: SYN, seq=100"), QStringLiteral("why"));
    EXPECT_TRUE(whatIsSaid().join(u'|').contains(QStringLiteral("RFC 9293"))) << "the rule";
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Segment);
    act(child(ladder(), "Client: SYN, seq=100"), QAccessibleActionInterface::showMenuAction());
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_TRUE(menu);
    EXPECT_TRUE(std::ranges::any_of(
        menu->actions(), [](const QAction* action) { return action->text() == QStringLiteral("Drop segment"); }));
    menu->close();
}

TEST_F(Spoken, AnActionThatIsImpossibleSaysWhy)
{
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Right);
    act(child(ladder(), "Client: SYN, seq=100"), QStringLiteral("drop"));
    press(Qt::Key_Right);
    whatIsSaid();
    act(child(ladder(), "Client: SYN, seq=100"), QStringLiteral("drop"));
    EXPECT_FALSE(whatIsSaid().isEmpty());
}

TEST_F(Spoken, APlotSaysItsPresentValues)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    press(Qt::Key_3);
    EXPECT_TRUE(whatIsSaid().join(u'|').startsWith(QStringLiteral("Sequence spaces. Client: SND.UNA 101, SND.NXT 101")))
        << "and not the step once more";
    EXPECT_TRUE(ladder()->text(QAccessible::Description).contains(QStringLiteral("Server: SND.UNA 300")));
}

TEST_F(Spoken, AQuizIsUsableUnseen)
{
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    whatIsSaid();
    press(Qt::Key_Q);
    const QString question = whatIsSaid().join(u'|');
    EXPECT_TRUE(question.contains(u'?') && question.contains(QStringLiteral("A: ")) &&
                question.contains(QStringLiteral("D: ")))
        << question.toStdString();
    QAccessibleInterface* card = of(*window.questionCard());
    QAccessibleInterface* answer = child(card, "B: ");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->role(), QAccessible::Button);
    act(answer, QAccessibleActionInterface::pressAction());
    EXPECT_TRUE(model().prediction.answered);
    const QString verdict = whatIsSaid().join(u'|');
    EXPECT_TRUE(verdict.contains(QStringLiteral(" of 1 right"))) << verdict.toStdString();
    EXPECT_FALSE(verdict.contains(QStringLiteral("A: "))) << "the question is not said again";
    press(Qt::Key_Escape);
    EXPECT_TRUE(whatIsSaid().join(u'|').startsWith(QStringLiteral("Prediction is over: ")));
}

TEST_F(Spoken, ASegmentThatOnePutsTogetherIsSaid)
{
    press(Qt::Key_I);
    while (!model().prediction.stands())
        press(Qt::Key_Right);
    whatIsSaid();
    press(Qt::Key_S);
    EXPECT_EQ(whatIsSaid().join(u'|'), QStringLiteral("SYN; numbers go to: seq."));
    press(Qt::Key_1);
    EXPECT_EQ(whatIsSaid().join(u'|'), QStringLiteral("SYN, seq 1; numbers go to: seq."));
    EXPECT_TRUE(child(of(*window.questionCard()), "SYN, on"));
}

TEST_F(Spoken, ANoticeIsSaid)
{
    press(Qt::Key_D);
    EXPECT_TRUE(whatIsSaid().join(u'|').startsWith(QStringLiteral("The two ends have sent each other no segment yet")));
}

TEST_F(Spoken, APresentationSaysItsStepsToo)
{
    press(Qt::Key_F5);
    ASSERT_TRUE(window.presenter() && QTest::qWaitForWindowActive(window.presenter()));
    whatIsSaid();
    press(Qt::Key_PageDown);
    EXPECT_TRUE(whatIsSaid().join(u'|').contains(QStringLiteral("The server waits: LISTEN.")));
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
