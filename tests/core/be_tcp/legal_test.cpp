// What RFC 9293 leaves open is legal for who plays an end, though its engine does something else; what is next to it
// is not.

#include "core/be_tcp/be_tcp.h"
#include "tests/core/lesson/lesson.h"

#include <functional>
#include <gmock/gmock.h>

namespace tcpstage {
namespace {

using testing::HasSubstr;

class LeftOpenByTheRfc : public testing::Test {
protected:
    void play(const std::string& rest)
    {
        scenario = lesson(rest);
        made = run(scenario);
    }
    /// The first turn of a side that is wanted.
    PlayTurn turn(Side side, const std::function<bool(const PlayTurn&, const Record&)>& wanted)
    {
        for (RecordId step = 0; step < made.trace.records().size(); ++step)
            if (auto found = turn_at(made.trace, step, side); found && wanted(*found, made.trace.record(found->head)))
                return *found;
        ADD_FAILURE() << "no such turn";
        return {};
    }
    /// The first turn in which a side sends a segment of so many octets.
    PlayTurn sending(Side side, std::uint32_t octets)
    {
        return turn(side, [&](const PlayTurn& one, const Record&) {
            return one.transit != no_transit && made.trace.transit(one.transit).segment.payload.size() == octets;
        });
    }
    Segment right(const PlayTurn& one) const { return made.trace.transit(one.transit).segment; }

    void accepts(const PlayTurn& one, const Draft& draft, const char* why)
    {
        const Ruling ruling = rule_on(scenario, made.trace, one, draft);
        EXPECT_TRUE(ruling.legal) << to_text(draft) << ": " << ruling.reason.en;
        EXPECT_TRUE(ruling.other) << ruling.reason.en;
        EXPECT_THAT(ruling.reason.en, HasSubstr(why));
        EXPECT_THAT(ruling.reason.en, HasSubstr("and so the run goes on"));
        EXPECT_THAT(ruling.reason.zh, HasSubstr("运行照此继续"));
    }
    void refuses(const PlayTurn& one, const Draft& draft)
    {
        const Ruling ruling = rule_on(scenario, made.trace, one, draft);
        EXPECT_FALSE(ruling.legal) << to_text(draft);
        EXPECT_FALSE(ruling.reason.empty());
        EXPECT_FALSE(ruling.section.empty());
    }

