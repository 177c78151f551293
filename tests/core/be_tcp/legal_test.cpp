// A player may choose anything that RFC 9293 leaves open, even where the engine chooses otherwise. Choices just outside
// that latitude are refused.

#include "core/be_tcp/be_tcp.h"
#include "tests/core/lesson/lesson.h"

#include <functional>
#include <gmock/gmock.h>

namespace tcpstage::be_tcp {
namespace {

using ::testing::HasSubstr;

class LeftOpenByTheRfc : public ::testing::Test {
protected:
    void play(const std::string& rest)
    {
        scenario = lesson::lesson(rest);
        made = run::run(scenario);
    }
    /// The first turn of `side` for which `wanted` is true.
    PlayTurn turn(trace::Side side, const std::function<bool(const PlayTurn&, const trace::Record&)>& wanted)
    {
        for (trace::RecordId step = 0; step < made.trace.records().size(); ++step)
            if (auto found = turn_at(made.trace, step, side); found && wanted(*found, made.trace.record(found->head)))
                return *found;
        ADD_FAILURE() << "no such turn";
        return {};
    }
    /// The first turn in which `side` sends a segment with `octets` of payload.
    PlayTurn sending(trace::Side side, std::uint32_t octets)
    {
        return turn(side, [&](const PlayTurn& one, const trace::Record&) {
            return one.transit != trace::no_transit && made.trace.transit(one.transit).segment.payload.size() == octets;
        });
    }
    tcp::Segment right(const PlayTurn& one) const { return made.trace.transit(one.transit).segment; }

    void accepts(const PlayTurn& one, const Draft& draft, const char* why)
    {
        const Ruling ruling = rule_on(scenario, made.trace, one, draft);
        EXPECT_TRUE(ruling.legal) << to_text(draft) << ": " << ruling.reason.en;
        EXPECT_TRUE(ruling.other) << ruling.reason.en;
        EXPECT_THAT(ruling.reason.en, HasSubstr(why));
        EXPECT_THAT(ruling.reason.en, HasSubstr("and the run continues that way"));
        EXPECT_THAT(ruling.reason.zh, HasSubstr("运行照此继续"));
    }
    void refuses(const PlayTurn& one, const Draft& draft)
    {
        const Ruling ruling = rule_on(scenario, made.trace, one, draft);
        EXPECT_FALSE(ruling.legal) << to_text(draft);
        EXPECT_FALSE(ruling.reason.empty());
        EXPECT_FALSE(ruling.section.empty());
    }

