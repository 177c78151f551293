// What each segment means: one test for each mark.

#include "tests/core/capture/follow/passing.h"

#include <gtest/gtest.h>

namespace tcpstage::capture {
namespace {

TEST(Marks, ARetransmissionRepeatsOctetsThatPassed)
{
    Passing passing;
    passing.opened();
    EXPECT_EQ(passing.left("P. 101:201(100) ack 301").marks, Marks{});
    const Seen again = passing.later(1s).left("P. 101:201(100) ack 301");
    EXPECT_EQ(words(again.marks), "retransmission");
    EXPECT_EQ(again.new_octets, 0U);
    const Seen more = passing.left("P. 151:301(150) ack 301");
    EXPECT_EQ(words(more.marks), "retransmission");
    EXPECT_EQ(more.new_octets, 100U) << "of its 150 octets, 100 are new";
    EXPECT_EQ(passing.totals().retransmissions[0], 2U);
}

TEST(Marks, ARetransmissionOfAcknowledgedOctetsIsSpurious)
{
    Passing passing;
    passing.opened();
    passing.left("P. 101:201(100) ack 301");
    passing.right(". 301:301(0) ack 201");
    EXPECT_EQ(words(passing.left("P. 101:201(100) ack 301").marks), "retransmission spurious");
}

TEST(Marks, ADSackTellsWhichRetransmissionWasNeedless)
{
    Passing passing;
    passing.opened(" <sackOK>");
    passing.left("P. 101:201(100) ack 301");
    passing.later(1s).left("P. 101:201(100) ack 301");
    const std::uint64_t again = passing.last_number();
    EXPECT_EQ(passing.right(". 301:301(0) ack 201").needless, 0U);
    const Seen seen = passing.right(". 301:301(0) ack 201 win 65535 <sack 101:201>");
    EXPECT_EQ(words(seen.marks), "sack d-sack");
    EXPECT_EQ(seen.needless, again);
}

TEST(Marks, AnEchoOfAnOlderTimestampTellsThatARetransmissionWasNeedless)
{
    Passing passing;
    passing.left("S 100:100(0) win 65535 <TS val 10 ecr 0>");
    passing.right("S. 300:300(0) ack 101 win 65535 <TS val 70 ecr 10>");
    passing.left(". 101:101(0) ack 301 win 65535 <TS val 11 ecr 70>");
    passing.left("P. 101:201(100) ack 301 win 65535 <TS val 12 ecr 70>");
    passing.later(1s).left("P. 101:201(100) ack 301 win 65535 <TS val 99 ecr 70>");
    const std::uint64_t again = passing.last_number();
    EXPECT_EQ(passing.right(". 301:301(0) ack 201 win 65535 <TS val 80 ecr 12>").needless, again);
}

TEST(Marks, AFastRetransmissionAnswersThreeDuplicateAcks)
{
    Passing passing;
    passing.opened();
    for (const char* line : {"101:201(100)", "201:301(100)", "301:401(100)", "401:501(100)"})
        passing.left(std::string{"P. "} + line + " ack 301");
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(words(passing.right(". 301:301(0) ack 101").marks), "duplicate-ack");
    EXPECT_EQ(words(passing.left("P. 101:201(100) ack 301").marks), "retransmission fast-retransmission");
    EXPECT_EQ(words(passing.later(1s).left("P. 101:201(100) ack 301").marks), "retransmission")
        << "the next one comes from the timer";
}

TEST(Marks, OctetsThatComeLateButSoonAreOutOfOrder)
{
    Passing passing;
    passing.opened();
    EXPECT_EQ(words(passing.left("P. 201:301(100) ack 301").marks), "gap");
    const Seen late = passing.left("P. 101:201(100) ack 301"); // 10 ms later; the round trip is 20 ms
    EXPECT_EQ(words(late.marks), "out-of-order");
    EXPECT_EQ(late.new_octets, 100U);
    EXPECT_EQ(words(passing.left("P. 401:501(100) ack 301").marks), "gap");
    EXPECT_EQ(words(passing.later(1s).left("P. 301:401(100) ack 301").marks), "retransmission")
        << "its first copy was lost before the capture point";
}

TEST(Marks, ADuplicateAckRepeatsAnAckWhileOctetsWait)
{
    Passing passing;
    passing.opened();
    EXPECT_EQ(passing.right(". 301:301(0) ack 101").marks, Marks{}) << "nothing waits for an ACK";
    passing.left("P. 101:201(100) ack 301");
    EXPECT_EQ(words(passing.right(". 301:301(0) ack 101").marks), "duplicate-ack");
    EXPECT_EQ(passing.right("P. 301:302(1) ack 101").marks, Marks{}) << "it carries an octet";
    EXPECT_EQ(words(passing.right(". 302:302(0) ack 101 win 60000").marks), "") << "another window";
    EXPECT_EQ(words(passing.right(". 302:302(0) ack 101 win 50000 <sack 151:201>").marks), "duplicate-ack sack");
}

TEST(Marks, AClosedWindowItsProbesAndItsOpening)
{
    Passing passing;
    passing.opened();
    passing.right(". 301:301(0) ack 101 win 100");
    EXPECT_EQ(words(passing.left("P. 101:201(100) ack 301").marks), "window-full");
    EXPECT_EQ(words(passing.right(". 301:301(0) ack 201 win 0").marks), "zero-window");
    EXPECT_EQ(words(passing.later(1s).left(". 201:202(1) ack 301").marks), "window-probe") << "as RFC 9293 says";
    EXPECT_EQ(words(passing.right(". 301:301(0) ack 201 win 0").marks), "zero-window");
    EXPECT_EQ(words(passing.later(2s).left(". 200:200(0) ack 301").marks), "window-probe") << "as Linux does";
    EXPECT_EQ(words(passing.right(". 301:301(0) ack 201 win 0").marks), "zero-window");
    EXPECT_EQ(words(passing.right(". 301:301(0) ack 201 win 1000").marks), "window-update");
    EXPECT_EQ(passing.left("P. 201:301(100) ack 301").marks, Marks{}) << "a probe's octet was not sent yet";
}

TEST(Marks, AProbeWhoseOctetIsTakenCounts)
{
    Passing passing;
    passing.opened();
    passing.right(". 301:301(0) ack 101 win 0");
    passing.left(". 101:102(1) ack 301");
    EXPECT_EQ(passing.right(". 301:301(0) ack 102 win 1000").marks, Marks{});
    EXPECT_EQ(passing.left("P. 102:202(100) ack 301").marks, Marks{});
}

TEST(Marks, AKeepAliveAndItsAnswer)
{
    Passing passing;
    passing.opened();
    EXPECT_EQ(words(passing.later(2h).left(". 100:100(0) ack 301").marks), "keep-alive");
    EXPECT_EQ(words(passing.right(". 301:301(0) ack 101").marks), "keep-alive-ack");
    passing.left("P. 101:201(100) ack 301");
    passing.right(". 301:301(0) ack 201");
    EXPECT_EQ(words(passing.later(2h).left(". 200:201(1) ack 301").marks), "keep-alive") << "with one octet";
    EXPECT_EQ(words(passing.right(". 301:301(0) ack 201").marks), "keep-alive-ack");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
}

TEST(Marks, WhatTheCaptureLost)
{
    Passing passing;
    passing.opened();
    EXPECT_EQ(words(passing.right(". 301:301(0) ack 201").marks), "unseen-segment");
    EXPECT_EQ(passing.left("P. 201:301(100) ack 301").marks, Marks{});
    EXPECT_EQ(words(passing.left("P. 401:501(100) ack 301").marks), "gap");
}

TEST(Marks, OfThePacketItself)
{
    Passing passing;
    OwnedPacket cut = passing.next("P. 101:201(100) ack 301");
    cut.packet.payload = cut.packet.payload.first(10);
    EXPECT_EQ(words(passing.pass(trace::Side::Left, cut.packet).marks), "cut");
    EXPECT_EQ(passing.totals().octets[0], 100U);

    const OwnedPacket syn = passing.next("S 100:100(0)");
    Follower reused{true};
    EXPECT_EQ(words(reused.take(trace::Side::Left, syn.packet).marks), "port-reuse");
}

TEST(Marks, RoundTripsAreThoseOfOctetsSentOnce)
{
    Passing passing;
    passing.left("S 100:100(0)");
    EXPECT_EQ(passing.later(30ms).right("S. 300:300(0) ack 101").round_trip, 40ms);
    EXPECT_EQ(passing.left(". 101:101(0) ack 301").round_trip, 10ms);
    passing.left("P. 101:201(100) ack 301");
    passing.later(1s).left("P. 101:201(100) ack 301");
    EXPECT_EQ(passing.right(". 301:301(0) ack 201").round_trip, 0ms) << "Karn's algorithm";
    EXPECT_EQ(passing.follower().round_trip(trace::Side::Right), 40ms);
    EXPECT_EQ(passing.follower().round_trip(trace::Side::Left), 10ms);
}

TEST(Marks, ScaledWindowsCountInOctets)
{
    Passing passing;
    passing.left("S 100:100(0) win 65535 <wscale 7>");
    passing.right("S. 300:300(0) ack 101 win 65535 <wscale 2>");
    passing.left(". 101:101(0) ack 301 win 10");
    EXPECT_EQ(words(passing.right("P. 301:1581(1280) ack 101 win 25").marks), "window-full") << "10 * 128 octets";
    EXPECT_EQ(words(passing.left("P. 101:201(100) ack 1581 win 10").marks), "window-full") << "25 * 4 octets";
}

} // namespace
} // namespace tcpstage::capture
