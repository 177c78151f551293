// Goals: what reaches them, what they allow, and the grades of files that are handed in.
#include "core/run/goal.h"

#include "core/run/acts.h"
#include "tests/core/lesson/lesson.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace tcpstage::run {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<lesson::Scenario> lessons_with_goals()
{
    std::vector<lesson::Scenario> lessons;
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons())
        if (auto one = *lesson::find_lesson(std::string{built_in.id}); one.goal) lessons.push_back(std::move(one));
    return lessons;
}

/// What a reader saves after these acts, as the teacher's program reads it.
lesson::Scenario saved_after(const lesson::Scenario& lesson, std::span<const lesson::Act> acts)
{
    const auto made = with_acts(lesson, acts);
    EXPECT_TRUE(made) << (made ? "" : made.error().sentence());
    lesson::Scenario branch = *made;
    branch.title = {"What I tried", "我的尝试"};
    return *lesson::read_scenario(written_lesson(branch, run(branch).trace), "zhang.yaml");
}

lesson::Scenario teachers(const std::string& id) { return *lesson::find_lesson(id); }

Grade grade_of(const lesson::Scenario& lesson, const lesson::Scenario& solution)
{
    Grade result = grade(lesson, solution);
    EXPECT_FALSE(result.reason.zh.empty());
    return result;
}

std::string missing_in(const std::string& reach, const std::string& steps = lesson::handshake)
{
    const auto scenario =
        lesson::lesson(steps + "goal:\n  text: {en: A, zh: 甲}\n  reach: " + reach + "\n  allowed: {drop: 1}\n");
    std::string all;
    for (const OwnedText& one : judge(*scenario.goal, run(scenario).trace).missing)
        all += one.en + "\n";
    return all;
}

TEST(Goal, OfEachBuiltInLessonIsReachedByItsSolutionAndNotByDoingNothing)
{
    const auto lessons = lessons_with_goals();
    EXPECT_GE(lessons.size(), 12U);
    for (const lesson::Scenario& lesson : lessons) {
        SCOPED_TRACE(lesson.id);
        EXPECT_EQ(lesson.group, lesson::Group::Goal);
        EXPECT_FALSE(judge(*lesson.goal, run(lesson).trace).is_reached()) << "by doing nothing";
        ASSERT_FALSE(lesson.goal->solution.empty());
        const auto solved = with_acts(lesson, lesson.goal->solution); // which refuses what is not allowed
        ASSERT_TRUE(solved) << solved.error().sentence();
        const run::Run result = run(*solved);
        const Judgement judged = judge(*lesson.goal, result.trace);
        EXPECT_TRUE(judged.is_reached()) << judged.missing.front().en;
        EXPECT_THAT(how_reached(judged, result.trace).en, HasSubstr("(RFC "));
        EXPECT_GE(lesson.goal->hints.size(), 2U);
        for (const OwnedText& hint : lesson.goal->hints)
            EXPECT_FALSE(hint.zh.empty());
        EXPECT_FALSE(lesson.goal->text.zh.empty());
    }
}

TEST(Goal, IsSolvedByTheFileThatIsSavedAfterTheActs)
{
    for (const lesson::Scenario& lesson : lessons_with_goals()) {
        const Grade result = grade_of(lesson, saved_after(lesson, lesson.goal->solution));
        EXPECT_EQ(result.result, Grade::Result::Solved) << lesson.id << ": " << result.reason.en;
        EXPECT_EQ(result.acts, lesson.goal->solution.size());
        EXPECT_EQ(result.done.size(), lesson.goal->solution.size());
    }
}

TEST(Goal, IsNotSolvedByActsThatReachSomethingElse)
{
    const lesson::Scenario lesson = teachers("goal-skip-fin-wait-2");
    const std::vector<lesson::Act> acts = teachers("goal-time-wait-again").goal->solution;
    const Grade result = grade_of(lesson, saved_after(lesson, acts));
    EXPECT_EQ(result.result, Grade::Result::NotSolved);
    EXPECT_THAT(result.reason.en, HasSubstr("\"client state FIN-WAIT-2\" happens"));
    EXPECT_THAT(result.reason.en, AllOf(HasSubstr("\"client: "), HasSubstr("\" does not happen")));
    EXPECT_THAT(result.reason.en, Not(HasSubstr("fin-fin-wait-1-acked"))) << "a name of the file";
}

