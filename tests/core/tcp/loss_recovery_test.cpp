#include "tests/support/conversation.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

/// MSS 100 for simple numbers, and an initial window of ten segments.
Settings controlled(Congestion congestion)
{
    Settings settings;
    settings.mss = 100;
    settings.congestion = congestion;
    settings.initial_window = 10;
    return settings;
}

Settings selective(Congestion congestion)
{
    Settings settings = controlled(congestion);
    settings.sack = true;
    return settings;
}

/// ESTABLISHED after a passive open, with SACK if the settings ask for it.
Conversation established(Settings settings)
{
    Conversation talk = in_listen(settings);
    talk.arrives(settings.sack ? "< S 0:0(0) win 65535 <mss 1460,sackOK>" : "< S 0:0(0) win 65535 <mss 1460>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1");
    return talk;
}

/// Sends ten segments, 1:101 ... 901:1001.
void send_ten(Conversation& talk)
{
    talk.call(send(1000));
    for (int i = 0; i < 9; ++i)
        talk.sees(fmt::format("> . {}:{}(100) ack 1", 1 + 100 * i, 101 + 100 * i));
    talk.sees("> P. 901:1001(100) ack 1");
}

TEST(FastRetransmit, RepeatsTheSegmentAfterThreeDuplicateAcks)
{
    Conversation talk = established(controlled(Congestion::NewReno));
    send_ten(talk);

    talk.arrives("< . 1:1(0) ack 101");
    talk.arrives("< . 1:1(0) ack 101");
    talk.sees_nothing();
    talk.arrives("< . 1:1(0) ack 101");
    talk.sees_nothing();
    talk.arrives("< . 1:1(0) ack 101");
    talk.sees("> . 101:201(100) ack 1", because(Rule::FastRetransmit));
    EXPECT_EQ(talk.tcb().ssthresh, 450U); // half of the 900 octets in flight
    EXPECT_EQ(talk.tcb().cwnd, 750U);     // ssthresh plus the three segments that have left the network
}

TEST(FastRetransmit, NeedsCongestionControl)
{
    Conversation talk = established(controlled(Congestion::None));
    send_ten(talk);

    for (int i = 0; i < 5; ++i)
        talk.arrives("< . 1:1(0) ack 1");
    talk.sees_nothing();
    EXPECT_EQ(talk.tcb().duplicate_acks, 5U);
}

TEST(NewReno, RepeatsTheNextHoleAtAPartialAckAndEndsWithAFullOne)
{
    Conversation talk = established(controlled(Congestion::NewReno));
    send_ten(talk);
    for (int i = 0; i < 2; ++i)
        talk.arrives("< . 1:1(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1");
    talk.sees("> . 1:101(100) ack 1", because(Rule::FastRetransmit));

    talk.arrives("< . 1:1(0) ack 501");
    talk.sees("> . 501:601(100) ack 1", because(Rule::PartialAck));
    talk.arrives("< . 1:1(0) ack 1001");
    talk.names(Rule::RecoveryOver);
    EXPECT_EQ(talk.tcb().recovery, Recovery::None);
    EXPECT_LE(talk.tcb().cwnd, talk.tcb().ssthresh);
}

TEST(Reno, LeavesRecoveryAtTheFirstNewAck)
{
    Conversation talk = established(controlled(Congestion::Reno));
    send_ten(talk);
    for (int i = 0; i < 2; ++i)
        talk.arrives("< . 1:1(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1");
    talk.sees("> . 1:101(100) ack 1");

    talk.arrives("< . 1:1(0) ack 501");
    talk.names(Rule::RecoveryOver);
    talk.sees_nothing();
}

TEST(Reno, DeflatesTheWindowToTheThreshold)
{
    Conversation talk = established(controlled(Congestion::Reno));
    send_ten(talk);
    for (int i = 0; i < 3; ++i)
        talk.arrives("< . 1:1(0) ack 1");
    talk.sees("> . 1:101(100) ack 1");

    talk.arrives("< . 1:1(0) ack 1001");
    EXPECT_EQ(talk.tcb().ssthresh, 500U);
    EXPECT_EQ(talk.tcb().cwnd, 500U); // NewReno: at most one segment more than is in flight
}

