#include "core/be_tcp/be_tcp.h"
#include "tests/core/lesson/lesson.h"

#include <gmock/gmock.h>

namespace tcpstage::be_tcp {
namespace {

using ::testing::HasSubstr;

class PlayingAnEnd : public ::testing::Test {
protected:
    void open(const char* id)
    {
        scenario = *lesson::find_lesson(id);
        made = run::run(scenario);
    }
    /// The nth turn, from 0, in which `side` sends a segment.
    PlayTurn sending(trace::Side side, std::size_t nth)
    {
        for (trace::RecordId step = 0; step < made.trace.records().size(); ++step) {
            if (made.trace.record(step).kind == trace::Kind::Sent) continue;
            if (auto turn = turn_at(made.trace, step, side); turn && turn->transit != trace::no_transit && nth-- == 0)
                return *turn;
        }
        ADD_FAILURE() << "no such turn";
        return {};
    }
    Ruling rule(const PlayTurn& turn, const Draft& draft) { return rule_on(scenario, made.trace, turn, draft); }

    lesson::Scenario scenario;
    tcpstage::run::Run made;
};

TEST_F(PlayingAnEnd, WhatTheEngineSendsIsLegalInEveryLessonAtEitherEnd)
{
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons()) {
        open(std::string{lesson.id}.c_str());
        const std::size_t most = std::min<std::size_t>(made.trace.records().size(), 1500);
        for (trace::RecordId step = 0; step < most; ++step)
            for (const trace::Side side : trace::both_sides)
                if (const auto turn = turn_at(made.trace, step, side)) {
                    const Ruling ruling = turn->transit == trace::no_transit
                                              ? rule_on_waiting(scenario, made.trace, *turn)
                                              : rule(*turn, right_draft(made.trace, *turn));
                    EXPECT_TRUE(ruling.legal) << lesson.id << " record " << step << ": " << ruling.reason.en;
                }
    }
}

TEST_F(PlayingAnEnd, AWrongAckIsJudgedByTheTcbAndByThePeer)
{
    open("three-way-handshake");
    const PlayTurn turn = sending(trace::Side::Left, 1); // the third segment
    Draft draft = right_draft(made.trace, turn);
    ASSERT_EQ(draft.ack, tcp::Seq{301});
    draft.ack = tcp::Seq{300};

    const Ruling ruling = rule(turn, draft);
    EXPECT_FALSE(ruling.legal);
    EXPECT_EQ(ruling.part, DraftPart::Ack);
    EXPECT_EQ(ruling.reason.en, "RCV.NXT is 301: the SYN at 300 took one number.");
    const OwnedText reply = reply_to(scenario, made.trace, turn, draft);
    EXPECT_THAT(reply.en,
                HasSubstr("server in SYN-RECEIVED would handle it like this: It does not acknowledge our SYN"));
    EXPECT_THAT(reply.en, HasSubstr("(RFC 9293 3.10.7.4 (5)) It answers RST seq 300"));
    EXPECT_THAT(reply.zh, HasSubstr("它回应 RST seq 300"));
}

TEST_F(PlayingAnEnd, WrongFlagsAreRefusedWithTheRule)
{
    open("three-way-handshake");
    const PlayTurn turn = sending(trace::Side::Right, 0); // the SYN,ACK
    Draft draft = right_draft(made.trace, turn);
    draft.flags = tcp::Flag::Ack;
    const Ruling ruling = rule(turn, draft);
    EXPECT_FALSE(ruling.legal);
    EXPECT_EQ(ruling.part, DraftPart::Flags);
    EXPECT_THAT(ruling.reason.en, HasSubstr("never learns where the numbers of the server begin: ISS = 300"));
    EXPECT_THAT(reply_to(scenario, made.trace, turn, draft).en,
                HasSubstr("client in SYN-SENT would handle it like this:"));
}

TEST_F(PlayingAnEnd, TooMuchPayloadIsRefused)
{
    open("seq-and-ack");
    for (std::size_t nth = 0; nth < 12; ++nth) {
        const PlayTurn turn = sending(trace::Side::Left, nth);
        Draft draft = right_draft(made.trace, turn);
        if (draft.payload_bytes == 0) continue;
        draft.payload_bytes += 7;
        const Ruling ruling = rule(turn, draft);
        EXPECT_EQ(ruling.part, DraftPart::Payload);
        EXPECT_THAT(ruling.reason.en, HasSubstr("too many"));
        return;
    }
    FAIL() << "the lesson sends no data";
}

TEST_F(PlayingAnEnd, WaitingIsRightOnlyWhereNothingIsDue)
{
    open("three-way-handshake");
    const PlayTurn due = sending(trace::Side::Right, 0);
    const Ruling late = rule_on_waiting(scenario, made.trace, due);
    EXPECT_FALSE(late.legal);
    EXPECT_THAT(late.reason.en, HasSubstr("SEG.LEN is 1"));
    EXPECT_THAT(reply_to(scenario, made.trace, due, {}).en, HasSubstr("of the client expires"));
}

TEST_F(PlayingAnEnd, ThePeersReplyIsNotWaitedForWhenNobodyWantsItAnyMore)
{
    open("three-way-handshake");
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(reply_to(scenario, made.trace, sending(trace::Side::Right, 0), {}, stop.get_token()).empty());
}

TEST_F(PlayingAnEnd, AnAckOfAnAckIsRefused)
{
    open("three-way-handshake");
    std::optional<PlayTurn> silent;
    for (trace::RecordId step = 0; step < made.trace.records().size(); ++step)
        if (auto turn = turn_at(made.trace, step, trace::Side::Right); turn && turn->transit == trace::no_transit)
            silent = turn;
    ASSERT_TRUE(silent);
    const Ruling ruling = rule(*silent, {tcp::Flag::Ack, tcp::Seq{301}, tcp::Seq{101}, 0});
    EXPECT_FALSE(ruling.legal);
    EXPECT_THAT(ruling.reason.en, HasSubstr("nothing to acknowledge"));
}

} // namespace
} // namespace tcpstage::be_tcp
