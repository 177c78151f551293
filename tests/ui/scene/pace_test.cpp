#include "tests/ui/scene/stories.h"

#include <gtest/gtest.h>

namespace tcpstage {

namespace {

using testing::lessonIds;
using testing::story;
using testing::timeOfStep;

class PaceOfEveryLesson : public ::testing::TestWithParam<PaceKind> {};

TEST_P(PaceOfEveryLesson, IncreasesFromStepToStep)
{
    for (const std::string& id : lessonIds()) {
        const Pace& pace = story(id, GetParam())->pace;
        for (std::size_t i = 1; i < pace.stepCount(); ++i)
            ASSERT_LT(pace.at(pace.step(i - 1)), pace.at(pace.step(i))) << id << " step " << i;
        ASSERT_LE(pace.at(pace.step(pace.stepCount() - 1)), pace.end()) << id;
    }
}

TEST_P(PaceOfEveryLesson, MomentIsTheInverseOfAt)
{
    for (const std::string& id : lessonIds()) {
        const auto told = story(id, GetParam());
        const Pace& pace = told->pace;
        for (RecordId record = pace.step(0); record < told->trace().records().size(); ++record) {
            const StageTime time = pace.at(record);
            const Moment moment = pace.moment(time);
            ASSERT_GE(moment.record, record) << id;
            ASSERT_EQ(pace.at(moment.record), time) << id;
            ASSERT_EQ(moment.at, told->trace().record(record).at) << id;
            ASSERT_NE(pace.moment(time - StageTime{1}).record, moment.record) << id;
        }
    }
}

TEST_P(PaceOfEveryLesson, ClockNeverGoesBackAndMeetsEachStep)
{
    for (const std::string& id : lessonIds()) {
        const auto told = story(id, GetParam());
        const Pace& pace = told->pace;
        Instant last = start_of_time;
        for (StageTime time{}; time < pace.end(); time += StageTime{97}) {
            ASSERT_GE(pace.clock(time), last) << id;
            last = pace.clock(time);
        }
        for (std::size_t i = 0; i < pace.stepCount(); ++i)
            ASSERT_EQ(pace.clock(timeOfStep(*told, i)), told->trace().record(pace.step(i)).at) << id;
    }
}

TEST_P(PaceOfEveryLesson, SteppingForwardAndBackMeetsTheSameSteps)
{
    for (const std::string& id : lessonIds()) {
        const Pace& pace = story(id, GetParam())->pace;
        StageTime time{};
        for (std::size_t i = 0; i < pace.stepCount(); ++i) {
            time = pace.nextStep(time);
            ASSERT_EQ(time, pace.at(pace.step(i))) << id;
            ASSERT_EQ(pace.stepsUntil(time), i + 1) << id;
            ASSERT_EQ(pace.previousStep(time), i == 0 ? StageTime{} : pace.at(pace.step(i - 1))) << id;
        }
        ASSERT_EQ(pace.nextStep(time), pace.end()) << id;
    }
}

INSTANTIATE_TEST_SUITE_P(BothKinds, PaceOfEveryLesson, ::testing::Values(PaceKind::Even, PaceKind::ToScale));

TEST(Pace, GivesAHopOneStageSecond)
{
    const auto told = story("three-way-handshake");
    const Flight& syn = told->trace().flight(0);
    EXPECT_EQ(told->pace.at(syn.end_record) - told->pace.at(syn.sent_record), stage_second);
}

TEST(Pace, StartsAReplyAFewPixelsUnderItsCause)
{
    const auto told = story("three-way-handshake");
    const StageTime arrival = told->pace.at(told->trace().flight(0).end_record);
    EXPECT_EQ(told->pace.at(told->trace().flight(1).sent_record) - arrival, room::reply);
}

TEST(Pace, GivesCrossingSegmentsMoreRoom)
{
    const auto told = story("simultaneous-open");
    const Flight& first = told->trace().flight(0);
    EXPECT_GE(told->pace.at(first.end_record) - told->pace.at(first.sent_record), room::crossing_hop);
}

TEST(Pace, FoldsTheWaitInTimeWait)
{
    const auto told = story("four-way-close");
    ASSERT_FALSE(told->pace.folds().empty());
    const Fold& fold = told->pace.folds().back();
    EXPECT_EQ(fold.timer, Timer::TimeWait);
    EXPECT_EQ(fold.silence, 4s);
    EXPECT_LT(fold.to - fold.from, 3 * stage_second);
}

TEST(Pace, KeepsProportionsToScale)
{
    const auto told = story("half-close", PaceKind::ToScale);
    const Trace& trace = told->trace();
    const Flight& first = trace.flight(0);
    const StageTime way = told->pace.at(first.end_record) - told->pace.at(first.sent_record);
    for (const Flight& flight : trace.flights()) {
        const StageTime other = told->pace.at(flight.end_record) - told->pace.at(flight.sent_record);
        EXPECT_NEAR(seconds(other), seconds(way), 0.15);
    }
}

TEST(Pace, FindsTheTimeOfAnInstantBetweenTwoSteps)
{
    const auto told = story("three-way-handshake");
    const Instant middle = told->trace().flight(0).sent + 50ms;
    EXPECT_EQ(told->pace.clock(told->pace.timeOf(middle)).time_since_epoch() / 1ms, middle.time_since_epoch() / 1ms);
}

TEST(Pace, OfAnEmptyTraceHasNoSteps)
{
    const Pace pace{Trace{}, PaceKind::Even};
    EXPECT_EQ(pace.stepCount(), 0U);
    EXPECT_EQ(pace.moment(pace.end()).record, no_record);
    EXPECT_EQ(pace.nextStep(StageTime{}), pace.end());
}

} // namespace

} // namespace tcpstage
