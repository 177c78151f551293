// The goal of a lesson in the model: what may be done, hints, and how it is solved.
#include "core/run/goal.h"
#include "tests/ui/model/staged_run.h"
#include "ui/model/guide/calls.h"
#include "ui/model/lesson_goal.h"
#include "ui/model/store/update.h"
#include "ui/widgets/services.h"

#include <gtest/gtest.h>

namespace tcpstage::model {
namespace {

constexpr const char* easy = "goal-syn-again";

/// The model after the action, with the runs that it asks for.
Model done(Model model, const Action& action)
{
    Updated updated = update(std::move(model), action);
    for (const Request& request : updated.requests)
        if (const auto* load = std::get_if<LoadSource>(&request))
            updated.model =
                update(std::move(updated.model), RunLoaded{load->ticket, widgets::loadSource(*load).value()}).model;
    return updated.model;
}

/// At the step in which the client sends its SYN.
Model atTheSyn() { return after(opened(easy), Command::NextSegment); }
Model solved() { return done(atTheSyn(), Command::DropSegment); }

TEST(LessonGoal, SaysWhatIsToBeReachedAndWhatIsAllowed)
{
    const GoalWords said = goalWords(opened(easy));
    EXPECT_EQ(said.goal.toStdString(), "Goal: the client sends its SYN twice, and both ends become ESTABLISHED.");
    EXPECT_EQ(said.state.toStdString(), "You may drop 1 segment.");
    EXPECT_TRUE(said.hints.isEmpty());
    EXPECT_FALSE(said.solved);
    EXPECT_EQ(goalWords(opened("abort")), GoalWords{}) << "no goal";
}

TEST(LessonGoal, IsSolvedByTheRightActAndSaysHow)
{
    const Model model = solved();
    ASSERT_EQ(model.branches.all.size(), 2U);
    const GoalWords said = goalWords(model);
    EXPECT_TRUE(said.solved);
    EXPECT_TRUE(said.state.startsWith(QStringLiteral("Solved by: segment 1 of client dropped. How: at 1.300 s server "
                                                     "enters ESTABLISHED: ")))
        << said.state.toStdString();
    EXPECT_TRUE(said.state.contains(QStringLiteral("(RFC 9293 "))) << said.state.toStdString();
    EXPECT_TRUE(isSolved(model, easy));
    EXPECT_FALSE(isSolved(after(model, Command::Undo), "goal-half-open"));
    EXPECT_FALSE(goalWords(after(model, Command::Undo)).solved) << "the lesson itself does not reach it";
    EXPECT_TRUE(isSolved(after(model, Command::Undo), easy)) << "but it was";
}

TEST(LessonGoal, IsNotReachedByTheWrongActAndSaysWhatIsMissing)
{
    Model model = after(opened("goal-skip-fin-wait-2"), Command::Last);
    model = done(std::move(model), Command::DropSegment); // the last ACK
    const GoalWords said = goalWords(model);
    EXPECT_FALSE(said.solved);
    EXPECT_TRUE(said.state.startsWith(QStringLiteral("Not yet: "))) << said.state.toStdString();
    EXPECT_TRUE(
        said.state.endsWith(QStringLiteral("All that is allowed was done: undo, or go back to an earlier run.")));
    EXPECT_FALSE(model.solved);
}

TEST(LessonGoal, RefusesWhatItDoesNotAllowAndSaysWhy)
{
    const Model delayed = done(atTheSyn(), Command::DelaySegment);
    EXPECT_TRUE(delayed.branches.all.empty());
    ASSERT_TRUE(delayed.notice);
    EXPECT_EQ(delayed.notice->sentence.en, "For this goal you may not delay segments; you may drop 1 segment.");
    Model second = after(solved(), Command::NextSegment);
    second = done(std::move(second), Command::DropSegment);
    EXPECT_EQ(second.branches.all.size(), 2U);
    ASSERT_TRUE(second.notice);
    EXPECT_EQ(second.notice->sentence.en.substr(0, 43), "All that this goal allows of this is done: ");
    const Model option = done(opened(easy), SetTcpOption{trace::Side::Left, "nagle", "off"});
    EXPECT_TRUE(option.branches.all.empty());
    EXPECT_TRUE(option.notice);
}

TEST(LessonGoal, GreysWhatItDoesNotAllow)
{
    const Model begun = atTheSyn();
    EXPECT_TRUE(info(Command::DropSegment).isUsable(begun));
    for (const Command forbidden : {Command::DelaySegment, Command::DuplicateSegment, Command::CorruptSegment,
                                    Command::SpareSegment, Command::EditSegment})
        EXPECT_FALSE(info(forbidden).isUsable(begun)) << info(forbidden).id;
    EXPECT_FALSE(info(Command::DropSegment).isUsable(after(solved(), Command::NextSegment))) << "it was the only one";
    EXPECT_TRUE(info(Command::DropSegment).isUsable(after(solved(), Command::Undo)));
    const auto call = obstacleTo(begun, trace::Side::Left, trace::Call::Close);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->en, "For this goal you may not make calls; you may drop 1 segment.");
    EXPECT_EQ(goalForbids(begun, lesson::ActKind::Network).zh, "为了这个目标，不能改变网络；可以丢弃 1 个报文段。");
    EXPECT_TRUE(goalForbids(opened("abort"), lesson::ActKind::Network).empty()) << "no goal";
}

TEST(LessonGoal, DoesNotCountARunOfAChangedText)
{
    Model model = opened(easy);
    lesson::Scenario other = model.staged->scenario;
    sim::Fault lost;
    lost.which.from = trace::Side::Left;
    other.setup.faults.push_back(lost);
    other.fault_places.emplace_back();
    model = done(std::move(model), WriteLesson{lesson::write_scenario(other)});
    ASSERT_EQ(model.branches.all.size(), 2U);
    EXPECT_FALSE(goalWords(model).solved);
    EXPECT_EQ(goalWords(model).state.toStdString(), "The text of the lesson was changed, so this run does not count.");
    EXPECT_FALSE(model.solved);
}

TEST(LessonGoal, GivesItsHintsOneByOneAndTheSolutionLast)
{
    Model model = opened(easy);
    for (std::size_t i = 1; i <= 3; ++i) {
        ASSERT_TRUE(info(Command::GiveHint).isUsable(model));
        model = after(std::move(model), Command::GiveHint);
        EXPECT_EQ(goalWords(model).hints.size(), static_cast<qsizetype>(i));
    }
    EXPECT_TRUE(goalWords(model).hints.front().startsWith(QStringLiteral("Hint 1: ")));
    EXPECT_EQ(goalWords(model).hints.back().toStdString(), "One solution: segment 1 of client dropped.");
    EXPECT_EQ(after(model, Command::GiveHint).notice->sentence.en, "There are no more hints.");
    model.source = "abort";
    EXPECT_EQ(hintsGiven(model), 0U) << "of another lesson";
    EXPECT_EQ(after(opened("abort"), Command::GiveHint).notice->sentence.en.substr(0, 23), "This lesson has no goal");
}

TEST(LessonGoal, LeadsToTheMomentAtWhichItIsReached)
{
    EXPECT_EQ(after(opened(easy), Command::ToGoal).notice->sentence.en, "This run does not reach the goal.");
    const Model there = after(after(solved(), Command::First), Command::ToGoal);
    EXPECT_EQ(there.goal(), there.staged->timeMap.at(there.staged->judgement->reached));
}

TEST(LessonGoal, IsSpokenInChinese)
{
    Model model = solved();
    model.display.language = Language::Chinese;
    const GoalWords said = goalWords(model);
    EXPECT_TRUE(said.goal.startsWith(QStringLiteral("目标：客户端发两次 SYN")));
    EXPECT_TRUE(said.state.startsWith(QStringLiteral("已达成。操作：丢弃客户端的第 1 个报文段。过程：在 1.300 s")))
        << said.state.toStdString();
}

} // namespace
} // namespace tcpstage::model
