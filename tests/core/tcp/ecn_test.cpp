// Explicit congestion notification: RFC 3168 section 6.1.
#include "tests/support/conversation.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

/// MSS 100 for simple numbers, and an initial window of ten segments.
Settings careful(Congestion congestion = Congestion::NewReno)
{
    Settings settings;
    settings.mss = 100;
    settings.congestion = congestion;
    settings.initial_window = 10;
    settings.ecn = true;
    return settings;
}

Conversation with_ecn(Settings settings = careful())
{
    Conversation talk = in_listen(settings);
    talk.arrives("< SEW 0:0(0) win 65535 <mss 1460>");
    talk.sees("> SE. 0:0(0) ack 1", because(Rule::EcnAgreed));
    talk.arrives("< . 1:1(0) ack 1");
    return talk;
}

/// Sends ten ECN-capable segments, 1:101 ... 901:1001.
void send_ten_more(Conversation& talk)
{
    talk.call(send(1000));
    for (int i = 0; i < 9; ++i)
        talk.sees(fmt::format("> [ect0] . {}:{}(100) ack 1", 1 + 100 * i, 101 + 100 * i));
    talk.sees("> [ect0] P. 901:1001(100) ack 1");
}

TEST(Ecn, IsAskedForByASynWithEceAndCwr)
{
    Conversation talk{careful()};
    talk.call(connect());
    talk.sees("> [noecn] SEW 0:0(0)");
    talk.arrives("< SE. 0:0(0) ack 1 win 65535 <mss 1460>");
    talk.names(Rule::EcnAgreed);
    talk.sees("> [noecn] . 1:1(0) ack 1");
    EXPECT_TRUE(talk.tcb().ecn);
}

TEST(Ecn, IsAgreedToByASynAckWithEceAlone) { EXPECT_TRUE(with_ecn().tcb().ecn); }

TEST(Ecn, IsNotUsedUnlessBothEndsWantIt)
{
    Conversation refused{careful()};
    refused.call(connect());
    refused.sees("> SEW 0:0(0)");
    refused.arrives("< S. 0:0(0) ack 1 win 65535");
    refused.sees("> . 1:1(0) ack 1");
    refused.call(send(100));
    refused.sees("> [noecn] P. 1:101(100) ack 1");

    Conversation unasked = in_listen(careful());
    unasked.arrives("< S 0:0(0) win 65535");
    unasked.sees("> S. 0:0(0) ack 1");

    Conversation unwilling = in_listen();
    unwilling.arrives("< SEW 0:0(0) win 65535");
    unwilling.sees("> S. 0:0(0) ack 1");
}

TEST(Ecn, IsNotBelievedWhenThePeerReflectsOurFlags)
{
    Conversation talk{careful()};
    talk.call(connect());
    talk.sees("> SEW 0:0(0)");
    talk.arrives("< SEW. 0:0(0) ack 1 win 65535");
    talk.sees("> . 1:1(0) ack 1");
    EXPECT_FALSE(talk.tcb().ecn);
}

TEST(Ecn, IsAgreedUponWhenBothOpenAtTheSameTime)
{
    Conversation talk{careful()};
    talk.call(connect());
    talk.sees("> SEW 0:0(0)");
    talk.arrives("< SEW 0:0(0) win 65535");
    talk.sees("> SE. 0:0(0) ack 1");
    EXPECT_TRUE(talk.tcb().ecn);
}

TEST(EcnReceiver, RepeatsEceOnEveryAckUntilCwrComes)
{
    Conversation talk = with_ecn();
    talk.arrives("< [ce] . 1:101(100) ack 1");
    talk.sees("> [noecn] E. 1:1(0) ack 101", because(Rule::EcnMarked));
    talk.arrives("< [ect0] . 101:201(100) ack 1");
    talk.sees("> E. 1:1(0) ack 201");
    talk.arrives("< [ect0] W. 201:301(100) ack 1");
    talk.sees("> . 1:1(0) ack 301", because(Rule::EcnEchoEnds));
}

TEST(EcnReceiver, StartsAgainWhenTheSegmentWithCwrIsMarkedToo)
{
    Conversation talk = with_ecn();
    talk.arrives("< [ce] . 1:101(100) ack 1");
    talk.sees("> E. 1:1(0) ack 101");
    talk.arrives("< [ce] W. 101:201(100) ack 1");
    talk.sees("> E. 1:1(0) ack 201", because(Rule::EcnMarked));
}

