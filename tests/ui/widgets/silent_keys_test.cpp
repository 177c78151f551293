// A key that can do nothing here says why: in the window's notice, on the projector as a toast.
#include "tests/ui/widgets/window.h"

#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/present/toast.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>

namespace tcpstage::widgets {

class SilentKeys : public Window {
protected:
    SilentKeys() : Window{"three-way-handshake"} {}

    void present()
    {
        press(Qt::Key_F5);
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    }
    QString noticed() const { return model().notice ? QString::fromStdString(model().notice->sentence.en) : QString{}; }
    Toast& toast() const { return window.presenter()->toast(); }
};

TEST_F(SilentKeys, SayWhyOnTheProjectorEachTime)
{
    present();
    for (int i = 0; i < 2; ++i) {
        toast().hide();
        press(Qt::Key_S);
        EXPECT_TRUE(toast().isVisible()) << i;
        EXPECT_EQ(toast().text(), model::say(wording::whyNoAnswerHere, Language::English)) << i;
    }
}

TEST_F(SilentKeys, SayWhyInTheWindow)
{
    press(Qt::Key_B);
    EXPECT_EQ(noticed(), model::say(wording::whyNotPresenting, Language::English));
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(noticed(), model::say(wording::whyNothingDone, Language::English));
    press(Qt::Key_C);
    EXPECT_EQ(noticed(), model::say(wording::whyNothingToCompare, Language::English));
}

TEST_F(SilentKeys, OfStepsBeyondAnEndStaySilent)
{
    present();
    press(Qt::Key_PageUp);
    press(Qt::Key_Home);
    EXPECT_EQ(noticed(), QString{});
}

TEST_F(SilentKeys, ARightClickOnTheProjectorAsksTheEndOfItsWholeCard)
{
    press(Qt::Key_N, Qt::ControlModifier);
    settle();
    present();
    QSignalSpy asked{window.presenter(), &Presenter::endpointAsked};
    const Canvas& canvas = window.presenter()->canvas();
    for (const scene::Mark& mark : canvas.scene().still)
        if (const auto* box = std::get_if<scene::Box>(&mark.shape);
            box && mark.ref.kind == scene::Ref::Kind::Endpoint) {
            const qsizetype before = asked.size();
            QMenu* menu = rightClick(window.presenter()->canvas(), (box->rect.bottomLeft() + QPointF{5, -5}).toPoint());
            ASSERT_TRUE(menu);
            menu->close();
            settle();
            EXPECT_EQ(asked.size(), before + 1);
        }
    EXPECT_GT(asked.size(), 1);
}

TEST_F(SilentKeys, ABranchAndRelativeNumbersAreSaidOnTheProjector)
{
    const auto words = [&] {
        QStringList all;
        for (const scene::Mark& mark : window.presenter()->canvas().scene().moving)
            if (const auto* label = std::get_if<scene::Label>(&mark.shape)) all << label->text;
        return all;
    };
    present();
    press(Qt::Key_PageDown);
    press(Qt::Key_R);
    EXPECT_TRUE(words().contains(QStringLiteral("relative numbers")));
    press(Qt::Key_N);
    EXPECT_TRUE(words().filter(QStringLiteral("What if")).isEmpty());
    press(Qt::Key_D);
    settle();
    EXPECT_EQ(words().filter(QStringLiteral("What if: ")).size(), 1) << "a branch stands alone";
    press(Qt::Key_C);
    settle();
    EXPECT_TRUE(words().filter(QStringLiteral("What if: ")).isEmpty()) << "beside its parent, its title says it";
}

TEST_F(SilentKeys, OfAQuizThatAnswerNothingNowSayWhy)
{
    store.dispatch(model::ChooseAsked{model::AskFor::Ack});
    press(Qt::Key_Q);
    for (int i = 0; i < 20 && !model().prediction.stands(); ++i)
        press(Qt::Key_Right);
    ASSERT_TRUE(model().prediction.stands());
    EXPECT_EQ(noticed(), QString{});
    press(Qt::Key_1);
    ASSERT_TRUE(model().prediction.answered) << "a number without T before it: its first digit is an answer";
    const QString answered = model::say(wording::predictAnswered, Language::English);
    for (const Qt::Key key : {Qt::Key_0, Qt::Key_1, Qt::Key_A}) {
        store.dispatch(model::DismissNotice{});
        press(key);
        EXPECT_EQ(noticed(), answered);
    }
    press(Qt::Key_Right);
    EXPECT_EQ(noticed(), QString{}) << "it leaves with the next action";
}

TEST_F(SilentKeys, ANoticeOnTheProjectorCallsFilesByNameAndCoversNoName)
{
    present();
    store.dispatch(model::Announce{{{"/home/me/My lessons/bad.yaml:7:5: unknown call \"lisen\"", "不行"}, true}});
    EXPECT_EQ(toast().text(), QStringLiteral("bad.yaml:7:5: unknown call \"lisen\""));
    const double names = scene::bottomOfNames(window.presenter()->canvas().scene());
    ASSERT_GT(names, 0);
    EXPECT_GE(toast().y(), names);
}

TEST_F(SilentKeys, TheKeysAtTheBeginningOfAPresentationHideNoWords)
{
    present();
    ASSERT_TRUE(toast().isVisible());
    const QRectF place{toast().geometry()};
    const scene::Scene& scene = window.presenter()->canvas().scene();
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const scene::Mark& mark : *marks)
            if (const auto* label = std::get_if<scene::Label>(&mark.shape))
                EXPECT_FALSE(bounds(mark).intersects(place)) << label->text.toStdString();
}

} // namespace tcpstage::widgets
