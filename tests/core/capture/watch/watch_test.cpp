// The trace that is made of a capture.

#include "tests/core/capture/watch/watching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::capture {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* opened_left = "SYN-SENT (open-active), ESTABLISHED (syn-sent-established)";
constexpr const char* opened_right =
    "LISTEN (open-passive), SYN-RECEIVED (listen-takes-syn), ESTABLISHED (ack-establishes)";

TEST(WatchedTrace, HasTheFarEndsTimesFromTheRoundTripAndSaysThatTheyAreInferred)
{
    const Watched made = Watching{}.opened().made();
    EXPECT_EQ(made.trace.source(), trace::Source::Capture);
    EXPECT_THAT(steps(made.trace), ElementsAre("0 left sends S", "50000 right gets S?", "50000 right sends S.?",
                                               "100000 left gets S.", "100000 left sends .", "150000 right gets .?"));
    EXPECT_EQ(entered(made.trace, trace::Side::Left), opened_left);
    EXPECT_EQ(entered(made.trace, trace::Side::Right), opened_right);
    for (const trace::Record& record : made.trace.records())
        if (record.kind == trace::Kind::Entered || record.kind == trace::Kind::Reason)
            EXPECT_EQ(record.certainty, trace::Certainty::Inferred);
}

TEST(WatchedTrace, StartsWhenTheFirstSegmentWasSent)
{
    Watching watching; // captured at the right end, 30 ms away from the left one, 5 s after the file begins
    watching.left(5s, "S 100:100(0)").right(5s, "S. 300:300(0) ack 101").left(5060ms, ". 101:101(0) ack 301");
    EXPECT_THAT(steps(watching.made().trace),
                ElementsAre("0 left sends S?", "30000 right gets S", "30000 right sends S.", "60000 left gets S.?",
                            "60000 left sends .?", "90000 right gets ."));
}

TEST(WatchedTrace, HoldsWhatTheSegmentsShowOfBothTcbs)
{
    Watching watching;
    watching.left(0ms, "S 100:100(0) win 1000 <mss 1460,sackOK,TS val 1 ecr 0,wscale 7>");
    watching.right(10ms, "S. 300:300(0) ack 101 win 2000 <mss 1400,sackOK,TS val 9 ecr 1,wscale 2>");
    watching.left(10ms, ". 101:101(0) ack 301 win 100 <TS val 2 ecr 9>");
    watching.left(11ms, "P. 101:601(500) ack 301 win 100 <TS val 3 ecr 9>");
    watching.right(21ms, ". 301:301(0) ack 601 win 50 <TS val 10 ecr 3>");
    const Watched made = watching.made();
    const tcp::Tcb left = made.trace.at(trace::Side::Left, made.trace.last_moment());
    const tcp::Tcb right = made.trace.at(trace::Side::Right, made.trace.last_moment());
    EXPECT_EQ(left.snd.iss, tcp::Seq{100});
    EXPECT_EQ(left.snd.una, tcp::Seq{601});
    EXPECT_EQ(left.snd.nxt, tcp::Seq{601});
    EXPECT_EQ(left.snd.wnd, 50U * 4);
    EXPECT_EQ(left.snd.mss, 1400U);
    EXPECT_EQ(left.rcv.nxt, tcp::Seq{301});
    EXPECT_EQ(left.ts_recent, 10U);
    EXPECT_TRUE(left.sack && left.timestamps && left.scaling);
    EXPECT_EQ(right.rcv.nxt, tcp::Seq{601});
    EXPECT_EQ(right.rcv.wnd, 50U * 4);
    EXPECT_EQ(right.snd.wnd, 100U * 128);
    EXPECT_TRUE(right.passive);
    EXPECT_EQ(made.trace.transit(3).window_bytes, 100U * 128);
}

TEST(WatchedTrace, KnowsTheNumberThatAListenerChoosesWhenItGetsTheSyn)
{
    const Watched made = Watching{}.opened().made();
    for (trace::RecordId id = 0; id < made.trace.records().size(); ++id)
        if (const trace::Record record = made.trace.record(id);
            record.kind == trace::Kind::Arrived && record.side == trace::Side::Right && record.ref == 0)
            EXPECT_EQ(made.trace.at(trace::Side::Right, made.trace.moment_after(id)).snd.iss, tcp::Seq{300});
}

TEST(WatchedTrace, SaysWhichCopyWasLostAndThatATimerExpired)
{
    Watching watching;
    watching.opened().left(200ms, "P. 101:201(100) ack 301").left(700ms, "P. 101:201(100) ack 301");
    watching.right(800ms, ". 301:301(0) ack 201");
    const auto lines = steps(watching.made().trace);
    EXPECT_THAT(std::vector(lines.begin() + 6, lines.end()),
                ElementsAre("200000 left sends P.", "225000 left loses P.?", "700000 left timer retransmit?",
                            "700000 left sends P.", "750000 right gets P.?", "750000 right sends .?",
                            "800000 left gets ."));
}

