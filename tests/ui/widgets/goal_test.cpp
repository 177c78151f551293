// A lesson with a goal in the window: solved with the keys, marked, saved, kept, and handed in.
#include "tests/ui/widgets/window.h"

#include "core/lesson/library.h"
#include "core/run/goal.h"
#include "core/sources/find_run.h"
#include "ui/model/kept/choices.h"
#include "ui/model/lesson_goal.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/services.h"
#include "ui/widgets/stage/goal_bar.h"

#include <QLabel>
#include <QListWidget>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {
namespace {

class GoalInTheWindow : public Window {
protected:
    GoalInTheWindow() : Window{"goal-syn-again"} {}

    GoalBar& bar() const { return *window.findChild<GoalBar*>(); }
    /// The client's SYN is dropped.
    void solve()
    {
        press(Qt::Key_N);
        press(Qt::Key_D);
        settle();
    }
    QString rowOf(const char* lesson) const
    {
        const auto* list = window.lessons().findChild<QListWidget*>();
        for (int row = 0; row < list->count(); ++row)
            if (list->item(row)->data(Qt::UserRole).toString() == QLatin1String{lesson}) return list->item(row)->text();
        return {};
    }
};

TEST_F(GoalInTheWindow, StandsAboveTheCaptionUntilAnotherLessonIsOpened)
{
    EXPECT_TRUE(bar().isVisible());
    EXPECT_TRUE(bar().text().startsWith(QStringLiteral("Goal: the client sends its SYN twice")));
    EXPECT_TRUE(bar().text().endsWith(QStringLiteral("You may drop 1 segment.")));
    open("four-way-close");
    EXPECT_FALSE(bar().isVisible());
}

TEST_F(GoalInTheWindow, GivesAHintByItsButtonAndItsKey)
{
    auto* hint = bar().findChild<QToolButton*>(QStringLiteral("goalHint"));
    ASSERT_TRUE(hint && hint->isVisible());
    hint->click();
    EXPECT_TRUE(bar().text().contains(QStringLiteral("Hint 1: ")));
    press(Qt::Key_H, Qt::ShiftModifier);
    EXPECT_TRUE(bar().text().contains(QStringLiteral("Hint 2: ")));
}

TEST_F(GoalInTheWindow, IsSolvedWithTheKeysAndMarkedInTheList)
{
    EXPECT_EQ(rowOf("goal-syn-again"), "Make the client send its SYN twice");
    solve();
    EXPECT_TRUE(bar().text().contains(QStringLiteral("Solved by: segment 1 of client dropped")));
    EXPECT_EQ(rowOf("goal-syn-again"), "★ Make the client send its SYN twice");
    EXPECT_FALSE(bar().findChild<QToolButton*>(QStringLiteral("goalHint"))->isVisible());
    bar().findChild<QToolButton*>(QStringLiteral("goalThere"))->click();
    EXPECT_EQ(model().goal(), model().staged->timeMap.at(model().staged->judgement->reached));
    model::remember(settings, model());
    model::Model later;
    model::recall(settings, later);
    EXPECT_TRUE(model::isSolved(later, "goal-syn-again")) << "after a restart";
}

TEST_F(GoalInTheWindow, IsHandedInAsAFile)
{
    solve();
    const lesson::Scenario lesson = *lesson::find_lesson("goal-syn-again");
    const model::StagedRunPtr solved = model().staged;
    const OwnedText name = model().branches.all.back().name;
    for (const char* file : {"zhang.yaml", "zhang.tcptrace"}) {
        const std::string path = folder.filePath(QLatin1String{file}).toStdString();
        ASSERT_TRUE(saveRunTo({solved, path, name}));
        const auto read = sources::find_run(path);
        ASSERT_TRUE(read) << read.error().sentence();
        const run::Grade grade = run::grade(lesson, read->scenario);
        EXPECT_EQ(grade.result, run::Grade::Result::Solved) << file << ": " << grade.reason.en;
        store.dispatch(model::OpenSource{path});
        settle();
        EXPECT_TRUE(bar().text().contains(QStringLiteral("Solved by: segment 1 of client dropped"))) << file;
    }
}

/// Left and opened again, the work with its acts is back.
TEST_F(GoalInTheWindow, IsStillSolvedWhenTheLessonIsOpenedAgain)
{
    solve();
    open("four-way-close");
    open("goal-syn-again");
    EXPECT_TRUE(bar().text().contains(QStringLiteral("Solved by: segment 1 of client dropped")));
    press(Qt::Key_Z, Qt::ControlModifier);
}

TEST_F(GoalInTheWindow, IsOnTheProjectorToo)
{
    const auto texts = [this] {
        QString all;
        const auto& canvas = *window.presenter()->findChild<Canvas*>();
        for (const scene::Mark& mark : canvas.scene().still)
            if (const auto* label = std::get_if<scene::Label>(&mark.shape)) all += label->text + u'\n';
        return all;
    };
    press(Qt::Key_F5);
    ASSERT_TRUE(window.presenter());
    EXPECT_TRUE(texts().contains(QStringLiteral("Goal: the client sends its SYN twice")));
    EXPECT_TRUE(texts().contains(QStringLiteral("You may drop 1 segment.")));
    solve();
    EXPECT_TRUE(texts().contains(QStringLiteral("✓ Solved by: segment 1 of client dropped")));
    press(Qt::Key_F5);
}

} // namespace
} // namespace tcpstage::widgets
