// The clocks of two worlds at one now line.
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"

#include <QRegularExpression>
#include <gtest/gtest.h>

namespace tcpstage::scene {
namespace {

using testing::lessonIds;
using testing::stagedRun;
using testing::texts;

Instant instantOf(const StagedRun& half, trace::RecordId record) { return half.trace().record(record).at; }

TEST(JointClocks, ShowTheSameTimePassingWhereNothingHappensInOneOfTwoWorlds)
{
    std::size_t alone = 0;
    std::size_t waited = 0;
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        if (!staged->beside) continue;
        std::array<Instant, 2> since{start_of_time, start_of_time}; // at the last step that both have
        for (std::size_t step = 0; step < staged->comparison->steps.size(); ++step) {
            const compare::Pair& pair = staged->comparison->steps[step];
            const StageTime time = staged->stepTime(step);
            for (const std::size_t i : {0U, 1U}) {
                const StagedRun& half = staged->half(i);
                if (pair[i] != trace::no_record)
                    ASSERT_EQ(half.timeMap.clock(time), instantOf(half, pair[i])) << id << " step " << step;
            }
            if (pair[0] != trace::no_record && pair[1] != trace::no_record) {
                since = {instantOf(*staged, pair[0]), instantOf(*staged->beside, pair[1])};
                continue;
            }
            const std::size_t own = pair[0] != trace::no_record ? 0 : 1;
            const TimeMap& idle = staged->half(1 - own).timeMap;
            const Duration passed = instantOf(staged->half(own), pair[own]) - since[own];
            ++alone;
            waited += idle.clockWaits(time) ? 1 : 0;
            if (idle.clockWaits(time))
                EXPECT_LT(idle.clock(time) - since[1 - own], passed) << id << " step " << step;
            else
                EXPECT_EQ(idle.clock(time) - since[1 - own], passed) << id << " step " << step;
        }
    }
    EXPECT_GT(alone, 100U);
    EXPECT_GT(waited, 0U);
    EXPECT_LT(waited, alone / 2);
}

TEST(JointClocks, NeverGoBackAndAreTheInverseOfTheirTimes)
{
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        if (!staged->beside) continue;
        for (const std::size_t i : {0U, 1U}) {
            const TimeMap& timeMap = staged->half(i).timeMap;
            Instant last = start_of_time;
            for (StageTime time{}; time < timeMap.end(); time += StageTime{97}) {
                const Instant now = timeMap.clock(time);
                ASSERT_GE(now, last) << id;
                ASSERT_GE(timeMap.timeOf(now) + StageTime{1}, std::min(time, timeMap.timeOf(now))) << id;
                ASSERT_LE((timeMap.clock(timeMap.timeOf(now)) - now).count(), 1'000'000) << id;
                last = now;
            }
        }
    }
}

TEST(JointClocks, WaitInBrackets)
{
    std::size_t waiting = 0;
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        if (!staged->beside) continue;
        for (std::size_t step = 0; step < staged->stepCount(); ++step) {
            const StageTime time = staged->stepTime(step);
            const bool waits = staged->timeMap.clockWaits(time) || staged->beside->timeMap.clockWaits(time);
            if (!waits && step % 7 != 0) continue;
            DisplayOptions display;
            const QStringList words = texts(viewScene({*staged, time, {{1000, 700}, 0, 1}, {}, display}));
            const auto clocks = words.filter(QRegularExpression{QStringLiteral("^\\([0-9.]+ s\\)$")});
            EXPECT_EQ(!clocks.isEmpty(), waits) << id << " step " << step << ": " << words.join(u' ').toStdString();
            waiting += waits ? 1 : 0;
        }
    }
    EXPECT_GT(waiting, 0U);
}

} // namespace
} // namespace tcpstage::scene
