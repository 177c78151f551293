// The goal of a lesson in its file: read, written and refused.
#include "core/lesson/goal.h"

#include "tests/core/lesson/lesson.h"

namespace tcpstage::lesson {
namespace {

const std::string whole_goal = "goal:\n"
                               "  text: {en: Both close, zh: 两端关闭}\n"
                               "  reach:\n"
                               "    together: [client CLOSING, server CLOSING]\n"
                               "    moments: [client timer retransmit, server rule fin-ignored]\n"
                               "    counts:\n"
                               "      - {from: client, flags: SYN, only: retransmitted, exactly: 1}\n"
                               "    delivered: {server: 100}\n"
                               "    never: [RST, client state TIME-WAIT]\n"
                               "    within: 10 s\n"
                               "  allowed: {drop: 2, call: 1, network: 1}\n"
                               "  hints:\n"
                               "    - {en: Look, zh: 看}\n"
                               "  solution:\n"
                               "    - drop: {from: client, nth: 2}\n"
                               "    - edit: {from: client, len: 10, to: {text: hello}}\n"
                               "    - spare: {from: server, nth: 1}\n"
                               "    - call: {at: 1.5 s, client: send 100}\n"
                               "    - network: {at: 2 s, to: {delay: 400 ms}}\n";
const std::string reached = "  reach: {moments: start}\n";

TEST(GoalOfALesson, IsReadWithAllItsParts)
{
    const Scenario scenario = lesson(handshake + whole_goal);
    ASSERT_TRUE(scenario.goal);
    const Goal& goal = *scenario.goal;
    EXPECT_EQ(goal.text.zh, "两端关闭");
    EXPECT_EQ(goal.reach.together.size(), 2U);
    EXPECT_EQ(goal.reach.moments.size(), 2U);
    EXPECT_EQ(goal.reach.counts.front().only, ExpectedCount::Only::Retransmitted);
    EXPECT_EQ(goal.reach.never.size(), 1U);
    ASSERT_EQ(goal.reach.never_sent.size(), 1U);
    EXPECT_EQ(tcp::to_text(goal.reach.never_sent.front()), "RST");
    EXPECT_EQ(goal.reach.within, Duration{std::chrono::seconds{10}});
    EXPECT_EQ(goal.allowed, (std::array<std::uint32_t, act_kinds>{2, 0, 0, 0, 0, 0, 1, 1}));
    EXPECT_EQ(goal.hints.size(), 1U);
    EXPECT_EQ(count_kinds(goal.solution), (std::array<std::uint32_t, act_kinds>{1, 0, 0, 0, 1, 1, 1, 1}));
}

TEST(GoalOfALesson, ReadsBackAsItIsWritten)
{
    const std::string written = write_scenario(lesson(handshake + whole_goal));
    const auto again = read_scenario(written, "test.yaml");
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(write_scenario(*again), written);
    EXPECT_EQ(again->goal->solution.size(), 5U);
}

TEST(GoalOfALesson, IsWrittenWithoutItsSolutionWhereActsAreHandedIn)
{
    const Scenario branch =
        lesson(handshake + whole_goal + "solves:\n  lesson: goal-test\n  acts:\n    - drop: {from: server, nth: 1}\n");
    const std::string written = write_scenario(branch);
    EXPECT_EQ(written.find("solution"), std::string::npos);
    const auto again = read_scenario(written, "test.yaml");
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(again->solves->lesson, "goal-test");
    EXPECT_EQ(again->solves->acts.size(), 1U);
}

TEST(GoalOfALesson, IsRefusedWithASentenceWhereItIsWrong)
{
    const auto refused = [](const std::string& rest) { return refusal(lesson_text(handshake + rest)); };
    EXPECT_EQ(refused("goal:\n  text: A\n  reach: {within: 1 s}\n  allowed: {}\n"),
              "test.yaml:11:10: this goal has nothing to bring about; write together, moments or counts");
    EXPECT_EQ(
        refused("goal:\n  text: A\n  reach: {together: client acknowledged}\n  allowed: {}\n"),
        "test.yaml:11:21: a goal's \"together\" names states; write for example [client CLOSING, server CLOSING]");
    EXPECT_EQ(refused("goal:\n  text: A\n" + reached + "  allowed: {drops: 1}\n"),
              "test.yaml:12:13: unknown key \"drops\"; did you mean \"drop\"?");
    EXPECT_EQ(refused("goal:\n  text: A\n" + reached + "  allowed: {}\n  solution:\n    - drop: {nth: [1, 2]}\n"),
              "test.yaml:14:13: an act affects one segment; write one number after nth, and no until");
    EXPECT_EQ(refused("goal:\n  text: A\n" + reached + "  allowed: {}\n  solution:\n    - call: {at: 1 s}\n"),
              "test.yaml:14:13: a call is made by one end; write {at: 1.5 s, client: close}");
    EXPECT_EQ(
        refused("goal:\n  text: A\n" + reached + "  allowed: {}\n  solution:\n    - call: {at: 1 s, client: skip 9}\n"),
        "test.yaml:14:13: only a lesson skips octets; write another call");
    EXPECT_EQ(refused("solves: {lesson: a, acts: []}\n"),
              "test.yaml:9:9: there is no goal that this could solve; write the lesson's goal: as well, or leave out "
              "solves:");
    EXPECT_EQ(refused("beside: {title: B}\ngoal:\n  text: A\n" + reached + "  allowed: {}\n"),
              "test.yaml:11:3: a lesson with two worlds has no goal; leave out beside:");
}

} // namespace
} // namespace tcpstage::lesson