/// Each of these would be solved if the file were believed.
TEST(Grade, RefusesAFileThatChangesMoreThanItsActs)
{
    const lesson::Scenario lesson = teachers("goal-closing-by-delay");
    const lesson::Scenario good = saved_after(lesson, lesson.goal->solution);
    ASSERT_EQ(grade_of(lesson, good).result, Grade::Result::Solved);
    const auto refusal = [&](const lesson::Scenario& file) {
        const Grade result = grade_of(lesson, file);
        EXPECT_EQ(result.result, Grade::Result::Refused);
        return result.reason.en;
    };
    const std::string changed = "the file changes the lesson beyond its acts; the lesson of the teacher counts";
    lesson::Scenario other = good;
    other.setup.links[0].delay += Duration{1};
    EXPECT_EQ(refusal(other), changed) << "another network";
    other = good;
    other.steps.push_back(other.steps.back());
    EXPECT_EQ(refusal(other), changed) << "another step";
    other = good;
    other.setup.faults.front().by += Duration{1};
    EXPECT_EQ(refusal(other), changed) << "a fault that is none of the acts";
    other = good;
    lesson::Goal easier = *other.goal;
    easier.reach.together.clear();
    easier.reach.moments.emplace_back();
    other.goal = std::make_shared<lesson::Goal>(easier);
    EXPECT_EQ(refusal(other), changed) << "another goal";
    easier = *good.goal;
    easier.allowed.fill(9);
    other.goal = std::make_shared<lesson::Goal>(easier);
    EXPECT_EQ(refusal(other), changed) << "more allowed";
    other = good;
    other.goal.reset();
    EXPECT_THAT(refusal(other), HasSubstr("the file has no acts")) << "no goal";
    other = good;
    other.solves.reset();
    EXPECT_THAT(refusal(other), HasSubstr("the file has no acts"));
}

TEST(Grade, RefusesActsThatTheGoalDoesNotAllow)
{
    const lesson::Scenario lesson = teachers("goal-closing-by-delay");
    lesson::Scenario file = saved_after(lesson, lesson.goal->solution);
    lesson::Solves solves = *file.solves;
    solves.acts.push_back(solves.acts.front());
    file.solves = std::make_shared<lesson::Solves>(solves);
    EXPECT_EQ(grade_of(lesson, file).reason.en,
              "the acts are not all allowed: to delay 2 segments; allowed is to delay 1 segment");
    solves.acts = teachers("goal-crossing-fins").goal->solution;
    file.solves = std::make_shared<lesson::Solves>(solves);
    EXPECT_EQ(grade_of(lesson, file).reason.en,
              "the acts are not all allowed: to make 1 call; allowed is to delay 1 segment");
    sim::Fault never_sent;
    never_sent.kind = sim::Fault::Kind::Delay;
    never_sent.by = Duration{1};
    never_sent.which.nth = {99};
    solves.acts = {never_sent};
    file.solves = std::make_shared<lesson::Solves>(solves);
    EXPECT_THAT(grade_of(lesson, file).reason.en, HasSubstr("act 1 is about a segment that is not sent"));
}

TEST(Grade, TakesALessonThatWasHandedOutWithoutItsSolution)
{
    const lesson::Scenario lesson = teachers("goal-syn-again");
    lesson::Scenario handed_out = lesson;
    lesson::Goal open = *lesson.goal;
    open.solution.clear();
    handed_out.goal = std::make_shared<lesson::Goal>(open);
    EXPECT_EQ(grade_of(lesson, saved_after(handed_out, lesson.goal->solution)).result, Grade::Result::Solved);
}

