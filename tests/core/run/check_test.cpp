#include "tests/core/lesson/lesson.h"

#include <gmock/gmock.h>

namespace tcpstage::run {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> differences_of(const std::string& expect)
{
    const lesson::Scenario scenario = lesson::lesson(lesson::handshake + "expect:\n" + expect);
    std::vector<std::string> sentences;
    for (const Error& difference : check(scenario, run(scenario)))
        sentences.push_back(said_in_both(difference));
    return sentences;
}

TEST(Check, FindsNothingWhenEverythingIsAsExpected)
{
    EXPECT_THAT(differences_of("  segments:\n"
                               "    - \"client > S 100:100(0)\"\n"
                               "    - \"server > S. 300:300(0) ack 101\"\n"
                               "    - \"client > . 101:101(0) ack 301\"\n"
                               "  states:\n"
                               "    client: [CLOSED, SYN-SENT, ESTABLISHED]\n"),
                ElementsAre());
}

TEST(Check, NamesTheFirstSegmentThatDiffers)
{
    EXPECT_THAT(
        differences_of("  segments:\n"
                       "    - \"client > S 100:100(0)\"\n"
                       "    - \"server > S. 300:300(0) ack 102\"\n"),
        ElementsAre("test.yaml:12:7: segment 2: expected \"server > S. 300:300(0) ack 102\", seen \"server > S. "
                    "300:300(0) ack 101 win 65535 <mss 1460>\"; run it and compare the two"));
}

TEST(Check, NamesTheSenderThatDiffers)
{
    EXPECT_THAT(differences_of("  segments: [\"server > S 100:100(0)\"]\n"),
                ElementsAre(::testing::HasSubstr("expected \"server > S 100:100(0)\", seen \"client > S 100:100(0)")));
}

TEST(Check, NamesASegmentTooMany)
{
    EXPECT_THAT(
        differences_of("  segments: [\"client > S 100:100(0)\", \"server > S. 300:300(0) ack 101\"]\n"),
        ElementsAre(
            "test.yaml:10:3: segment 3: expected no more, seen \"client > . 101:101(0) ack 301 win 65535\"; run "
            "it and compare the two"));
}

TEST(Check, NamesAMissingSegment)
{
    EXPECT_THAT(
        differences_of("  segments:\n"
                       "    - \"client > S 100:100(0)\"\n"
                       "    - \"server > S. 300:300(0) ack 101\"\n"
                       "    - \"client > . 101:101(0) ack 301\"\n"
                       "    - \"client > F. 101:101(0) ack 301\"\n"),
        ElementsAre("test.yaml:14:7: segment 4: expected \"client > F. 101:101(0) ack 301\", seen no more; run it and "
                    "compare the two"));
}

TEST(Check, NamesStatesThatDiffer)
{
    EXPECT_THAT(
        differences_of("  states: {server: [CLOSED, LISTEN, ESTABLISHED]}\n"),
        ElementsAre("test.yaml:10:3: states of server: expected [CLOSED, LISTEN, ESTABLISHED], seen [CLOSED, LISTEN, "
                    "SYN-RECEIVED, ESTABLISHED]; run it and compare the two"));
}

TEST(Check, CountsWarnings)
{
    const lesson::Scenario scenario = lesson::lesson("faults: [{drop: {seq: 5}}]\n" + lesson::handshake);

    EXPECT_EQ(check(scenario, run(scenario)).size(), 1U);
}

TEST(Check, FindsNoDifferenceInAnEndlessRunOfALessonThatExpectsNothing)
{
    const std::string endless =
        "title: {en: A test, zh: 测试}\n"
        "endpoints: {client: {}, server: {tcp: {receive_buffer: 2000, reads: by hand}}}\n"
        "steps: [server: listen, client: connect, wait: client established, client: send 5000]\n";
    const lesson::Scenario silent = *lesson::read_scenario(endless, "test.yaml");
    const auto result = run(silent);
    EXPECT_TRUE(check(silent, result).empty());
    ASSERT_NE(only_a_warning(silent, result), nullptr);
    EXPECT_THAT(only_a_warning(silent, result)->sentence(Language::English), ::testing::HasSubstr("without end"));

    const lesson::Scenario expects =
        *lesson::read_scenario(endless + "expect: {delivered: {server: 0}}\n", "test.yaml");
    EXPECT_EQ(check(expects, result).size(), 1U);
    EXPECT_EQ(only_a_warning(expects, result), nullptr);
}

} // namespace
} // namespace tcpstage::run
