#include "ui/scene/words/chain.h"

#include "tests/support/lessons.h"
#include "tests/ui/model/staged_run.h"
#include "ui/model/catalogue.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/variables.h"
#include "ui/scene/words/why.h"

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

/// After the step and all that follows from it at once.
trace::Moment endOfStep(const StagedRun& staged, trace::RecordId step)
{
    return staged.timeMap.moment(staged.timeMap.at(step));
}

Why whyOfSegment(const StagedRun& staged, trace::TransitId id, Language language = Language::English)
{
    DisplayOptions display;
    display.language = language;
    const trace::Transit transit = staged.trace().transit(id);
    return *whyOf(staged, {Ref::Kind::Segment, transit.from, id}, endOfStep(staged, transit.end_record), display);
}

TEST(Why, SaysOfAnArrivalWhatItDidAtItsEnd)
{
    const model::StagedRunPtr staged = model::stagedOf("three-way-handshake");
    const Why why = whyOfSegment(*staged, 0);
    EXPECT_TRUE(why.done.contains(QStringLiteral("LISTEN → SYN-RECEIVED"))) << why.done.toStdString();
    EXPECT_FALSE(why.vain);
    const Why chinese = whyOfSegment(*staged, 0, Language::Chinese);
    EXPECT_TRUE(chinese.done.contains(QStringLiteral("LISTEN → SYN-RECEIVED"))) << chinese.done.toStdString();
}

/// In its own step: a reset that it causes is a step that follows, and says itself that its end is CLOSED.
bool entersAState(const trace::Trace& trace, trace::RecordId arrival)
{
    for (trace::RecordId id = arrival + 1; id < trace.records().size() && !is_step(trace.record(id).kind); ++id)
        if (trace.record(id).kind == trace::Kind::Entered && trace.record(id).side == trace.record(arrival).side)
            return true;
    return false;
}

TEST(Why, NeverSaysThatNothingCameOfWhatChangedAnEnd)
{
    std::size_t vain = 0;
    for (const std::string& id : testing::some_lessons(3)) {
        const model::StagedRunPtr staged = model::stagedOf(id.c_str());
        const trace::Trace& trace = staged->trace();
        if (trace.transits().size() > 200) continue;
        for (trace::TransitId segment = 0; segment < trace.transits().size(); ++segment) {
            const trace::Transit transit = trace.transit(segment);
            if (transit.end_record == trace::no_record || transit.connection != trace::the_conversation) continue;
            const Why why = whyOfSegment(*staged, segment);
            const trace::Side side = trace.record(transit.end_record).side;
            const tcp::Tcb before = trace.at(side, trace.moment_after(transit.end_record - 1));
            const tcp::Tcb after = trace.after_group(side, transit.end_record);
            vain += why.vain ? 1 : 0;
            if (why.vain) EXPECT_TRUE(before == after) << id << " segment " << segment;
            if (entersAState(trace, transit.end_record) && transit.fate == trace::Fate::Arrived)
                EXPECT_TRUE(why.done.contains(QStringLiteral("→"))) << id << ": " << why.done.toStdString();
        }
    }
    EXPECT_GT(vain, 5U);
}

TEST(Why, SaysWhoLostASegmentAndWhen)
{
    std::size_t lost = 0;
    for (const std::string& id : testing::some_lessons(2)) {
        const model::StagedRunPtr staged = model::stagedOf(id.c_str());
        const trace::Trace& trace = staged->trace();
        if (trace.transits().size() > 400) continue;
        for (trace::TransitId segment = 0; segment < trace.transits().size(); ++segment) {
            const trace::Transit transit = trace.transit(segment);
            if (transit.fate != trace::Fate::Lost || transit.end_record == trace::no_record) continue;
            ++lost;
            const QString when = shortDuration(trace.record(transit.end_record).at - start_of_time);
            for (const Language language : {Language::English, Language::Chinese}) {
                const QString way = whyOfSegment(*staged, segment, language).way;
                EXPECT_TRUE(way.contains(when) && way.contains(inLanguage(trace::words(transit.reason), language)))
                    << id << ": " << way.toStdString();
            }
            const Ref ref{Ref::Kind::Segment, transit.from, segment};
            EXPECT_EQ(whyOf(*staged, ref, endOfStep(*staged, transit.sent_record), {})->way, "") << "not lost yet";
        }
    }
    EXPECT_GT(lost, 30U);
}

TEST(Why, SaysOfAVariableWithoutAValueWhatIsMissing)
{
    const model::StagedRunPtr staged = model::stagedOf("three-way-handshake");
    const trace::Trace& trace = staged->trace();
    const trace::Moment sent = endOfStep(*staged, trace.transit(0).sent_record);
    ASSERT_EQ(trace.at(trace::Side::Left, sent).state, tcp::State::SynSent);
    const auto said = [&](Variable variable) {
        const Ref ref{Ref::Kind::Variable, trace::Side::Left, static_cast<std::uint32_t>(variable)};
        return whyOf(*staged, ref, sent, {}) ? QString{} : whyNot(*staged, ref, sent, {});
    };
    for (const Variable variable : {Variable::SndWnd, Variable::RcvNxt, Variable::Irs})
        EXPECT_EQ(said(variable), "The variable has no value yet: nothing has come from the peer.");
    EXPECT_EQ(said(Variable::Srtt), "The variable has no value yet: no round trip has been measured.");
    EXPECT_TRUE(said(Variable::Cwnd).endsWith("congestion control begins when the connection is established."));
}

TEST(Why, NamesNoRuleAboutVariablesThatAreDeletedInTheSameStep)
{
    const model::StagedRunPtr staged = model::stagedOf("half-close");
    const trace::Trace& trace = staged->trace();
    const trace::TransitId last = static_cast<trace::TransitId>(trace.transits().size() - 1);
    ASSERT_EQ(
        trace.after_group(trace.record(trace.transit(last).end_record).side, trace.transit(last).end_record).state,
        tcp::State::Closed);
    const Why why = whyOfSegment(*staged, last);
    EXPECT_TRUE(std::ranges::find(why.rules, tcp::Rule::RttMeasured) == why.rules.end());
    EXPECT_FALSE(why.rules.empty());
}

} // namespace tcpstage::scene