TEST(SackRecovery, RepeatsOnlyWhatIsMissing)
{
    Conversation talk = established(selective(Congestion::NewReno));
    send_ten(talk);

    talk.arrives("< . 1:1(0) ack 101 win 65535 <sack 201:301>");
    talk.names(Rule::AckAdvances);
    talk.arrives("< . 1:1(0) ack 101 win 65535 <sack 201:401>");
    talk.arrives("< . 1:1(0) ack 101 win 65535 <sack 201:401 501:601>");
    talk.sees("> . 101:201(100) ack 1", because(Rule::FastRetransmit));
    talk.arrives("< . 1:1(0) ack 101 win 65535 <sack 201:401 501:801>");
    talk.sees("> . 401:501(100) ack 1", because(Rule::SackRetransmit)); // pipe 300, cwnd 450
    talk.arrives("< . 1:1(0) ack 101 win 65535 <sack 201:401 501:1001>");
    talk.sees_nothing();
    talk.arrives("< . 1:1(0) ack 1001");
    talk.names(Rule::RecoveryOver);
    EXPECT_EQ(talk.tcb().sacked_bytes, 0U);
}

TEST(Timeout, CollapsesTheWindowToOneSegmentAndStartsSlowly)
{
    Conversation talk = established(controlled(Congestion::NewReno));
    send_ten(talk);

    talk.waits(200ms);
    talk.sees("> . 1:101(100) ack 1", because(Rule::RetransmitBackoff));
    EXPECT_EQ(talk.tcb().cwnd, 100U);
    EXPECT_EQ(talk.tcb().ssthresh, 500U);
    talk.arrives("< . 1:1(0) ack 101");
    talk.sees("> . 101:201(100) ack 1", because(Rule::RetransmitNext));
    talk.sees("> . 201:301(100) ack 1");
    EXPECT_EQ(talk.tcb().cwnd, 200U);
}

TEST(Timeout, LetsTheAckThatEndsTheRepairOpenTheWindowToo)
{
    Conversation talk = established(controlled(Congestion::NewReno));
    talk.call(send(400));
    for (int i = 0; i < 4; ++i)
        talk.sees(fmt::format("> {} {}:{}(100) ack 1", i < 3 ? "." : "P.", 1 + 100 * i, 101 + 100 * i));
    talk.waits(200ms);
    talk.sees("> . 1:101(100) ack 1");

    talk.arrives("< . 1:1(0) ack 401");
    talk.names(Rule::RecoveryOver);
    EXPECT_EQ(talk.tcb().cwnd, 200U);
}

TEST(Timeout, DoesNotRepeatWhatThePeerHolds)
{
    Conversation talk = established(selective(Congestion::NewReno));
    send_ten(talk);
    talk.arrives("< . 1:1(0) ack 1 win 65535 <sack 101:201>");

    talk.waits(200ms);
    talk.sees("> . 1:101(100) ack 1");
    talk.arrives("< . 1:1(0) ack 201");
    talk.sees("> . 201:301(100) ack 1");
    talk.sees("> . 301:401(100) ack 1");
}

TEST(LimitedTransmit, SendsNewDataForTheFirstTwoDuplicateAcks)
{
    Conversation talk = established(controlled(Congestion::NewReno));
    talk.call(send(2000));
    for (int i = 0; i < 10; ++i)
        talk.sees(fmt::format("> . {}:{}(100) ack 1", 1 + 100 * i, 101 + 100 * i));

    talk.arrives("< . 1:1(0) ack 1");
    talk.sees("> . 1001:1101(100) ack 1");
    talk.arrives("< . 1:1(0) ack 1");
    talk.sees("> . 1101:1201(100) ack 1");
    talk.arrives("< . 1:1(0) ack 1");
    talk.sees("> . 1:101(100) ack 1", because(Rule::FastRetransmit));
    EXPECT_EQ(talk.tcb().ssthresh, 500U); // half of ten segments; the two of Limited Transmit do not count
}

TEST(SlowStart, GrowsByOneSegmentForEachAck)
{
    Settings settings = controlled(Congestion::NewReno);
    settings.initial_window = 2;
    Conversation talk = established(settings);

    talk.call(send(800));
    talk.sees("> . 1:101(100) ack 1");
    talk.sees("> . 101:201(100) ack 1");
    talk.arrives("< . 1:1(0) ack 101");
    talk.sees("> . 201:301(100) ack 1");
    talk.sees("> . 301:401(100) ack 1");
    talk.arrives("< . 1:1(0) ack 201");
    talk.sees("> . 401:501(100) ack 1");
    talk.sees("> . 501:601(100) ack 1");
    EXPECT_EQ(talk.tcb().cwnd, 400U);
}

