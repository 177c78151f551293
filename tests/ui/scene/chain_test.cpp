#include "ui/scene/words/chain.h"

#include "tests/ui/model/story.h"
#include "ui/model/catalogue.h"
#include "ui/scene/words/variables.h"

#include <algorithm>
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

TEST(Chain, WhatWasLostLeadsToItsRetransmission)
{
    const Trace& trace = storyOf("syn-lost")->trace();
    const RecordId lost = trace.flight(0).end_record;
    ASSERT_EQ(trace.record(lost).kind, Kind::Lost);
    EXPECT_EQ(effectOf(trace, lost), trace.flight(1).sent_record);
}

TEST(Chain, EveryEffectHasItsCauseInEveryLesson)
{
    for (const LessonEntry& lesson : catalogue()) {
        const StoryPtr story = storyOf(lesson.id.c_str());
        const Trace& trace = story->trace();
        for (std::size_t i = 0; i < std::min<std::size_t>(story->pace.stepCount(), 400); ++i) {
            const RecordId step = story->pace.step(i);
            for (const RecordId effect : effectsOf(trace, step)) {
                EXPECT_GT(effect, step) << lesson.id;
                if (trace.record(step).kind != Kind::Lost) {
                    EXPECT_EQ(causeOf(trace, effect), step) << lesson.id;
                }
            }
            if (const RecordId cause = causeOf(trace, step); cause != no_record) {
                EXPECT_LT(cause, step) << lesson.id;
            }
        }
    }
}

TEST(Chain, AStateLeadsToTheStepThatEnteredIt)
{
    const StoryPtr story = storyOf("three-way-handshake");
    const Trace& trace = story->trace();
    const Ref established{Ref::Kind::State, Side::Right, static_cast<std::uint32_t>(State::Established)};
    EXPECT_EQ(stepOf(*story, established, trace.last_moment()), trace.flight(2).end_record);
    EXPECT_EQ(stepOf(*story, established, Moment{}), no_record);
}

TEST(Chain, AVariableLeadsToItsLastChange)
{
    const StoryPtr story = storyOf("three-way-handshake");
    const Trace& trace = story->trace();
    const auto variable = [](Side side, Variable which) {
        return Ref{Ref::Kind::Variable, side, static_cast<std::uint32_t>(which)};
    };
    const Moment end = trace.last_moment();
    EXPECT_EQ(stepOf(*story, variable(Side::Left, Variable::RcvNxt), end), trace.flight(1).end_record);
    EXPECT_EQ(stepOf(*story, variable(Side::Right, Variable::SndUna), end), trace.flight(2).end_record);
    const RecordId iss = stepOf(*story, variable(Side::Left, Variable::Iss), end);
    ASSERT_NE(iss, no_record);
    EXPECT_EQ(trace.record(iss).kind, Kind::Called);
}

TEST(Chain, ATimerLeadsToTheStepThatStartedIt)
{
    const StoryPtr story = storyOf("syn-lost");
    const Trace& trace = story->trace();
    const Ref timer{Ref::Kind::Timer, Side::Left, static_cast<std::uint32_t>(Timer::Retransmit)};
    const RecordId started = stepOf(*story, timer, trace.moment_after(trace.flight(0).end_record));
    ASSERT_NE(started, no_record);
    EXPECT_EQ(trace.record(started).kind, Kind::Called);
}

TEST(Chain, CtrlLeftFromANumberGoesToWhatMadeItSo)
{
    const StoryPtr story = storyOf("three-way-handshake");
    Model model = after(opened("three-way-handshake"), Command::Last);
    model.selection = {Ref::Kind::Variable, Side::Left, static_cast<std::uint32_t>(Variable::RcvNxt)};
    model = after(model, Command::ToCause); // the arrival of segment 2 made it so; its cause is its sending
    EXPECT_EQ(stepAt(*story, model.time), story->trace().flight(1).sent_record);
    EXPECT_EQ(model.selection, (Ref{Ref::Kind::Segment, Side::Right, 1}));
}

TEST(Chain, CtrlRightSelectsWhatFollowed)
{
    const StoryPtr story = storyOf("three-way-handshake");
    Model model = after(opened("three-way-handshake"), Command::NextStep, Command::NextStep);
    const RecordId before = stepAt(*story, model.time);
    model = after(model, Command::ToEffect);
    EXPECT_EQ(stepAt(*story, model.time), effectOf(story->trace(), before));
    EXPECT_TRUE(selects(model.selection, story->trace(), effectOf(story->trace(), before)));
}

} // namespace tcpstage