    lesson::Scenario scenario;
    tcpstage::run::Run made;
};

TEST_F(LeftOpenByTheRfc, AnAckMayGoAtOnceWhereThisTcpDelaysIt)
{
    play("tcp: {delayed_ack: 200 ms}\n" + lesson::handshake + "  - client: send 100\n");
    const PlayTurn waits = turn(trace::Side::Right, [this](const PlayTurn& one, const trace::Record& head) {
        return one.transit == trace::no_transit && head.kind == trace::Kind::Arrived &&
               !made.trace.transit(head.ref).segment.payload.empty();
    });
    accepts(waits, {tcp::Flag::Ack, tcp::Seq{301}, tcp::Seq{201}, 0}, "at once: 100 numbers wait for an ACK");
    refuses(waits, {tcp::Flag::Ack, tcp::Seq{301}, tcp::Seq{101}, 0});
    refuses(waits, {tcp::Flag::Ack, tcp::Seq{302}, tcp::Seq{201}, 0});
}

TEST_F(LeftOpenByTheRfc, AnAckMayWaitWhereThisTcpSendsItAtOnce)
{
    play(lesson::handshake + "  - client: send 100\n");
    const PlayTurn ack = turn(trace::Side::Right, [this](const PlayTurn& one, const trace::Record&) {
        return one.transit != trace::no_transit && right(one).ack == tcp::Seq{201};
    });
    const Ruling ruling = rule_on_waiting(scenario, made.trace, ack);
    EXPECT_TRUE(ruling.legal);
    EXPECT_TRUE(ruling.other);
    EXPECT_THAT(ruling.reason.en, HasSubstr("less than 0.5 s"));
    EXPECT_EQ(ruling.section, "RFC 9293 3.8.6.3");
}

TEST_F(LeftOpenByTheRfc, TheSecondFullSizedSegmentIsAcknowledgedAtOnce)
{
    play("tcp: {delayed_ack: 200 ms}\n" + lesson::handshake + "  - client: send 2920\n");
    const PlayTurn second = turn(trace::Side::Right, [this](const PlayTurn& one, const trace::Record&) {
        return one.transit != trace::no_transit && right(one).ack == tcp::Seq{101 + 2920};
    });
    EXPECT_FALSE(rule_on_waiting(scenario, made.trace, second).legal);
}

TEST_F(LeftOpenByTheRfc, AGapIsAnsweredAtOnce)
{
    play(lesson::handshake + "  - client: send 2920\nfaults:\n  - drop: {from: client, len: 1460}\n");
    const PlayTurn duplicate = turn(trace::Side::Right, [this](const PlayTurn& one, const trace::Record& head) {
        return one.transit != trace::no_transit && head.kind == trace::Kind::Arrived &&
               !made.trace.transit(head.ref).segment.payload.empty() && right(one).ack == tcp::Seq{101};
    });
    EXPECT_FALSE(rule_on_waiting(scenario, made.trace, duplicate).legal);
}

/// Nagle holds back the server's 20 octets until the ACK that comes with the client's 30.
const std::string crossing = "tcp: {delayed_ack: 400 ms}\n" + lesson::handshake +
                             "  - server: send 10\n  - server: send 20\n  - wait: 150 ms\n  - client: send 30\n";

TEST_F(LeftOpenByTheRfc, AnAckMayGoAloneBeforeTheDataThatCouldCarryIt)
{
    play(crossing);
    const PlayTurn data = sending(trace::Side::Right, 20);
    const tcp::Segment sent = right(data);
    ASSERT_EQ(sent.ack, tcp::Seq{131});
    accepts(data, {tcp::Flag::Ack, sent.seq, sent.ack, 0}, "may be sent alone");
    refuses(data, {tcp::Flag::Ack, sent.seq, tcp::Seq{101}, 0});
    refuses(data, {tcp::Flag::Ack, sent.seq, sent.ack, 5});
}

TEST_F(LeftOpenByTheRfc, WhatNagleHoldsBackMayGo)
{
    play(crossing);
    const PlayTurn held = turn(trace::Side::Right, [](const PlayTurn& one, const trace::Record& head) {
        return one.transit == trace::no_transit && head.kind == trace::Kind::Called && head.call() == trace::Call::Send;
    });
    accepts(held, {tcp::Flag::Ack | tcp::Flag::Psh, tcp::Seq{311}, tcp::Seq{101}, 20}, "Nagle");
    refuses(held, {tcp::Flag::Ack, tcp::Seq{311}, tcp::Seq{101}, 19});
    refuses(held, {tcp::Flag::Ack, tcp::Seq{311}, tcp::Seq{101}, 21});
}

TEST_F(LeftOpenByTheRfc, AFinRidesOnTheLastOctetsOrFollowsAlone)
{
    play(lesson::handshake + "  - client: send 10\n  - client: send 20\n  - client: close\n");
    const PlayTurn last = sending(trace::Side::Left, 20);
    const tcp::Segment sent = right(last);
    ASSERT_FALSE(sent.fin());
    accepts(last, {tcp::Flag::Fin | tcp::Flag::Ack, sent.seq, sent.ack, 20}, "ride on the last octets");
    refuses(last, {tcp::Flag::Fin | tcp::Flag::Ack, sent.seq, sent.ack, 10});
    refuses(last, {tcp::Flag::Fin | tcp::Flag::Ack, sent.seq, sent.ack, 0});
}

TEST_F(LeftOpenByTheRfc, HalfOfTheLargestWindowIsNoSillyOne)
{
    play("tcp: {receive_buffer: 1000}\n" + lesson::handshake + "  - client: send 1000\n");
    const PlayTurn first = sending(trace::Side::Left, 1000);
    const tcp::Segment sent = right(first);
    accepts(first, {tcp::Flag::Ack, sent.seq, sent.ack, 500}, "at least half");
    refuses(first, {tcp::Flag::Ack, sent.seq, sent.ack, 499});
    refuses(first, {tcp::Flag::Ack, sent.seq, sent.ack, 1001});
}

TEST_F(LeftOpenByTheRfc, WhatIsRepeatedMayBeCutAnew)
{
    play(lesson::handshake + "  - client: send 300\nfaults:\n  - drop: {from: client, len: 300}\n");
    const PlayTurn again = turn(trace::Side::Left, [this](const PlayTurn& one, const trace::Record&) {
        return one.transit != trace::no_transit && made.trace.transit(one.transit).retransmission;
    });
    const tcp::Segment sent = right(again);
    accepts(again, {tcp::Flag::Ack, sent.seq, sent.ack, 100}, "segmented differently");
    refuses(again, {tcp::Flag::Ack, sent.seq, sent.ack, 301});
    refuses(again, {tcp::Flag::Ack, sent.seq + 1, sent.ack, 299});
}

TEST_F(LeftOpenByTheRfc, AResetOfAnAbortMaySayWhatIsExpected)
{
    play(lesson::handshake + "  - client: abort\n");
    const PlayTurn abort = turn(trace::Side::Left, [this](const PlayTurn& one, const trace::Record&) {
        return one.transit != trace::no_transit && right(one).rst();
    });
    const tcp::Segment sent = right(abort);
    const tcp::Flags other = sent.has_ack() ? tcp::Flags{tcp::Flag::Rst} : tcp::Flag::Rst | tcp::Flag::Ack;
    accepts(abort, {other, sent.seq, tcp::Seq{301}, 0}, "RCV.NXT = 301");
    if (other.has(tcp::Flag::Ack)) refuses(abort, {other, sent.seq, tcp::Seq{300}, 0});
    refuses(abort, {other, sent.seq + 1, tcp::Seq{301}, 0});
}

TEST_F(LeftOpenByTheRfc, WhereTheRfcSaysSendNothingElseIsLegal)
{
    play(lesson::handshake);
    const PlayTurn answer = turn(
        trace::Side::Right, [](const PlayTurn& one, const trace::Record&) { return one.transit != trace::no_transit; });
    EXPECT_FALSE(rule_on_waiting(scenario, made.trace, answer).legal);
    refuses(answer, {tcp::Flag::Ack, tcp::Seq{300}, tcp::Seq{101}, 0});
    refuses(answer, {tcp::Flag::Syn, tcp::Seq{300}, tcp::Seq{}, 0});
    refuses(answer, {tcp::Flag::Syn | tcp::Flag::Ack, tcp::Seq{300}, tcp::Seq{101}, 1});
}

} // namespace
} // namespace tcpstage::be_tcp