TEST(SackReceiver, ReportsTheNewestBlockFirst)
{
    Conversation talk = established(selective(Congestion::None));

    talk.arrives("< . 201:301(100) ack 1");
    talk.sees("> . 1:1(0) ack 1 win 65535 <sack 201:301>");
    talk.arrives("< . 401:501(100) ack 1");
    talk.sees("> . 1:1(0) ack 1 win 65535 <sack 401:501 201:301>");
    talk.arrives("< . 301:401(100) ack 1");
    talk.sees("> . 1:1(0) ack 1 win 65535 <sack 201:501>");
    talk.arrives("< . 1:201(200) ack 1");
    talk.sees("> . 1:1(0) ack 501");
    EXPECT_EQ(talk.last_seen().options.sack_count, 0);
    talk.delivers(500);
}

TEST(SackReceiver, ReportsDuplicatesAsRfc2883Says)
{
    Conversation talk = established(selective(Congestion::None));
    talk.arrives("< . 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101");

    talk.arrives("< . 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 65535 <sack 1:101>", because(Rule::DuplicateReported));
    talk.arrives("< . 201:301(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 65535 <sack 201:301>");
    talk.arrives("< . 201:301(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 65535 <sack 201:301 201:301>");
}

TEST(Cubic, CutsToSevenTenths)
{
    Conversation talk = established(selective(Congestion::Cubic));
    send_ten(talk);

    talk.arrives("< . 1:1(0) ack 1 win 65535 <sack 101:201>");
    talk.arrives("< . 1:1(0) ack 1 win 65535 <sack 101:301>");
    talk.arrives("< . 1:1(0) ack 1 win 65535 <sack 101:401>");
    talk.sees("> . 1:101(100) ack 1", because(Rule::FastRetransmit));
    EXPECT_EQ(talk.tcb().ssthresh, 700U);
}

TEST(WindowScale, IsAgreedUponAndApplied)
{
    Settings settings;
    settings.window_scale = true;
    settings.receive_buffer = 1U << 20U;
    Conversation talk = in_listen(settings);

    talk.arrives("< S 0:0(0) win 65535 <mss 1460,wscale 3>");
    talk.sees("> S. 0:0(0) ack 1 win 65535 <mss 1460,wscale 5>");
    talk.arrives("< . 1:1(0) ack 1 win 1000");
    EXPECT_EQ(talk.tcb().snd.wnd, 8000U);
    talk.arrives("< P. 1:101(100) ack 1 win 1000");
    talk.sees("> . 1:1(0) ack 101");
    EXPECT_GT(talk.tcb().rcv.wnd, 1000000U);
}

TEST(Paws, RefusesASegmentFromThePast)
{
    Settings settings;
    settings.timestamps = true;
    Conversation talk = in_listen(settings);
    talk.arrives("< S 0:0(0) win 65535 <mss 1460,TS val 1000 ecr 0>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1 win 65535 <TS val 1010 ecr 1>");
    talk.arrives("< P. 1:101(100) ack 1 win 65535 <TS val 1020 ecr 1>");
    talk.sees("> . 1:1(0) ack 101");
    EXPECT_EQ(talk.last_seen().options.timestamps.echo, 1020U);

    talk.arrives("< P. 101:201(100) ack 1 win 65535 <TS val 900 ecr 1>");
    talk.sees("> . 1:1(0) ack 101", because(Rule::PawsRejects));
    talk.delivers(0);
}

TEST(Paws, MissesTheTimestampsThatWereAgreedUpon)
{
    Settings settings;
    settings.timestamps = true;
    Conversation talk = in_listen(settings);
    talk.arrives("< S 0:0(0) win 65535 <mss 1460,TS val 100 ecr 0>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1 win 65535 <TS val 100 ecr 0>");

    talk.arrives("< P. 1:11(10) ack 1");
    talk.names(Rule::TimestampMissing);
    talk.delivers(0);
    talk.sees_nothing();
    talk.arrives("< R 1:1(0)"); // a RST needs no timestamp
    talk.is_in(State::Closed);
}

TEST(SlowStart, BeginsAnewAfterAnIdleTime)
{
    Conversation talk = established(controlled(Congestion::NewReno));
    talk.waits(1s);
    send_ten(talk);
    talk.arrives("< . 1:1(0) ack 501");
    talk.arrives("< . 1:1(0) ack 1001");
    EXPECT_GT(talk.tcb().cwnd, 1000U);

    talk.waits(1s);
    talk.call(send(100));
    talk.sees("> P. 1001:1101(100) ack 1", because(Rule::RestartAfterIdle));
    EXPECT_EQ(talk.tcb().cwnd, 1000U);
}

} // namespace
} // namespace tcpstage::tcp
