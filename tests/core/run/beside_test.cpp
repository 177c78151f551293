#include "tests/core/lesson/lesson.h"

#include "core/formats/formats.h"
#include "core/run/saved_run.h"
#include "core/terminal/text_comparison.h"
#include "core/terminal/text_ladder.h"

#include <gmock/gmock.h>

namespace tcpstage::run {
namespace {

using ::testing::HasSubstr;

TEST(LessonWithTwoWorlds, InheritsWhatTheOtherWorldDoesNotSay)
{
    const lesson::Scenario scenario =
        lesson::lesson(lesson::handshake + "tcp: {msl: 1 s, mss: 500}\n"
                                           "network: {delay: 20 ms}\n"
                                           "faults: [{drop: {from: client, flags: SYN}}]\n"
                                           "beside:\n"
                                           "  title: {en: The other, zh: 另一个}\n"
                                           "  main: {en: This one, zh: 这一个}\n"
                                           "  tcp: {msl: 3 s}\n"
                                           "  endpoints: {server: {iss: 900}}\n"
                                           "  faults: []\n");
    ASSERT_TRUE(scenario.beside);
    const lesson::Scenario& other = *scenario.beside;

    EXPECT_EQ(scenario.half_title().en, "This one");
    EXPECT_EQ(other.half_title().en, "The other");
    EXPECT_EQ(other.steps.size(), scenario.steps.size());
    EXPECT_EQ(other.setup.links, scenario.setup.links);
    EXPECT_EQ(other.setup.endpoints[0].iss.given, scenario.setup.endpoints[0].iss.given);
    EXPECT_EQ(other.setup.endpoints[1].iss.given, std::vector<tcp::Seq>{tcp::Seq{900}});
    EXPECT_EQ(other.setup.endpoints[1].settings.msl, 3s);
    EXPECT_EQ(other.setup.endpoints[1].settings.mss, 500);
    EXPECT_EQ(scenario.setup.faults.size(), 1U);
    EXPECT_TRUE(other.setup.faults.empty());
}

TEST(LessonWithTwoWorlds, SaysWhereItIsWrong)
{
    EXPECT_EQ(lesson::refusal(lesson::lesson_text(lesson::handshake + "beside: {titel: x}\n")),
              "test.yaml:9:10: unknown key \"titel\"; did you mean \"title\"?");
    EXPECT_THAT(lesson::refusal(lesson::lesson_text(lesson::handshake + "beside:\n  tcp: {msl: 1 s}\n")),
                HasSubstr("beside has no \"title\""));
    EXPECT_EQ(lesson::refusal(lesson::lesson_text(
                  lesson::handshake + "beside:\n  title: {en: A, zh: 一}\n  endpoints: {servr: {iss: 1}}\n")),
              "test.yaml:11:15: unknown endpoint \"servr\"; did you mean \"server\"?");
    EXPECT_THAT(lesson::refusal(
                    lesson::lesson_text(lesson::handshake + "beside:\n  title: {en: A, zh: 一}\n  tcp: {nagel: on}\n")),
                HasSubstr("test.yaml:11:9: unknown option \"nagel\"; did you mean \"nagle\"?"));
}

TEST(LessonWithTwoWorlds, ReadsBackAsItIsWritten)
{
    const lesson::Scenario scenario =
        lesson::lesson(lesson::handshake + "tcp: {msl: 1 s}\nnetwork: {delay: 20 ms, jitter: 1 ms}\n"
                                           "faults: [{drop: {from: client, flags: SYN}}]\n"
                                           "inject: [{at: 1 ms, from: client, segment: \"S 9:9(0) win 5\"}]\n"
                                           "beside:\n"
                                           "  title: {en: The other, zh: 另一个}\n"
                                           "  tcp: {msl: 2 s}\n"
                                           "  network: {delay: 30 ms}\n"
                                           "  faults: []\n"
                                           "  inject: []\n"
                                           "  notes: [{at: start, title: {en: T, zh: 题}, text: {en: X, zh: 文}}]\n");
    const std::string written = lesson::write_scenario(scenario);
    const auto again = lesson::read_scenario(written, "test.yaml");

    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(lesson::write_scenario(*again), written);
    ASSERT_TRUE(again->beside);
    EXPECT_EQ(again->beside->setup.endpoints[0].settings.msl, 2s);
    EXPECT_EQ(formats::to_json(run(*again->beside).trace), formats::to_json(run(*scenario.beside).trace));
    EXPECT_EQ(again->beside->notes.size(), 1U);
}

TEST(LessonWithTwoWorlds, ComesBackFromASavedRunWithBoth)
{
    const LessonRun lesson_run =
        run_lesson(lesson::lesson(lesson::handshake + "beside: {title: {en: A, zh: 一}, tcp: {mss: 700}}\n"));
    const auto again = load_run(save_run(lesson_run.scenario, lesson_run.run), "a.tcptrace");

    ASSERT_TRUE(again) << again.error().sentence();
    ASSERT_TRUE(again->beside);
    EXPECT_EQ(formats::to_json(again->beside->trace), formats::to_json(lesson_run.beside->trace));
}

TEST(LessonWithTwoWorlds, ShowsBothAndTheFirstDifference)
{
    const LessonRun lesson_run = run_lesson(
        lesson::lesson(lesson::handshake +
                       "beside: {title: {en: A lossy one, zh: 丢包}, faults: [{drop: {from: client, nth: 1}}]}\n"));
    const std::string text = terminal::text_ladder(lesson_run, {});

    EXPECT_THAT(text, HasSubstr("A lossy one"));
    EXPECT_THAT(text, HasSubstr("First difference: \"SYN seq=100\" is lost on the right"));
}

TEST(TextComparison, PutsWhatBelongsTogetherOnOneLine)
{
    const LessonRun lesson_run = run_lesson(lesson::lesson(
        lesson::handshake + "beside: {title: {en: Lossy, zh: 丢包}, faults: [{drop: {from: client, nth: 1}}]}\n"));
    const compare::Comparison comparison = compare::compare(lesson_run.run.trace, lesson_run.beside->trace);
    const std::string text = terminal::text_comparison(
        {{lesson_run.scenario.title, lesson_run.scenario.beside->half}, {&lesson_run.run, lesson_run.beside.get()}},
        comparison, Language::English);

    EXPECT_THAT(text, HasSubstr("client → SYN seq=100                              0.000 s  client → SYN seq=100\n"));
    EXPECT_THAT(text, ::testing::ContainsRegex("✕ SYN seq=100\n"));
    EXPECT_THAT(text, ::testing::ContainsRegex("▶ +1.000 s  client timer RTO\n"));
}

} // namespace
} // namespace tcpstage::run
