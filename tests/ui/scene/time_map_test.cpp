#include "tests/ui/scene/staged_runs.h"

#include <gtest/gtest.h>

namespace tcpstage {

namespace {

using testing::lessonIds;
using testing::staged;
using testing::timeOfStep;

class TimeMapOfEveryLesson : public ::testing::TestWithParam<TimeMapKind> {};

TEST_P(TimeMapOfEveryLesson, IncreasesFromStepToStep)
{
    for (const std::string& id : lessonIds()) {
        const TimeMap& timeMap = staged(id, GetParam())->timeMap;
        for (std::size_t i = 1; i < timeMap.stepCount(); ++i)
            ASSERT_LT(timeMap.at(timeMap.step(i - 1)), timeMap.at(timeMap.step(i))) << id << " step " << i;
        ASSERT_LE(timeMap.at(timeMap.step(timeMap.stepCount() - 1)), timeMap.end()) << id;
    }
}

TEST_P(TimeMapOfEveryLesson, MomentIsTheInverseOfAt)
{
    for (const std::string& id : lessonIds()) {
        const auto told = staged(id, GetParam());
        const TimeMap& timeMap = told->timeMap;
        for (RecordId record = timeMap.step(0); record < told->trace().records().size(); ++record) {
            const StageTime time = timeMap.at(record);
            const Moment moment = timeMap.moment(time);
            ASSERT_GE(moment.record, record) << id;
            ASSERT_EQ(timeMap.at(moment.record), time) << id;
            ASSERT_EQ(moment.at, told->trace().record(record).at) << id;
            ASSERT_NE(timeMap.moment(time - StageTime{1}).record, moment.record) << id;
        }
    }
}

TEST_P(TimeMapOfEveryLesson, ClockNeverGoesBackAndMeetsEachStep)
{
    for (const std::string& id : lessonIds()) {
        const auto told = staged(id, GetParam());
        const TimeMap& timeMap = told->timeMap;
        Instant last = start_of_time;
        for (StageTime time{}; time < timeMap.end(); time += StageTime{97}) {
            ASSERT_GE(timeMap.clock(time), last) << id;
            last = timeMap.clock(time);
        }
        for (std::size_t i = 0; i < timeMap.stepCount(); ++i)
            ASSERT_EQ(timeMap.clock(timeOfStep(*told, i)), told->trace().record(timeMap.step(i)).at) << id;
    }
}

TEST_P(TimeMapOfEveryLesson, SteppingForwardAndBackMeetsTheSameSteps)
{
    for (const std::string& id : lessonIds()) {
        const TimeMap& timeMap = staged(id, GetParam())->timeMap;
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
    const auto told = staged("three-way-handshake");
    const Transit& syn = told->trace().transit(0);
    EXPECT_EQ(told->timeMap.at(syn.end_record) - told->timeMap.at(syn.sent_record), stage_second);
}

TEST(TimeMap, StartsAReplyAFewPixelsUnderItsCause)
{
    const auto told = staged("three-way-handshake");
    const StageTime arrival = told->timeMap.at(told->trace().transit(0).end_record);
    EXPECT_EQ(told->timeMap.at(told->trace().transit(1).sent_record) - arrival, room::reply);
}

TEST(TimeMap, GivesCrossingSegmentsMoreRoom)
{
    const auto told = staged("simultaneous-open");
    const Transit& first = told->trace().transit(0);
    EXPECT_GE(told->timeMap.at(first.end_record) - told->timeMap.at(first.sent_record), room::crossing_hop);
}

TEST(TimeMap, FoldsTheWaitInTimeWait)
{
    const auto told = staged("four-way-close");
    ASSERT_FALSE(told->timeMap.folds().empty());
    const Fold& fold = told->timeMap.folds().back();
    EXPECT_EQ(fold.timer, Timer::TimeWait);
    EXPECT_EQ(fold.silence, 4s);
    EXPECT_LT(fold.to - fold.from, 3 * stage_second);
}

TEST(TimeMap, KeepsProportionsToScale)
{
    const auto told = staged("half-close", TimeMapKind::ToScale);
    const Trace& trace = told->trace();
    const Transit& first = trace.transit(0);
    const StageTime way = told->timeMap.at(first.end_record) - told->timeMap.at(first.sent_record);
    for (const Transit& transit : trace.transits()) {
        const StageTime other = told->timeMap.at(transit.end_record) - told->timeMap.at(transit.sent_record);
        EXPECT_NEAR(seconds(other), seconds(way), 0.15);
    }
}

TEST(TimeMap, FindsTheTimeOfAnInstantBetweenTwoSteps)
{
    const auto told = staged("three-way-handshake");
    const Instant middle = told->trace().transit(0).sent + 50ms;
    EXPECT_EQ(told->timeMap.clock(told->timeMap.timeOf(middle)).time_since_epoch() / 1ms,
              middle.time_since_epoch() / 1ms);
}

TEST(TimeMap, OfAnEmptyTraceHasNoSteps)
{
    const TimeMap timeMap{Trace{}, TimeMapKind::Even};
    EXPECT_EQ(timeMap.stepCount(), 0U);
    EXPECT_EQ(timeMap.moment(timeMap.end()).record, no_record);
    EXPECT_EQ(timeMap.nextStep(StageTime{}), timeMap.end());
}

} // namespace

} // namespace tcpstage
