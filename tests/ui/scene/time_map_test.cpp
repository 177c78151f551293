#include "tests/ui/scene/staged_runs.h"

#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::lessonIds;
using testing::stagedRun;
using testing::timeOfStep;

class TimeMapOfEveryLesson : public ::testing::TestWithParam<TimeMapKind> {};

TEST_P(TimeMapOfEveryLesson, IncreasesFromStepToStep)
{
    for (const std::string& id : lessonIds()) {
        const TimeMap& timeMap = stagedRun(id, GetParam())->timeMap;
        for (std::size_t i = 1; i < timeMap.stepCount(); ++i)
            ASSERT_LT(timeMap.at(timeMap.step(i - 1)), timeMap.at(timeMap.step(i))) << id << " step " << i;
        ASSERT_LE(timeMap.at(timeMap.step(timeMap.stepCount() - 1)), timeMap.end()) << id;
    }
}

TEST_P(TimeMapOfEveryLesson, MomentIsTheInverseOfAt)
{
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id, GetParam());
        const TimeMap& timeMap = staged->timeMap;
        for (trace::RecordId record = timeMap.step(0); record < staged->trace().records().size(); ++record) {
            const StageTime time = timeMap.at(record);
            const trace::Moment moment = timeMap.moment(time);
            ASSERT_GE(moment.record, record) << id;
            ASSERT_EQ(timeMap.at(moment.record), time) << id;
            ASSERT_EQ(moment.at, staged->trace().record(record).at) << id;
            ASSERT_NE(timeMap.moment(time - StageTime{1}).record, moment.record) << id;
        }
    }
}

TEST_P(TimeMapOfEveryLesson, ClockNeverGoesBackAndMeetsEachStep)
{
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id, GetParam());
        const TimeMap& timeMap = staged->timeMap;
        Instant last = start_of_time;
        for (StageTime time{}; time < timeMap.end(); time += StageTime{97}) {
            ASSERT_GE(timeMap.clock(time), last) << id;
            last = timeMap.clock(time);
        }
        for (std::size_t i = 0; i < timeMap.stepCount(); ++i)
            ASSERT_EQ(timeMap.clock(timeOfStep(*staged, i)), staged->trace().record(timeMap.step(i)).at) << id;
    }
}

TEST_P(TimeMapOfEveryLesson, SteppingForwardAndBackMeetsTheSameSteps)
{
    for (const std::string& id : lessonIds()) {
        const TimeMap& timeMap = stagedRun(id, GetParam())->timeMap;
        StageTime time{};
        for (std::size_t i = 0; i < timeMap.stepCount(); ++i) {
            time = timeMap.nextStep(time);
            ASSERT_EQ(time, timeMap.at(timeMap.step(i))) << id;
            ASSERT_EQ(timeMap.stepsUntil(time), i + 1) << id;
            ASSERT_EQ(timeMap.previousStep(time), i == 0 ? StageTime{} : timeMap.at(timeMap.step(i - 1))) << id;
        }
        ASSERT_EQ(timeMap.nextStep(time), timeMap.end()) << id;
    }
}

INSTANTIATE_TEST_SUITE_P(BothKinds, TimeMapOfEveryLesson, ::testing::Values(TimeMapKind::Even, TimeMapKind::ToScale));

TEST(TimeMap, GivesAHopOneStageSecond)
{
    const auto staged = stagedRun("three-way-handshake");
    const trace::Transit& syn = staged->trace().transit(0);
    EXPECT_EQ(staged->timeMap.at(syn.end_record) - staged->timeMap.at(syn.sent_record), stage_second);
}

TEST(TimeMap, StartsAReplyAFewPixelsUnderItsCause)
{
    const auto staged = stagedRun("three-way-handshake");
    const StageTime arrival = staged->timeMap.at(staged->trace().transit(0).end_record);
    EXPECT_EQ(staged->timeMap.at(staged->trace().transit(1).sent_record) - arrival, room::reply);
}

TEST(TimeMap, GivesCrossingSegmentsMoreRoom)
{
    const auto staged = stagedRun("simultaneous-open");
    const trace::Transit& first = staged->trace().transit(0);
    EXPECT_GE(staged->timeMap.at(first.end_record) - staged->timeMap.at(first.sent_record), room::crossing_hop);
}

TEST(TimeMap, FoldsTheWaitInTimeWait)
{
    const auto staged = stagedRun("four-way-close");
    ASSERT_FALSE(staged->timeMap.folds().empty());
    const Fold& fold = staged->timeMap.folds().back();
    EXPECT_EQ(fold.timer, tcp::Timer::TimeWait);
    EXPECT_EQ(fold.silence, 4s);
    EXPECT_LT(fold.to - fold.from, 3 * stage_second);
}

TEST(TimeMap, KeepsProportionsToScale)
{
    const auto staged = stagedRun("half-close", TimeMapKind::ToScale);
    const trace::Trace& trace = staged->trace();
    const trace::Transit& first = trace.transit(0);
    const StageTime way = staged->timeMap.at(first.end_record) - staged->timeMap.at(first.sent_record);
    for (const trace::Transit& transit : trace.transits()) {
        const StageTime other = staged->timeMap.at(transit.end_record) - staged->timeMap.at(transit.sent_record);
        EXPECT_NEAR(seconds(other), seconds(way), 0.15);
    }
}

TEST(TimeMap, FindsTheTimeOfAnInstantBetweenTwoSteps)
{
    const auto staged = stagedRun("three-way-handshake");
    const Instant middle = staged->trace().transit(0).sent + 50ms;
    EXPECT_EQ(staged->timeMap.clock(staged->timeMap.timeOf(middle)).time_since_epoch() / 1ms,
              middle.time_since_epoch() / 1ms);
}

TEST(TimeMap, OfAnEmptyTraceHasNoSteps)
{
    const TimeMap timeMap{trace::Trace{}, TimeMapKind::Even};
    EXPECT_EQ(timeMap.stepCount(), 0U);
    EXPECT_EQ(timeMap.moment(timeMap.end()).record, trace::no_record);
    EXPECT_EQ(timeMap.nextStep(StageTime{}), timeMap.end());
}

} // namespace

} // namespace tcpstage::scene
