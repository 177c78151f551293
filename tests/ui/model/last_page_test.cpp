// A lesson ends on one page with the whole run, and goes on to the next lesson.
#include "ui/model/guide/last_page.h"
#include "ui/model/store/last_page.h"

#include "core/run/sandbox.h"
#include "tests/ui/model/staged_run.h"
#include "ui/model/store/update.h"
#include "ui/model/words.h"
#include "ui/widgets/services.h"

#include <gtest/gtest.h>

namespace tcpstage::model {

namespace {

constexpr const char* lesson = "four-way-close";

Model atTheEnd() { return after(opened(lesson), Command::Last); }
Model onTheLastPage() { return after(atTheEnd(), Command::NextStep); }

TEST(LastPage, FollowsTheLastStep)
{
    EXPECT_FALSE(atTheEnd().lastPage);
    const Model page = onTheLastPage();
    EXPECT_TRUE(page.lastPage);
    EXPECT_EQ(page.display.view, scene::View::Whole);
    EXPECT_EQ(page.goal(), page.staged->timeMap.end());
}

TEST(LastPage, ComesWithOneKeyAfterTheLastStep)
{
    Model model = opened(lesson);
    for (std::size_t i = 0; i < model.staged->stepCount(); ++i)
        model = after(std::move(model), Command::NextStep);
    EXPECT_EQ(model.staged->stepsUntil(model.goal()), model.staged->stepCount());
    EXPECT_FALSE(model.lastPage);
    EXPECT_TRUE(after(std::move(model), Command::NextStep).lastPage);
}

TEST(LastPage, IsLeftByAnythingThatMovesOrChangesTheStage)
{
    for (const Action& action : std::vector<Action>{Command::PreviousStep, Command::First, Command::PreviousFrame,
                                                    Seek{scene::StageTime{}}, Command::ShowLadder}) {
        const Model left = after(onTheLastPage(), action);
        EXPECT_FALSE(left.lastPage) << action.index();
        EXPECT_EQ(left.display.view, scene::View::Ladder) << action.index();
    }
    const Model back = after(onTheLastPage(), Command::PreviousStep);
    EXPECT_EQ(back.goal(), back.staged->timeMap.end()) << "the last step is there again";
    Model plot = after(opened(lesson), Command::ShowTimers, Command::Last, Command::NextStep, Command::PreviousStep);
    EXPECT_EQ(plot.display.view, scene::View::Timers) << "the view from before";
}

TEST(LastPage, LeadsToTheNextLessonOnlyWhilePresenting)
{
    const Updated window = update(onTheLastPage(), Command::NextStep);
    EXPECT_TRUE(window.requests.empty());
    EXPECT_FALSE(info(Command::NextStep).isUsable(onTheLastPage()));
    const Model presented = after(onTheLastPage(), Command::TogglePresent);
    EXPECT_TRUE(info(Command::NextStep).isUsable(presented));
    const Model next = after(presented, Command::NextStep);
    ASSERT_TRUE(next.loading);
    EXPECT_EQ(next.loading->source, lessonAfter(lesson)->id);
    const Model there = after(next, RunLoaded{next.loading->ticket, stagedOf("abort")});
    EXPECT_FALSE(there.lastPage);
    EXPECT_EQ(there.display.view, scene::View::Ladder);
    EXPECT_EQ(there.goal(), there.staged->opening());
    EXPECT_TRUE(there.presenting);
}

TEST(LastPage, SaysWhichLessonIsNext)
{
    const std::string next = lessonAfter(lesson)->title.en;
    EXPECT_NE(lastPageCaption(onTheLastPage()).text.toStdString().find(next), std::string::npos);
    Model last = onTheLastPage();
    last.source = "own.yaml";
    EXPECT_EQ(lastPageCaption(last).text.toStdString().find(next), std::string::npos);
}

TEST(LastPage, MarksTheLessonAsFinished)
{
    EXPECT_FALSE(isFinished(atTheEnd(), lesson));
    const Updated turned = update(atTheEnd(), Command::NextStep);
    EXPECT_TRUE(isFinished(turned.model, lesson));
    EXPECT_FALSE(isFinished(turned.model, "abort"));
    EXPECT_EQ(turned.requests.size(), 1U) << "it is remembered";
}

TEST(LastPage, IsNotForAnEmptyStageOrAQuiz)
{
    Model sandbox = opened(lesson);
    sandbox.source = run::sandbox_source;
    sandbox.staged = widgets::loadSource({1, sandbox.source, scene::TimeMapKind::Even, nullptr}).value();
    EXPECT_FALSE(after(sandbox, Command::NextStep).lastPage);
    const Model quiz = after(opened(lesson), Command::NextStep, Command::ShowWhole, Command::Predict);
    ASSERT_TRUE(quiz.prediction.on);
    EXPECT_EQ(quiz.display.view, scene::View::Ladder) << "the whole run would give the answers away";
    EXPECT_FALSE(info(Command::ShowWhole).isUsable(quiz));
}

TEST(LastPage, IsNotInTheSandboxWhichWaitsForACall)
{
    for (const bool presenting : {false, true}) {
        Model sandbox = opened(lesson);
        sandbox.source = run::sandbox_source;
        if (presenting) sandbox = after(sandbox, Command::TogglePresent);
        for (std::size_t i = 0; i < sandbox.staged->stepCount(); ++i)
            sandbox = after(std::move(sandbox), Command::NextStep);
        EXPECT_FALSE(info(Command::NextStep).isUsable(sandbox)) << "the button is grey";
        const Model waits = after(sandbox, Command::NextStep);
        EXPECT_FALSE(waits.lastPage);
        EXPECT_EQ(waits.display.view, scene::View::Ladder);
        EXPECT_EQ(waits.goal(), sandbox.goal());
        ASSERT_TRUE(waits.notice);
        EXPECT_EQ(waits.notice->sentence.en, wording::whySandboxWaits.en);
        EXPECT_FALSE(after(sandbox, Command::TogglePlay, Elapsed{std::chrono::hours{1}}).lastPage);
    }
}

TEST(LastPage, OfTheListFollowsTheGroups)
{
    std::size_t count = 1;
    for (const LessonEntry* entry = &catalogue().front(); (entry = lessonAfter(entry->id)); ++count)
        ASSERT_LE(count, catalogue().size());
    EXPECT_EQ(count, catalogue().size()) << "each lesson once, from the first to the last";
    EXPECT_EQ(lessonAfter("no such lesson"), nullptr);
}

} // namespace

} // namespace tcpstage::model
