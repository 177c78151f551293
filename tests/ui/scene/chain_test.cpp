#include "ui/scene/words/chain.h"

#include "tests/ui/model/staged_run.h"
#include "ui/model/catalogue.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/variables.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage {

TEST(Chain, AnArrivalIsCausedByItsSendingAndTheSendingLeadsToIt)
{
    const Trace& trace = stagedOf("three-way-handshake")->trace();
    for (const Transit& transit : trace.transits()) {
        ASSERT_NE(transit.end_record, no_record);
        EXPECT_EQ(causeOf(trace, transit.end_record), transit.sent_record);
        EXPECT_EQ(effectOf(trace, transit.sent_record), transit.end_record);
    }
}

TEST(Chain, AnAnswerIsCausedByTheArrivalThatItAnswers)
{
    const Trace& trace = stagedOf("three-way-handshake")->trace();
    EXPECT_EQ(causeOf(trace, trace.transit(1).sent_record), trace.transit(0).end_record);
    EXPECT_EQ(effectOf(trace, trace.transit(0).end_record), trace.transit(1).sent_record);
}

TEST(Chain, ARetransmissionLeadsBackToTheStepThatSetTheTimer)
{
    const Trace& trace = stagedOf("syn-lost")->trace();
    const RecordId expiry = causeOf(trace, trace.transit(1).sent_record);
    ASSERT_NE(expiry, no_record);
    EXPECT_EQ(trace.record(expiry).kind, Kind::TimerExpired);
    const RecordId setter = causeOf(trace, expiry);
    ASSERT_NE(setter, no_record);
    EXPECT_EQ(trace.record(setter).kind, Kind::Called);
}

TEST(Chain, CtrlArrowsWalkAlongIt)
{
    const StagedRunPtr staged = stagedOf("three-way-handshake");
    Model model = after(opened("three-way-handshake"), Command::Last);
    RecordId last = stepAt(*staged, model.time);
    while (causeOf(staged->trace(), last) != no_record) {
        const RecordId cause = causeOf(staged->trace(), last);
        model = after(model, Command::ToCause);
        EXPECT_EQ(stepAt(*staged, model.time), cause);
        last = cause;
    }
    EXPECT_EQ(staged->trace().record(last).kind, Kind::Called);
    EXPECT_EQ(after(model, Command::ToCause).time, model.time);
}

TEST(Chain, WhatWasLostLeadsToItsRetransmission)
{
    const Trace& trace = stagedOf("syn-lost")->trace();
    const RecordId lost = trace.transit(0).end_record;
    ASSERT_EQ(trace.record(lost).kind, Kind::Lost);
    EXPECT_EQ(effectOf(trace, lost), trace.transit(1).sent_record);
}

TEST(Chain, EveryEffectHasItsCauseInEveryLesson)
{
    for (const LessonEntry& lesson : catalogue()) {
        const StagedRunPtr staged = stagedOf(lesson.id.c_str());
        const Trace& trace = staged->trace();
        for (std::size_t i = 0; i < std::min<std::size_t>(staged->timeMap.stepCount(), 400); ++i) {
            const RecordId step = staged->timeMap.step(i);
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
    const StagedRunPtr staged = stagedOf("three-way-handshake");
    const Trace& trace = staged->trace();
    const Ref established{Ref::Kind::State, Side::Right, static_cast<std::uint32_t>(State::Established)};
    EXPECT_EQ(stepOf(*staged, established, trace.last_moment()), trace.transit(2).end_record);
    EXPECT_EQ(stepOf(*staged, established, Moment{}), no_record);
}

TEST(Chain, AVariableLeadsToItsLastChange)
{
    const StagedRunPtr staged = stagedOf("three-way-handshake");
    const Trace& trace = staged->trace();
    const auto variable = [](Side side, Variable which) {
        return Ref{Ref::Kind::Variable, side, static_cast<std::uint32_t>(which)};
    };
    const Moment end = trace.last_moment();
    EXPECT_EQ(stepOf(*staged, variable(Side::Left, Variable::RcvNxt), end), trace.transit(1).end_record);
    EXPECT_EQ(stepOf(*staged, variable(Side::Right, Variable::SndUna), end), trace.transit(2).end_record);
    const RecordId iss = stepOf(*staged, variable(Side::Left, Variable::Iss), end);
    ASSERT_NE(iss, no_record);
    EXPECT_EQ(trace.record(iss).kind, Kind::Called);
}

TEST(Chain, ATimerLeadsToTheStepThatStartedIt)
{
    const StagedRunPtr staged = stagedOf("syn-lost");
    const Trace& trace = staged->trace();
    const Ref timer{Ref::Kind::Timer, Side::Left, static_cast<std::uint32_t>(Timer::Retransmit)};
    const RecordId started = stepOf(*staged, timer, trace.moment_after(trace.transit(0).end_record));
    ASSERT_NE(started, no_record);
    EXPECT_EQ(trace.record(started).kind, Kind::Called);
}

TEST(Chain, CtrlLeftFromANumberGoesToWhatMadeItSo)
{
    const StagedRunPtr staged = stagedOf("three-way-handshake");
    Model model = after(opened("three-way-handshake"), Command::Last);
    model.selection = {Ref::Kind::Variable, Side::Left, static_cast<std::uint32_t>(Variable::RcvNxt)};
    model = after(model, Command::ToCause); // the arrival of segment 2 made it so; its cause is its sending
    EXPECT_EQ(stepAt(*staged, model.time), staged->trace().transit(1).sent_record);
    EXPECT_EQ(model.selection, (Ref{Ref::Kind::Segment, Side::Right, 1}));
}

TEST(Chain, CtrlRightSelectsWhatFollowed)
{
    const StagedRunPtr staged = stagedOf("three-way-handshake");
    Model model = after(opened("three-way-handshake"), Command::NextStep, Command::NextStep);
    const RecordId before = stepAt(*staged, model.time);
    model = after(model, Command::ToEffect);
    EXPECT_EQ(stepAt(*staged, model.time), effectOf(staged->trace(), before));
    EXPECT_TRUE(selects(model.selection, staged->trace(), effectOf(staged->trace(), before)));
}

} // namespace tcpstage