TEST(WatchedTrace, DoesNotInferATimerForAFastRetransmission)
{
    Watching watching;
    watching.opened();
    for (const char* line : {"101:201(100)", "201:301(100)", "301:401(100)", "401:501(100)"})
        watching.left(200ms, std::string{"P. "} + line + " ack 301");
    for (int i = 0; i < 3; ++i)
        watching.right(300ms, ". 301:301(0) ack 101");
    watching.left(600ms, "P. 101:201(100) ack 301").right(700ms, ". 301:301(0) ack 501");
    const Watched made = watching.made();
    for (const std::string& line : steps(made.trace))
        EXPECT_EQ(line.find("timer"), std::string::npos) << line;
    EXPECT_EQ(made.trace.transit(3).fate, trace::Fate::Lost);
    EXPECT_EQ(made.trace.transit(4).fate, trace::Fate::Arrived);
}

TEST(WatchedTrace, TakesADSackAsProofThatBothCopiesArrived)
{
    Watching watching;
    watching.opened().left(200ms, "P. 101:201(100) ack 301").left(700ms, "P. 101:201(100) ack 301");
    watching.right(750ms, ". 301:301(0) ack 201").right(800ms, ". 301:301(0) ack 201 win 65535 <sack 101:201>");
    const Watched made = watching.made();
    EXPECT_EQ(made.trace.transit(made.transits[3]).fate, trace::Fate::Arrived);
    EXPECT_EQ(made.trace.transit(made.transits[4]).fate, trace::Fate::Arrived);
}

TEST(WatchedTrace, LeavesOpenWhatNothingShows)
{
    Watching watching;
    watching.opened().left(200ms, "P. 101:201(100) ack 301");
    const Watched made = watching.made();
    EXPECT_EQ(made.trace.transit(3).end_record, trace::no_record);
    EXPECT_EQ(made.trace.transit(3).ends, never);
}

TEST(WatchedTrace, KnowsThatAnAckWasLostWhenItsSegmentGoesAgain)
{
    Watching watching; // at the left end: the right one does not get the last ACK
    watching.opened().left(200ms, "F. 101:101(0) ack 301").right(300ms, "F. 301:301(0) ack 102");
    watching.left(300ms, ". 102:102(0) ack 302").right(900ms, "F. 301:301(0) ack 102");
    watching.left(900ms, ". 102:102(0) ack 302");
    const Watched made = watching.made();
    EXPECT_EQ(made.trace.transit(made.transits[5]).fate, trace::Fate::Lost);
    EXPECT_EQ(entered(made.trace, trace::Side::Left),
              std::string{opened_left} + ", FIN-WAIT-1 (close-established), TIME-WAIT (fin-fin-wait-1-acked)");
    EXPECT_EQ(entered(made.trace, trace::Side::Right),
              std::string{opened_right} +
                  ", CLOSE-WAIT (fin-established), LAST-ACK (close-close-wait), CLOSED (fin-acked-last-ack)");
}

TEST(WatchedTrace, LetsAFinThatWasOvertakenWait)
{
    Watching watching;
    watching.opened().left(200ms, "P. 101:201(100) ack 301").left(201ms, "FP. 201:301(100) ack 301");
    watching.right(301ms, ". 301:301(0) ack 101").left(800ms, "P. 101:201(100) ack 301");
    watching.right(900ms, ". 301:301(0) ack 302");
    const Watched made = watching.made();
    for (const trace::Record& record : made.trace.records())
        if (record.kind == trace::Kind::Entered && record.to() == tcp::State::CloseWait)
            EXPECT_EQ(record.at, Instant{850ms}) << "when the octets before it arrived";
    EXPECT_NE(entered(made.trace, trace::Side::Right).find("CLOSE-WAIT"), std::string::npos);
}

TEST(WatchedTrace, OfASimultaneousOpenAndClose)
{
    Watching watching;
    watching.left(0ms, "S 100:100(0)").right(10ms, "S 300:300(0)").left(10ms, "S. 100:100(0) ack 301");
    watching.right(60ms, "S. 300:300(0) ack 101").left(60ms, ". 101:101(0) ack 301");
    watching.left(200ms, "F. 101:101(0) ack 301").right(210ms, "F. 301:301(0) ack 101");
    watching.left(210ms, ". 102:102(0) ack 302").right(300ms, ". 302:302(0) ack 102");
    const Watched made = watching.made();
    const std::string both = "SYN-SENT (open-active), SYN-RECEIVED (syn-sent-crossing), ESTABLISHED (ack-establishes), "
                             "FIN-WAIT-1 (close-established), CLOSING (fin-fin-wait-1), TIME-WAIT (fin-acked-closing)";
    EXPECT_EQ(entered(made.trace, trace::Side::Left), both);
    EXPECT_EQ(entered(made.trace, trace::Side::Right), both);
}