TEST(EcnReceiver, IgnoresAMarkOutsideTheWindow)
{
    Conversation talk = with_ecn();
    talk.arrives("< [ect0] . 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101");
    talk.arrives("< [ce] . 1:101(100) ack 1"); // an old duplicate
    talk.sees("> . 1:1(0) ack 101");
    EXPECT_FALSE(talk.tcb().ecn_echo);
}

TEST(EcnReceiver, IgnoresAMarkWithoutAnAgreement)
{
    Conversation talk = in_established();
    talk.arrives("< [ce] . 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101");
}

TEST(EcnSender, CutsTheWindowOncePerWindowAndSaysSoWithCwr)
{
    Conversation talk = with_ecn();
    send_ten_more(talk);
    talk.arrives("< E. 1:1(0) ack 101");
    talk.names(Rule::EcnReduces);
    EXPECT_EQ(talk.tcb().cwnd, 500U); // half of the 1000 octets in flight
    EXPECT_EQ(talk.tcb().ssthresh, 500U);
    talk.arrives("< E. 1:1(0) ack 501");
    EXPECT_EQ(talk.tcb().cwnd, 500U); // same window, so no second cut; and an ACK with ECE does not let cwnd grow
    talk.call(send(100));
    talk.sees_nothing(); // five segments in flight are all that cwnd allows
    talk.arrives("< E. 1:1(0) ack 601");
    talk.sees("> [ect0] PW. 1001:1101(100) ack 1");
    talk.call(send(100));
    talk.sees_nothing();
    talk.arrives("< E. 1:1(0) ack 701");
    talk.sees("> [ect0] P. 1101:1201(100) ack 1"); // CWR is sent once
}

TEST(EcnSender, ListensAgainWhenTheWindowThatWasCutIsAcknowledged)
{
    Conversation talk = with_ecn();
    send_ten_more(talk);
    talk.arrives("< E. 1:1(0) ack 1001");
    EXPECT_EQ(talk.tcb().cwnd, 500U);
    talk.call(send(500));
    for (int i = 0; i < 4; ++i)
        talk.sees(fmt::format("> {}. {}:{}(100) ack 1", i == 0 ? "W" : "", 1001 + 100 * i, 1101 + 100 * i));
    talk.sees("> P. 1401:1501(100) ack 1");
    EXPECT_EQ(talk.tcb().cwnd, 500U);
    talk.arrives("< E. 1:1(0) ack 1001"); // the peer has not seen CWR yet
    EXPECT_EQ(talk.tcb().cwnd, 500U);
    talk.arrives("< E. 1:1(0) ack 1501");
    talk.names(Rule::EcnReduces);
    EXPECT_EQ(talk.tcb().cwnd, 250U);
}

TEST(EcnSender, KeepsSevenTenthsWithCubic)
{
    Conversation talk = with_ecn(careful(Congestion::Cubic));
    send_ten_more(talk);
    talk.arrives("< E. 1:1(0) ack 101");
    EXPECT_EQ(talk.tcb().cwnd, 700U);
}

TEST(EcnSender, DoesNotCutTwiceForALossAndAMarkOfOneWindow)
{
    Conversation talk = with_ecn();
    send_ten_more(talk);
    talk.arrives("< . 1:1(0) ack 101");
    for (int i = 0; i < 3; ++i)
        talk.arrives("< E. 1:1(0) ack 101");
    talk.sees("> [noecn] . 101:201(100) ack 1", because(Rule::FastRetransmit));
    EXPECT_EQ(talk.tcb().ssthresh, 450U); // half of 900, from the first ECE
    talk.arrives("< E. 1:1(0) ack 1001");
    EXPECT_EQ(talk.tcb().ssthresh, 450U);
}

TEST(EcnSender, MarksNeitherRetransmissionsNorBareAcks)
{
    Conversation talk = with_ecn();
    talk.call(send(100));
    talk.sees("> [ect0] P. 1:101(100) ack 1");
    talk.waits(200ms);
    talk.sees("> [noecn] P. 1:101(100) ack 1", because(Rule::RetransmitBackoff));
    talk.arrives("< [ect0] . 1:101(100) ack 101");
    talk.sees("> [noecn] . 101:101(0) ack 101");
    talk.call(send(100));
    talk.sees("> [ect0] PW. 101:201(100) ack 101"); // CWR, because the timeout reduced the window
}

} // namespace
} // namespace tcpstage::tcp
