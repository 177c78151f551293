// Which samples of a run a plot shows.

#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/staged/series.h"

#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::stagedRun;
using testing::StagedRunPtr;
using testing::timeOfStep;

TEST(Samples, HoldInASpanUntilTheNextOneComes)
{
    SideSeries series;
    for (const int at : {10, 10, 20, 40}) {
        Sample sample;
        sample.at = start_of_time + Duration{at};
        series.samples.push_back(sample);
    }
    const auto held = [&](int from, int to) {
        const auto samples = samplesIn(series, {start_of_time + Duration{from}, start_of_time + Duration{to}});
        return std::pair{samples.data() - series.samples.data(), samples.size()};
    };
    EXPECT_EQ(held(0, 50), (std::pair<std::ptrdiff_t, std::size_t>{0, 4}));
    EXPECT_EQ(held(25, 30), (std::pair<std::ptrdiff_t, std::size_t>{2, 1})) << "that of 20 still holds";
    EXPECT_EQ(held(20, 40), (std::pair<std::ptrdiff_t, std::size_t>{1, 3}));
    EXPECT_EQ(held(60, 70), (std::pair<std::ptrdiff_t, std::size_t>{3, 1})) << "the last one holds for ever";
    EXPECT_EQ(held(0, 5).second, 0U);
}

TEST(Samples, HaveHappenedUpToTheTimeShown)
{
    const StagedRunPtr staged = stagedRun("slow-start");
    const SideSeries& series = seriesOf(*staged).of(trace::Side::Left);
    for (std::size_t step = 0; step < staged->timeMap.stepCount(); step += 3) {
        const ViewInput input{*staged, timeOfStep(*staged, step), {{1200, 700}}};
        const Past past{input};
        const std::size_t count = past.samples(series).size();
        EXPECT_TRUE(count == 0 || past.has(series.samples[count - 1].record)) << step;
        EXPECT_TRUE(count == series.samples.size() || !past.has(series.samples[count].record)) << step;
        const Instant middle = start_of_time + (past.now() - start_of_time) / 2;
        for (const Sample& sample : past.samples(series, middle))
            EXPECT_LE(sample.at, middle) << step;
    }
    const ViewInput before{*staged, StageTime{-1}, {{1200, 700}}};
    EXPECT_TRUE(Past{before}.samples(series).empty()) << "nothing has happened yet";
}

TEST(Samples, HaveNoRoundTripThatIsDeletedWithItsTcb)
{
    std::size_t trips = 0;
    for (const std::string& id : testing::lessonIds()) {
        const StagedRunPtr staged = stagedRun(id);
        if (staged->trace().transits().size() > 400) continue;
        for (const trace::Side side : trace::both_sides)
            for (const RoundTrip& trip : seriesOf(*staged).of(side).roundTrips) {
                ++trips;
                EXPECT_GE(trip.length, Duration{0}) << id;
            }
    }
    EXPECT_GT(trips, 200U);
}

} // namespace

} // namespace tcpstage::scene