TEST(WatchedTrace, OfARefusalAndOfAReset)
{
    Watching refused;
    refused.left(0ms, "S 100:100(0)").right(10ms, "R. 0:0(0) ack 101 win 0");
    EXPECT_EQ(entered(refused.made().trace, trace::Side::Left), "SYN-SENT (open-active), CLOSED (syn-sent-refused)");
    EXPECT_EQ(entered(refused.made().trace, trace::Side::Right), "");

    Watching reset;
    reset.opened().right(200ms, "R 301:301(0)");
    EXPECT_EQ(entered(reset.made().trace, trace::Side::Left), std::string{opened_left} + ", CLOSED (reset-taken)");
    EXPECT_EQ(entered(reset.made().trace, trace::Side::Right), std::string{opened_right} + ", CLOSED (abort-reset)");
}

TEST(WatchedTrace, OfAListenerWhosePeerGivesUp)
{
    Watching watching;
    watching.left(0ms, "S 100:100(0)").right(100ms, "S. 300:300(0) ack 101").left(100ms, "R 101:101(0)");
    EXPECT_EQ(entered(watching.made().trace, trace::Side::Right),
              "LISTEN (open-passive), SYN-RECEIVED (listen-takes-syn), LISTEN (reset-to-listen)");
}

TEST(WatchedTrace, OfACaptureThatBeginsInTheMiddle)
{
    Watching watching;
    watching.right(0ms, "P. 5000:5100(100) ack 1000 win 77").left(10ms, ". 1000:1000(0) ack 5100 win 88");
    watching.right(20ms, "F. 5100:5100(0) ack 1000 win 77").left(30ms, "F. 1000:1000(0) ack 5101 win 88");
    watching.right(40ms, ". 5101:5101(0) ack 1001 win 77");
    const Watched made = watching.made();
    EXPECT_EQ(entered(made.trace, trace::Side::Left),
              std::string{opened_left} + ", CLOSE-WAIT (fin-established), LAST-ACK (close-close-wait), CLOSED "
                                         "(fin-acked-last-ack)");
    EXPECT_EQ(entered(made.trace, trace::Side::Right),
              std::string{opened_right} + ", FIN-WAIT-1 (close-established), TIME-WAIT (fin-fin-wait-1-acked)");
    EXPECT_EQ(made.trace.transits().size(), 5U) << "the handshake was not captured, and is not drawn";
}

TEST(WatchedTrace, OfSegmentsThatTheirReceiverRefuses)
{
    Watching watching;
    watching.opened().damaged(200ms, "F. 101:101(0) ack 301").left(210ms, "F. 900000:900000(0) ack 301");
    watching.left(220ms, "R 5000:5000(0)");
    const Watched made = watching.made();
    EXPECT_EQ(entered(made.trace, trace::Side::Left), opened_left);
    EXPECT_EQ(entered(made.trace, trace::Side::Right), opened_right);
    std::vector<std::string_view> rules;
    for (const trace::Record& record : made.trace.records())
        if (record.kind == trace::Kind::Reason) rules.push_back(info(record.rule()).id);
    EXPECT_THAT(rules, ElementsAre("ack-advances", "window-updated", // of the handshake
                                   "checksum-wrong", "sequence-unacceptable", "reset-challenged"));
}

TEST(WatchedTrace, OfACaptureThatLostSegmentsBeforeTheFin)
{
    Watching watching;
    watching.opened().left(200ms, "F. 1000101:1000101(0) ack 301").right(300ms, "F. 301:301(0) ack 1000102");
    watching.left(300ms, ". 1000102:1000102(0) ack 302");
    const Watched made = watching.made();
    EXPECT_EQ(entered(made.trace, trace::Side::Left),
              std::string{opened_left} + ", FIN-WAIT-1 (close-established), TIME-WAIT (fin-fin-wait-1-acked)");
    EXPECT_EQ(entered(made.trace, trace::Side::Right),
              std::string{opened_right} +
                  ", CLOSE-WAIT (fin-established), LAST-ACK (close-close-wait), CLOSED (fin-acked-last-ack)");
}

TEST(WatchedTrace, PutsASynBeforeTheAnswerThatWasCapturedFirst)
{
    Watching watching;
    watching.right(0ms, "S. 300:300(0) ack 101").left(0ms, "S 100:100(0)").left(1ms, ". 101:101(0) ack 301");
    const Watched made = watching.made();
    EXPECT_EQ(entered(made.trace, trace::Side::Left), opened_left);
    EXPECT_EQ(made.trace.transit(0).segment.flags, tcp::Flags{tcp::Flag::Syn});
}

TEST(WatchedTrace, KeepsTheCommentsAtTheirSegments)
{
    Watching watching;
    watching.left(0ms, "S 100:100(0)", "look here").right(100ms, "S. 300:300(0) ack 101");
    const Watched made = watching.made();
    ASSERT_EQ(made.comments.size(), 1U);
    EXPECT_EQ(made.comments[0].text, "look here");
    EXPECT_EQ(made.comments[0].packet, 1U);
    EXPECT_EQ(made.trace.record(made.comments[0].from).kind, trace::Kind::Sent);
}

TEST(WatchedTrace, OfNothingIsEmpty) { EXPECT_THAT(steps(Watching{}.made().trace), IsEmpty()); }

} // namespace
} // namespace tcpstage::capture
