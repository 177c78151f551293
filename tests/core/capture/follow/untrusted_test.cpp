// Segments that their receiver must not take do not move the states, and sequence numbers may wrap.

#include "tests/core/capture/follow/passing.h"

#include <gtest/gtest.h>

namespace tcpstage::capture {
namespace {

TEST(Untrusted, SegmentsOutsideTheWindowMoveNothing)
{
    Passing passing;
    passing.opened();
    for (const char* line : {"F. 900000:900000(0) ack 301", "F. 4000000000:4000000100(100) ack 301",
                             "F. 101:101(0) ack 3000000000", "F. 101:101(0) ack 90000"}) {
        EXPECT_EQ(words(passing.left(line).marks), "unacceptable") << line;
        EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED") << line;
    }
    EXPECT_EQ(words(passing.left("R 90000:90000(0)").marks), "reset unacceptable");
    EXPECT_EQ(words(passing.left("R 102:102(0)").marks), "reset unacceptable") << "in the window: RFC 5961 section 3.2";
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
    EXPECT_EQ(passing.left("P. 101:201(100) ack 301").marks, Marks{});
}

TEST(Untrusted, AnAckOfASynThatWasNotSentOpensNothing)
{
    Passing passing;
    passing.left("S 100:100(0)");
    EXPECT_EQ(words(passing.right("R. 0:0(0) ack 900").marks), "reset unacceptable");
    EXPECT_EQ(words(passing.right(". 500:500(0) ack 900").marks), "unacceptable");
    EXPECT_EQ(passing.states(), "SYN-SENT CLOSED");
}

TEST(Untrusted, ASegmentWithAWrongChecksumMovesNothing)
{
    Passing passing;
    passing.opened();
    OwnedPacket damaged = passing.next("F. 101:101(0) ack 301");
    damaged.packet.bad_checksum = true;
    EXPECT_EQ(words(passing.pass(trace::Side::Left, damaged.packet).marks), "bad-checksum");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
}

TEST(Untrusted, ASegmentWithAnOldTimestampMovesNothing)
{
    Passing passing; // RFC 7323 section 5
    passing.left("S 100:100(0) win 65535 <TS val 1000 ecr 0>");
    passing.right("S. 300:300(0) ack 101 win 65535 <TS val 5000 ecr 1000>");
    passing.left(". 101:101(0) ack 301 win 65535 <TS val 1010 ecr 5000>");
    EXPECT_EQ(words(passing.left("F. 101:101(0) ack 301 win 65535 <TS val 900 ecr 5000>").marks), "old-timestamp");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
    passing.left("F. 101:101(0) ack 301 win 65535 <TS val 1020 ecr 5000>");
    EXPECT_EQ(passing.states(), "FIN-WAIT-1 CLOSE-WAIT");
}

TEST(Untrusted, AFinThatIsOldDataCarriesNoAck)
{
    Passing passing; // its receiver drops it in the first step
    passing.opened();
    passing.left("P. 101:201(100) ack 301");
    passing.right("P. 301:401(100) ack 201");
    EXPECT_EQ(words(passing.left("P. 101:201(100) ack 401").marks), "retransmission spurious");
    EXPECT_EQ(words(passing.right("P. 301:401(100) ack 201").marks), "retransmission")
        << "that ACK did not count, so this is not spurious";
}

TEST(Untrusted, ACaptureThatLostALotIsFollowedAgainFromTheSecondSegment)
{
    Passing passing;
    passing.opened();
    EXPECT_EQ(words(passing.left("P. 1000101:1001101(1000) ack 301").marks), "unacceptable");
    EXPECT_EQ(words(passing.left("P. 1001101:1002101(1000) ack 301").marks), "gap");
    EXPECT_EQ(passing.right(". 301:301(0) ack 1002101").marks, Marks{});
    passing.left("F. 1002101:1002101(0) ack 301");
    EXPECT_EQ(passing.states(), "FIN-WAIT-1 CLOSE-WAIT");
}

TEST(Untrusted, AFinThatSeemedUnacceptableCountsWhenItIsAcknowledged)
{
    Passing passing; // the capture lost what was before it, and the windows that allowed it
    passing.opened();
    EXPECT_EQ(words(passing.left("F. 1000101:1000101(0) ack 301").marks), "unacceptable");
    const std::uint64_t fin = passing.last_number();
    const Seen answer = passing.right("F. 301:301(0) ack 1000102");
    EXPECT_EQ(words(answer.marks), "unseen-segment");
    EXPECT_EQ(answer.vouched, fin);
    EXPECT_EQ(passing.states(), "TIME-WAIT LAST-ACK");
}

TEST(Untrusted, SequenceNumbersWrap)
{
    Passing passing;
    passing.left("S 4294967290:4294967290(0)");
    passing.right("S. 4294967295:4294967295(0) ack 4294967291");
    passing.left(". 4294967291:4294967291(0) ack 0");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
    EXPECT_EQ(passing.left("P. 4294967291:95(100) ack 0").marks, Marks{});
    EXPECT_EQ(passing.right(". 0:0(0) ack 95").marks, Marks{});
    EXPECT_EQ(words(passing.left("P. 4294967291:95(100) ack 0").marks), "retransmission spurious");
    passing.left("F. 95:95(0) ack 0");
    passing.right("F. 0:0(0) ack 96");
    passing.left(". 96:96(0) ack 1");
    EXPECT_EQ(passing.states(), "TIME-WAIT CLOSED");
}

TEST(Untrusted, ASynOnAnOpenConnectionThatGetsNoAnswerChangesNothing)
{
    Passing passing;
    passing.opened();
    passing.left("S 7000:7000(0)");
    passing.right(". 301:301(0) ack 101");
    passing.left("P. 101:201(100) ack 301");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED") << "the SYN was not this end's own";
}

} // namespace
} // namespace tcpstage::capture
