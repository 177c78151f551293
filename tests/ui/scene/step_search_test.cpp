// Steps of a run are found by numbers, flags, states and words, in both languages.

#include "ui/scene/words/step_search.h"

#include "tests/ui/scene/staged_runs.h"

#include <gmock/gmock.h>

namespace tcpstage::scene {
namespace {

using ::testing::ElementsAre;
using testing::stagedRun;

std::vector<FoundStep> found(const std::string& id, const char* words, const DisplayOptions& display = {})
{
    std::vector<FoundStep> steps;
    StepSearch search{stagedRun(id), QString::fromUtf8(words), display};
    while (search.goOn(7, steps)) // a few at a time, as the window does
        continue;
    return steps;
}

std::vector<trace::TransitId> segments(const std::string& id, const char* words)
{
    std::vector<trace::TransitId> ids;
    for (const FoundStep& step : found(id, words))
        if (step.ref.kind == Ref::Kind::Segment && (ids.empty() || ids.back() != step.ref.id))
            ids.push_back(step.ref.id);
    return ids;
}

TEST(StepSearch, FindsASegmentByItsFlagsAndNumbers)
{
    EXPECT_THAT(segments("last-ack-lost", "syn"), ElementsAre(0, 1));
    EXPECT_THAT(segments("last-ack-lost", "SYN, ACK"), ElementsAre(1));
    EXPECT_THAT(segments("last-ack-lost", "ack=302 seq=102"), ElementsAre(6, 8));
    EXPECT_THAT(segments("last-ack-lost", "win=65535 fin"), ElementsAre(3, 5, 7));
}

TEST(StepSearch, FindsNumbersOnlyWhole)
{
    EXPECT_TRUE(segments("last-ack-lost", "seq=10").empty()); // there are 100, 101 and 102
    EXPECT_FALSE(segments("last-ack-lost", "seq=101").empty());
}

TEST(StepSearch, FindsRelativeNumbersToo) { EXPECT_THAT(segments("last-ack-lost", "seq=1 fin"), ElementsAre(3, 5, 7)); }

TEST(StepSearch, FindsWhatBecameOfASegmentInBothLanguages)
{
    EXPECT_THAT(segments("last-ack-lost", "lost"), ElementsAre(6));
    EXPECT_THAT(segments("last-ack-lost", "丢失"), ElementsAre(6));
    EXPECT_THAT(segments("last-ack-lost", "retransmission"), ElementsAre(7));
    EXPECT_THAT(segments("last-ack-lost", "重传 FIN"), ElementsAre(7));
    EXPECT_THAT(segments("damaged-segment", "damaged"), ElementsAre(3));
}

TEST(StepSearch, FindsTheStepInWhichAStateIsEntered)
{
    const auto steps = found("last-ack-lost", "TIME-WAIT fin-fin-wait-2");
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_EQ(steps[0].time, QStringLiteral("0.700 s"));
    EXPECT_TRUE(steps[0].line.startsWith(QStringLiteral("Client gets server's"))) << steps[0].line.toStdString();
}

TEST(StepSearch, FindsTheRuleOfASection) { EXPECT_FALSE(found("last-ack-lost", "RFC 6298 5.4-5.6").empty()); }

TEST(StepSearch, FindsNothingWithoutWords)
{
    EXPECT_TRUE(found("last-ack-lost", "").empty());
    EXPECT_TRUE(found("last-ack-lost", " , ").empty());
    EXPECT_TRUE(found("last-ack-lost", "zzz").empty());
}

TEST(StepSearch, LooksAtBothWorlds)
{
    std::vector<std::uint8_t> runs;
    for (const FoundStep& step : found("why-2msl", "SYN"))
        runs.push_back(step.ref.run);
    EXPECT_THAT(runs, ::testing::Contains(0));
    EXPECT_THAT(runs, ::testing::Contains(1));
}

TEST(StepSearch, ShowsTheChosenLanguageAndNumbers)
{
    DisplayOptions display;
    display.language = Language::Chinese;
    display.numbers = Numbers::Relative;
    const auto steps = found("last-ack-lost", "ack=102 重传", display);
    ASSERT_FALSE(steps.empty());
    EXPECT_TRUE(steps[0].line.contains(QStringLiteral("ack=2"))) << steps[0].line.toStdString();
}

TEST(StepsAtAPlace, AreAStepASegmentOrATime)
{
    const auto staged = stagedRun("last-ack-lost");
    const DisplayOptions display;

    const auto both = stepsAtPlace(*staged, QStringLiteral("7"), display);
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(staged->shownStep(both[0].at), 7U);
    EXPECT_EQ(both[1].ref, (Ref{Ref::Kind::Segment, trace::Side::Left, 6}));

    const auto segment = stepsAtPlace(*staged, QStringLiteral("#7"), display);
    ASSERT_EQ(segment.size(), 1U);
    EXPECT_EQ(segment[0].at, both[1].at);

    const auto time = stepsAtPlace(*staged, QStringLiteral("0.65 s"), display);
    ASSERT_EQ(time.size(), 1U);
    EXPECT_EQ(time[0].time, QStringLiteral("0.600 s")); // the last step until then

    for (const char* none : {"0", "#0", "#999", "9999", "x", "", "1.5"})
        EXPECT_TRUE(stepsAtPlace(*staged, QString::fromUtf8(none), display).empty()) << none;
}

} // namespace
} // namespace tcpstage::scene
