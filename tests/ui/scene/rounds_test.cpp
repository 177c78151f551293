// The congestion window by transmission rounds has the numbers of the textbooks.

#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/rounds.h"
#include "ui/scene/staged/series.h"

#include <QRegularExpression>
#include <algorithm>
#include <gmock/gmock.h>

namespace tcpstage::scene {

namespace {

using ::testing::ElementsAreArray;
using testing::stagedRun;
using testing::texts;

std::vector<Round> roundsIn(const char* lesson, std::size_t world)
{
    const auto staged = stagedRun(lesson);
    const StagedRun& half = staged->half(world);
    return seriesOf(half).of(trace::Side::Left).rounds;
}

/// cwnd in segments, from the first time-out on if there is one.
std::vector<std::uint32_t> segmentsIn(const char* lesson, std::uint32_t mss, std::size_t world = 0)
{
    const std::vector<Round> rounds = roundsIn(lesson, world);
    const auto expired = std::ranges::find(rounds, true, &Round::timeout);
    std::vector<std::uint32_t> segments;
    for (auto round = expired == rounds.end() ? rounds.begin() : expired; round != rounds.end(); ++round)
        segments.push_back(round->cwnd / mss);
    return segments;
}

} // namespace

TEST(Rounds, DoubleTheWindowInSlowStart)
{
    EXPECT_THAT(segmentsIn("slow-start", 100), ElementsAreArray({1, 2, 4, 8})) << "as the textbook's table says";
}

TEST(Rounds, AfterATimeoutAreThoseOfTheExams)
{
    EXPECT_THAT(segmentsIn("exam-2009-39", 1000), ElementsAreArray({1, 2, 4, 8, 9}));
    EXPECT_THAT(segmentsIn("exam-two-kinds-of-loss", 1000, 1), ElementsAreArray({1, 2, 4, 5, 6, 6}));
    const std::vector<std::uint32_t> long_after = segmentsIn("exam-2014-window", 1000);
    ASSERT_GE(long_after.size(), 5U);
    EXPECT_THAT(std::vector(long_after.begin(), long_after.begin() + 5), ElementsAreArray({1, 2, 4, 5, 6}));
}

TEST(Rounds, BeginAtATimeout)
{
    const std::vector<Round> rounds = roundsIn("timeout-collapse", 0);
    const auto expired = std::ranges::find(rounds, true, &Round::timeout);
    ASSERT_NE(expired, rounds.end());
    EXPECT_LT(expired->cwnd, std::prev(expired)->cwnd);
    EXPECT_GT(std::next(expired)->cwnd, expired->cwnd) << "it grows again";
}

TEST(Rounds, AreDrawnWhereThatIsChosen)
{
    const auto staged = stagedRun("slow-start");
    DisplayOptions display;
    display.view = View::Window;
    display.windowUnits = WindowUnits::SegmentsByRound;
    const Viewport wide{{1200, 700}, 0, 1};
    const Scene scene = viewScene({*staged, staged->timeMap.end(), wide, {}, display});
    const QStringList words = texts(scene);
    for (const char* number : {"1", "2", "4", "8"})
        EXPECT_TRUE(words.contains(QString::fromLatin1(number))) << number;
    EXPECT_FALSE(words.filter(QStringLiteral("transmission round")).isEmpty());
    EXPECT_TRUE(words.filter(QRegularExpression{QStringLiteral("^[0-9.]+ s$")}).isEmpty()) << "no seconds";
    const Scene early = viewScene({*staged, staged->timeMap.end() / 2, wide, {}, display});
    EXPECT_LT(early.still.size(), scene.still.size()) << "what has not happened is not there";
}

} // namespace tcpstage::scene