TEST(Goal, AllowsNoMoreActsThanItSays)
{
    const lesson::Scenario lesson = teachers("goal-syn-again");
    const run::Run first = run(lesson);
    EXPECT_EQ(why_not(lesson, StrikeSegment{0}).en, "");
    const auto once = branch(lesson, first.trace, StrikeSegment{0});
    ASSERT_TRUE(once);
    EXPECT_EQ(acts_left(*once, lesson::ActKind::Drop), 0U);
    const auto twice = branch(*once, run(*once).trace, StrikeSegment{1});
    ASSERT_FALSE(twice);
    EXPECT_EQ(said_in_both(twice.error()),
              "All that this goal allows of this is done: you may drop 1 segment. Undo, or "
              "go back to an earlier run.");
    EXPECT_EQ(why_not(lesson, StrikeSegment{0, sim::Fault::Kind::Delay, Duration{1}}).en,
              "For this goal you may not delay segments; you may drop 1 segment.");
    lesson::CallStep skip{trace::Side::Left, trace::Call::Skip, {}, 1};
    EXPECT_EQ(why_not(lesson, CallAt{start_of_time, skip}).en, "Only a lesson skips octets.");
    EXPECT_EQ(why_not(lesson, SetOption{trace::Side::Left, "nagle", "off"}).en,
              "This goal is about the network and the calls: the options stay as they are.");
    EXPECT_EQ(why_not(teachers("syn-lost"), SetOption{trace::Side::Left, "nagle", "off"}).en, "");
}

TEST(Goal, SaysWhatIsMissing)
{
    EXPECT_THAT(missing_in("{together: [client ESTABLISHED, server ESTABLISHED]}"), IsEmpty());
    EXPECT_EQ(missing_in("{together: [client CLOSING, server CLOSING]}"),
              "there is no moment with client in CLOSING and server in CLOSING\n");
    EXPECT_EQ(missing_in("{together: [client ESTABLISHED, server ESTABLISHED], within: 100 ms}"),
              "too late: client in ESTABLISHED and server in ESTABLISHED at 0.300 s, wanted within 100 ms\n");
    EXPECT_EQ(missing_in("{moments: client timer retransmit}"), "\"client timer retransmit\" does not happen\n");
    EXPECT_EQ(missing_in("{moments: client state ESTABLISHED, within: 150 ms}"),
              "too late: \"client state ESTABLISHED\" came at 0.200 s, wanted within 150 ms\n");
    EXPECT_EQ(missing_in("{counts: [{from: client, flags: SYN, exactly: 2}]}"),
              "SYN of client: wanted exactly 2, sent 1\n");
    EXPECT_EQ(missing_in("{counts: [{only: retransmitted, at_least: 1}]}"),
              "retransmitted segments: wanted at least 1, sent 0\n");
    EXPECT_EQ(missing_in("{moments: start, delivered: {server: 100}}"),
              "octets delivered to server: wanted exactly 100, got 0\n");
    EXPECT_EQ(missing_in("{moments: start, never: [client state ESTABLISHED, SYN]}"),
              "\"client state ESTABLISHED\" happens, at 0.200 s\nclient sends SYN, at 0.000 s\n");
    EXPECT_EQ(missing_in("{moments: start, never: RST}", "steps:\n  - client: connect\n"),
              "server sends RST, ACK, at 0.100 s\n");
}

TEST(Goal, OfStatesWantsThemAtOneMoment)
{
    EXPECT_EQ(missing_in("{together: [client SYN-SENT, server ESTABLISHED]}"),
              "there is no moment with client in SYN-SENT and server in ESTABLISHED\n")
        << "both are entered, but one after the other is left";
}

/// The acts that a branch notes make the same branch again.
TEST(Acts, AreNotedInTheBranchThatTheyMake)
{
    for (const lesson::Scenario& lesson : lessons_with_goals()) {
        const auto once = with_acts(lesson, lesson.goal->solution);
        ASSERT_TRUE(once);
        const auto again = with_acts(lesson, once->solves->acts);
        ASSERT_TRUE(again);
        EXPECT_EQ(lesson::write_scenario(*again), lesson::write_scenario(*once));
        EXPECT_EQ(once->solves->lesson, lesson.id);
    }
    const lesson::Scenario plain = teachers("three-way-handshake");
    EXPECT_FALSE(branch(plain, run(plain).trace, StrikeSegment{0})->solves);
}

} // namespace
} // namespace tcpstage::run
