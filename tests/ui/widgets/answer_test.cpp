// The answer of an exam question: hidden until it is asked for, in the window and on the projector.
#include "tests/ui/widgets/window.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/present/presenter.h"

#include <QApplication>
#include <QLabel>
#include <QTest>
#include <QToolButton>

namespace tcpstage::widgets {

namespace {

const QString answer = QStringLiteral("Answer: (D) 1000 = 200 + 300 + 500.");

class Asked : public Window {
protected:
    Asked() : Window{"exam-2009-38"}
    {
        store.dispatch(model::Command::Last);
        store.dispatch(model::Command::First); // where the lesson opens: there the question stands
        QApplication::processEvents();
    }

    QToolButton& button() const { return *window.findChild<QToolButton*>(QStringLiteral("showAnswer")); }
    QStringList caption() const
    {
        return window.findChild<QLabel*>(QStringLiteral("captionText"))->accessibleName().split(u'\n');
    }
    /// The lines of text on the projector.
    QStringList projected() const
    {
        QStringList texts;
        for (const scene::Mark& mark : window.presenter()->canvas().scene().moving)
            if (const auto* label = std::get_if<scene::Label>(&mark.shape)) texts << label->text;
        return texts;
    }
};

TEST_F(Asked, ShowsTheAnswerByItsButton)
{
    ASSERT_TRUE(button().isVisible());
    EXPECT_EQ(button().text(), QStringLiteral("Show the answer"));
    EXPECT_EQ(caption().back(), QStringLiteral("Answer: ?"));
    QTest::mouseClick(&button(), Qt::LeftButton);
    EXPECT_TRUE(button().isChecked());
    EXPECT_EQ(caption().front(), answer);
    QTest::mouseClick(&button(), Qt::LeftButton);
    EXPECT_FALSE(button().isChecked());
    EXPECT_EQ(caption().back(), QStringLiteral("Answer: ?"));
}

TEST_F(Asked, ShowsTheAnswerByItsKeyUntilTheNextStep)
{
    press(Qt::Key_S);
    EXPECT_EQ(caption().front(), answer);
    press(Qt::Key_Right);
    EXPECT_FALSE(button().isVisible());
    press(Qt::Key_Left);
    EXPECT_TRUE(button().isVisible());
    EXPECT_EQ(caption().back(), QStringLiteral("Answer: ?"));
}

TEST_F(Asked, ShowsTheAnswerOnTheProjector)
{
    press(Qt::Key_F5);
    ASSERT_TRUE(window.presenter());
    ASSERT_TRUE(QTest::qWaitForWindowActive(window.presenter()));
    EXPECT_TRUE(projected().contains(QStringLiteral("Answer: ?")));
    EXPECT_FALSE(projected().contains(answer));
    press(Qt::Key_S);
    EXPECT_TRUE(projected().contains(answer)) << projected().join(u'|').toStdString();
    EXPECT_TRUE(window.presenter()->canvas().accessibleDescription().contains(answer));
    press(Qt::Key_PageDown);
    press(Qt::Key_PageUp);
    EXPECT_FALSE(projected().contains(answer));
}

TEST_F(Asked, KeepsTheStageWhereItIs)
{
    const auto room = [&] { return window.findChild<QFrame*>(QStringLiteral("caption"))->height(); };
    const int before = room();
    press(Qt::Key_S);
    EXPECT_EQ(room(), before);
}

} // namespace

} // namespace tcpstage::widgets
