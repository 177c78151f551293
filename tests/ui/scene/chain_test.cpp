#include "ui/scene/words/chain.h"

#include "tests/ui/model/staged_run.h"
#include "ui/model/catalogue.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/variables.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {

TEST(Chain, AnArrivalIsCausedByItsSendingAndTheSendingLeadsToIt)
{
    const trace::Trace& trace = model::stagedOf("three-way-handshake")->trace();
    for (const trace::Transit& transit : trace.transits()) {
        ASSERT_NE(transit.end_record, trace::no_record);
        EXPECT_EQ(causeOf(trace, transit.end_record), transit.sent_record);
        EXPECT_EQ(effectOf(trace, transit.sent_record), transit.end_record);
    }
}

TEST(Chain, AnAnswerIsCausedByTheArrivalThatItAnswers)
{
    const trace::Trace& trace = model::stagedOf("three-way-handshake")->trace();
    EXPECT_EQ(causeOf(trace, trace.transit(1).sent_record), trace.transit(0).end_record);
    EXPECT_EQ(effectOf(trace, trace.transit(0).end_record), trace.transit(1).sent_record);
}

TEST(Chain, ARetransmissionLeadsBackToTheStepThatSetTheTimer)
{
    const trace::Trace& trace = model::stagedOf("syn-lost")->trace();
    const trace::RecordId expiry = causeOf(trace, trace.transit(1).sent_record);
    ASSERT_NE(expiry, trace::no_record);
    EXPECT_EQ(trace.record(expiry).kind, trace::Kind::TimerExpired);
    const trace::RecordId setter = causeOf(trace, expiry);
    ASSERT_NE(setter, trace::no_record);
    EXPECT_EQ(trace.record(setter).kind, trace::Kind::Called);
}

TEST(Chain, CtrlArrowsWalkAlongIt)
{
    const model::StagedRunPtr staged = model::stagedOf("three-way-handshake");
    model::Model model = model::after(model::opened("three-way-handshake"), model::Command::Last);
    trace::RecordId last = stepAt(*staged, model.time);
    while (causeOf(staged->trace(), last) != trace::no_record) {
        const trace::RecordId cause = causeOf(staged->trace(), last);
        model = model::after(model, model::Command::ToCause);
        EXPECT_EQ(stepAt(*staged, model.time), cause);
        last = cause;
    }
    EXPECT_EQ(staged->trace().record(last).kind, trace::Kind::Called);
    EXPECT_EQ(model::after(model, model::Command::ToCause).time, model.time);
}

TEST(Chain, WhatWasLostLeadsToItsRetransmission)
{
    const trace::Trace& trace = model::stagedOf("syn-lost")->trace();
    const trace::RecordId lost = trace.transit(0).end_record;
    ASSERT_EQ(trace.record(lost).kind, trace::Kind::Lost);
    EXPECT_EQ(effectOf(trace, lost), trace.transit(1).sent_record);
}

TEST(Chain, EveryEffectHasItsCauseInEveryLesson)
{
    for (const model::LessonEntry& lesson : model::catalogue()) {
        const model::StagedRunPtr staged = model::stagedOf(lesson.id.c_str());
        const trace::Trace& trace = staged->trace();
        for (std::size_t i = 0; i < std::min<std::size_t>(staged->timeMap.stepCount(), 400); ++i) {
            const trace::RecordId step = staged->timeMap.step(i);
            for (const trace::RecordId effect : effectsOf(trace, step)) {
                EXPECT_GT(effect, step) << lesson.id;
                if (trace.record(step).kind != trace::Kind::Lost) {
                    EXPECT_EQ(causeOf(trace, effect), step) << lesson.id;
                }
            }
            if (const trace::RecordId cause = causeOf(trace, step); cause != trace::no_record) {
                EXPECT_LT(cause, step) << lesson.id;
            }
        }
    }
}

TEST(Chain, AStateLeadsToTheStepThatEnteredIt)
{
    const model::StagedRunPtr staged = model::stagedOf("three-way-handshake");
    const trace::Trace& trace = staged->trace();
    const Ref established{Ref::Kind::State, trace::Side::Right, static_cast<std::uint32_t>(tcp::State::Established)};
    EXPECT_EQ(stepOf(*staged, established, trace.last_moment()), trace.transit(2).end_record);
    EXPECT_EQ(stepOf(*staged, established, trace::Moment{}), trace::no_record);
}

TEST(Chain, AVariableLeadsToItsLastChange)
{
    const model::StagedRunPtr staged = model::stagedOf("three-way-handshake");
    const trace::Trace& trace = staged->trace();
    const auto variable = [](trace::Side side, Variable which) {
        return Ref{Ref::Kind::Variable, side, static_cast<std::uint32_t>(which)};
    };
    const trace::Moment end = trace.last_moment();
    EXPECT_EQ(stepOf(*staged, variable(trace::Side::Left, Variable::RcvNxt), end), trace.transit(1).end_record);
    EXPECT_EQ(stepOf(*staged, variable(trace::Side::Right, Variable::SndUna), end), trace.transit(2).end_record);
    const trace::RecordId iss = stepOf(*staged, variable(trace::Side::Left, Variable::Iss), end);
    ASSERT_NE(iss, trace::no_record);
    EXPECT_EQ(trace.record(iss).kind, trace::Kind::Called);
}

TEST(Chain, ATimerLeadsToTheStepThatStartedIt)
{
    const model::StagedRunPtr staged = model::stagedOf("syn-lost");
    const trace::Trace& trace = staged->trace();
    const Ref timer{Ref::Kind::Timer, trace::Side::Left, static_cast<std::uint32_t>(tcp::Timer::Retransmit)};
    const trace::RecordId started = stepOf(*staged, timer, trace.moment_after(trace.transit(0).end_record));
    ASSERT_NE(started, trace::no_record);
    EXPECT_EQ(trace.record(started).kind, trace::Kind::Called);
}

TEST(Chain, CtrlLeftFromANumberGoesToWhatMadeItSo)
{
    const model::StagedRunPtr staged = model::stagedOf("three-way-handshake");
    model::Model model = model::after(model::opened("three-way-handshake"), model::Command::Last);
    model.selection = {Ref::Kind::Variable, trace::Side::Left, static_cast<std::uint32_t>(Variable::RcvNxt)};
    // The arrival of segment 2 set RCV.NXT; the cause of the arrival is the sending.
    model = model::after(model, model::Command::ToCause);
    EXPECT_EQ(stepAt(*staged, model.time), staged->trace().transit(1).sent_record);
    EXPECT_EQ(model.selection, (Ref{Ref::Kind::Segment, trace::Side::Right, 1}));
}

TEST(Chain, CtrlRightSelectsWhatFollowed)
{
    const model::StagedRunPtr staged = model::stagedOf("three-way-handshake");
    model::Model model =
        model::after(model::opened("three-way-handshake"), model::Command::NextStep, model::Command::NextStep);
    const trace::RecordId before = stepAt(*staged, model.time);
    model = model::after(model, model::Command::ToEffect);
    EXPECT_EQ(stepAt(*staged, model.time), effectOf(staged->trace(), before));
    EXPECT_TRUE(selects(model.selection, staged->trace(), effectOf(staged->trace(), before)));
}

} // namespace tcpstage::scene
