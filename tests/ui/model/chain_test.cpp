#include "ui/model/update.h"

#include "tests/ui/model/story.h"

#include <gtest/gtest.h>

namespace tcpstage {

TEST(Chain, AnArrivalIsCausedByItsSendingAndTheSendingLeadsToIt)
{
    const Trace& trace = storyOf("three-way-handshake")->trace();
    for (const Flight& flight : trace.flights()) {
        ASSERT_NE(flight.end_record, no_record);
        EXPECT_EQ(causeOf(trace, flight.end_record), flight.sent_record);
        EXPECT_EQ(effectOf(trace, flight.sent_record), flight.end_record);
    }
}

TEST(Chain, AnAnswerIsCausedByTheArrivalThatItAnswers)
{
    const Trace& trace = storyOf("three-way-handshake")->trace();
    EXPECT_EQ(causeOf(trace, trace.flight(1).sent_record), trace.flight(0).end_record);
    EXPECT_EQ(effectOf(trace, trace.flight(0).end_record), trace.flight(1).sent_record);
}

TEST(Chain, ARetransmissionLeadsBackToTheStepThatSetTheTimer)
{
    const Trace& trace = storyOf("syn-lost")->trace();
    const RecordId expiry = causeOf(trace, trace.flight(1).sent_record);
    ASSERT_NE(expiry, no_record);
    EXPECT_EQ(trace.record(expiry).kind, Kind::TimerExpired);
    const RecordId setter = causeOf(trace, expiry);
    ASSERT_NE(setter, no_record);
    EXPECT_EQ(trace.record(setter).kind, Kind::Called);
}

TEST(Chain, CtrlArrowsWalkAlongIt)
{
    const StoryPtr story = storyOf("three-way-handshake");
    Model model = after(opened("three-way-handshake"), Command::Last);
    RecordId last = stepAt(*story, model.time);
    while (causeOf(story->trace(), last) != no_record) {
        const RecordId cause = causeOf(story->trace(), last);
        model = after(model, Command::ToCause);
        EXPECT_EQ(stepAt(*story, model.time), cause);
        last = cause;
    }
    EXPECT_EQ(story->trace().record(last).kind, Kind::Called);
    EXPECT_EQ(after(model, Command::ToCause).time, model.time);
}

} // namespace tcpstage