    Scenario scenario;
    tcpstage::Run made;
};

TEST_F(LeftOpenByTheRfc, AnAckMayGoAtOnceWhereThisTcpDelaysIt)
{
    play("tcp: {delayed_ack: 200 ms}\n" + handshake + "  - client: send 100\n");
    const PlayTurn waits = turn(Side::Right, [this](const PlayTurn& one, const Record& head) {
        return one.transit == no_transit && head.kind == Kind::Arrived &&
               !made.trace.transit(head.ref).segment.payload.empty();
    });
    accepts(waits, {Flag::Ack, Seq{301}, Seq{201}, 0}, "at once: 100 number(s) wait");
    refuses(waits, {Flag::Ack, Seq{301}, Seq{101}, 0});
    refuses(waits, {Flag::Ack, Seq{302}, Seq{201}, 0});
}

TEST_F(LeftOpenByTheRfc, AnAckMayWaitWhereThisTcpSendsItAtOnce)
{
    play(handshake + "  - client: send 100\n");
    const PlayTurn ack = turn(Side::Right, [this](const PlayTurn& one, const Record&) {
        return one.transit != no_transit && right(one).ack == Seq{201};
    });
    const Ruling ruling = rule_on_waiting(scenario, made.trace, ack);
    EXPECT_TRUE(ruling.legal);
    EXPECT_TRUE(ruling.other);
    EXPECT_THAT(ruling.reason.en, HasSubstr("less than 0.5 s"));
    EXPECT_EQ(ruling.section, "RFC 9293 3.8.6.3");
}

TEST_F(LeftOpenByTheRfc, TheSecondFullSizedSegmentIsAcknowledgedAtOnce)
{
    play("tcp: {delayed_ack: 200 ms}\n" + handshake + "  - client: send 2920\n");
    const PlayTurn second = turn(Side::Right, [this](const PlayTurn& one, const Record&) {
        return one.transit != no_transit && right(one).ack == Seq{101 + 2920};
    });
    EXPECT_FALSE(rule_on_waiting(scenario, made.trace, second).legal);
}

TEST_F(LeftOpenByTheRfc, AGapIsAnsweredAtOnce)
{
    play(handshake + "  - client: send 2920\nfaults:\n  - drop: {from: client, len: 1460}\n");
    const PlayTurn duplicate = turn(Side::Right, [this](const PlayTurn& one, const Record& head) {
        return one.transit != no_transit && head.kind == Kind::Arrived &&
               !made.trace.transit(head.ref).segment.payload.empty() && right(one).ack == Seq{101};
    });
    EXPECT_FALSE(rule_on_waiting(scenario, made.trace, duplicate).legal);
}

/// The server's 20 octets wait for the ACK that comes with the client's 30.
const std::string crossing = "tcp: {delayed_ack: 400 ms}\n" + handshake +
                             "  - server: send 10\n  - server: send 20\n  - wait: 150 ms\n  - client: send 30\n";

TEST_F(LeftOpenByTheRfc, AnAckMayGoAloneBeforeTheDataThatCouldCarryIt)
{
    play(crossing);
    const PlayTurn data = sending(Side::Right, 20);
    const Segment sent = right(data);
    ASSERT_EQ(sent.ack, Seq{131});
    accepts(data, {Flag::Ack, sent.seq, sent.ack, 0}, "may go alone");
    refuses(data, {Flag::Ack, sent.seq, Seq{101}, 0});
    refuses(data, {Flag::Ack, sent.seq, sent.ack, 5});
}

TEST_F(LeftOpenByTheRfc, WhatNagleHoldsBackMayGo)
{
    play(crossing);
    const PlayTurn held = turn(Side::Right, [](const PlayTurn& one, const Record& head) {
        return one.transit == no_transit && head.kind == Kind::Called && head.call() == Call::Send;
    });
    accepts(held, {Flag::Ack | Flag::Psh, Seq{311}, Seq{101}, 20}, "Nagle");
    refuses(held, {Flag::Ack, Seq{311}, Seq{101}, 19});
    refuses(held, {Flag::Ack, Seq{311}, Seq{101}, 21});
}

TEST_F(LeftOpenByTheRfc, AFinRidesOnTheLastOctetsOrFollowsAlone)
{
    play(handshake + "  - client: send 10\n  - client: send 20\n  - client: close\n");
    const PlayTurn last = sending(Side::Left, 20);
    const Segment sent = right(last);
    ASSERT_FALSE(sent.fin());
    accepts(last, {Flag::Fin | Flag::Ack, sent.seq, sent.ack, 20}, "ride on the last octets");
    refuses(last, {Flag::Fin | Flag::Ack, sent.seq, sent.ack, 10});
    refuses(last, {Flag::Fin | Flag::Ack, sent.seq, sent.ack, 0});
}

TEST_F(LeftOpenByTheRfc, HalfOfTheLargestWindowIsNoSillyOne)
{
    play("tcp: {receive_buffer: 1000}\n" + handshake + "  - client: send 1000\n");
    const PlayTurn first = sending(Side::Left, 1000);
    const Segment sent = right(first);
    accepts(first, {Flag::Ack, sent.seq, sent.ack, 500}, "at least half");
    refuses(first, {Flag::Ack, sent.seq, sent.ack, 499});
    refuses(first, {Flag::Ack, sent.seq, sent.ack, 1001});
}

TEST_F(LeftOpenByTheRfc, WhatIsRepeatedMayBeCutAnew)
{
    play(handshake + "  - client: send 300\nfaults:\n  - drop: {from: client, len: 300}\n");
    const PlayTurn again = turn(Side::Left, [this](const PlayTurn& one, const Record&) {
        return one.transit != no_transit && made.trace.transit(one.transit).retransmission;
    });
    const Segment sent = right(again);
    accepts(again, {Flag::Ack, sent.seq, sent.ack, 100}, "cut anew");
    refuses(again, {Flag::Ack, sent.seq, sent.ack, 301});
    refuses(again, {Flag::Ack, sent.seq + 1, sent.ack, 299});
}

TEST_F(LeftOpenByTheRfc, AResetOfAnAbortMaySayWhatIsExpected)
{
    play(handshake + "  - client: abort\n");
    const PlayTurn abort = turn(Side::Left, [this](const PlayTurn& one, const Record&) {
        return one.transit != no_transit && right(one).rst();
    });
    const Segment sent = right(abort);
    const Flags other = sent.has_ack() ? Flags{Flag::Rst} : Flag::Rst | Flag::Ack;
    accepts(abort, {other, sent.seq, Seq{301}, 0}, "RCV.NXT = 301");
    if (other.has(Flag::Ack)) refuses(abort, {other, sent.seq, Seq{300}, 0});
    refuses(abort, {other, sent.seq + 1, Seq{301}, 0});
}

TEST_F(LeftOpenByTheRfc, WhereTheRfcSaysSendNothingElseIsLegal)
{
    play(handshake);
    const PlayTurn answer =
        turn(Side::Right, [](const PlayTurn& one, const Record&) { return one.transit != no_transit; });
    EXPECT_FALSE(rule_on_waiting(scenario, made.trace, answer).legal);
    refuses(answer, {Flag::Ack, Seq{300}, Seq{101}, 0});
    refuses(answer, {Flag::Syn, Seq{300}, Seq{}, 0});
    refuses(answer, {Flag::Syn | Flag::Ack, Seq{300}, Seq{101}, 1});
}

} // namespace
} // namespace tcpstage
