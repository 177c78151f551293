#include "tests/support/conversation.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

TEST(Retransmission, DoublesTheTimeoutEachTime)
{
    Conversation talk = in_established();

    talk.call(send(100));
    talk.sees("> P. 1:101(100) ack 1");
    talk.waits(200ms); // the SYN's round trip took no time, so the RTO is at its minimum
    talk.sees("> P. 1:101(100) ack 1", because(Rule::RetransmitBackoff));
    talk.waits(399ms);
    talk.sees_nothing();
    talk.waits(1ms);
    talk.sees("> P. 1:101(100) ack 1");
    talk.waits(800ms);
    talk.sees("> P. 1:101(100) ack 1");
}

TEST(Retransmission, GivesUpAfterTheAllowedRetries)
{
    Settings settings;
    settings.data_retries = 2;
    Conversation talk = in_established(settings);

    talk.call(send(100));
    talk.sees("> P. 1:101(100) ack 1");
    talk.waits(200ms);
    talk.sees("> P. 1:101(100) ack 1");
    talk.waits(400ms);
    talk.sees("> P. 1:101(100) ack 1");
    talk.waits(800ms);
    talk.sees_nothing();
    talk.signals(Signal::TimedOut);
    talk.is_in(State::Closed);
}

TEST(Retransmission, TellsTheUserAtTheThirdAndGoesOn)
{
    Conversation talk = in_established();
    talk.call(send(100));
    talk.sees("> P. 1:101(100) ack 1");
    talk.waits(200ms);
    talk.sees("> P. 1:101(100) ack 1");
    talk.waits(400ms);
    talk.sees("> P. 1:101(100) ack 1");
    talk.signals_nothing();

    talk.waits(800ms);
    talk.sees("> P. 1:101(100) ack 1", because(Rule::R1Reached));
    talk.signals(Signal::Unanswered);
    talk.is_in(State::Established);
}

TEST(Retransmission, OfASynGoesOnForThreeMinutes)
{
    Conversation talk = in_syn_sent();

    talk.waits(3min);
    talk.is_in(State::SynSent);
    for (int i = 0; i < 7; ++i)
        talk.sees("> S 0:0(0)");
    talk.waits(3s);
    talk.signals(Signal::TimedOut);
}

TEST(Retransmission, OfDataGoesOnForAHundredSeconds)
{
    Conversation talk = in_established();
    talk.call(send(100));
    talk.sees("> P. 1:101(100) ack 1");

    talk.waits(100s);
    talk.is_in(State::Established);
    for (int i = 0; i < 8; ++i)
        talk.sees("> P. 1:101(100) ack 1");
}

TEST(Retransmission, RepeatsTheSynWithTheSameNumberAfterOneTwoAndFourSeconds)
{
    Conversation talk = in_syn_sent();

    talk.waits(1s);
    talk.sees("> S 0:0(0)", because(Rule::RetransmitBackoff));
    talk.waits(2s);
    talk.sees("> S 0:0(0)");
    talk.waits(4s);
    talk.sees("> S 0:0(0)");
}

TEST(Retransmission, StartsDataWithThreeSecondsWhenTheSynWasRepeated)
{
    Conversation talk = in_syn_sent();
    talk.waits(1s);
    talk.sees("> S 0:0(0)");

    talk.arrives("< S. 0:0(0) ack 1");
    talk.sees("> . 1:1(0) ack 1", because(Rule::RtoAfterSyn));
    EXPECT_EQ(talk.tcb().rto, Duration{3s});
}

TEST(Retransmission, RepeatsEachHoleAsSoonAsTheOneBeforeItIsFilled)
{
    Settings settings;
    settings.mss = 100;
    Conversation talk = in_established(settings);
    talk.call(send(300));
    talk.sees("> . 1:101(100) ack 1");
    talk.sees("> . 101:201(100) ack 1");
    talk.sees("> P. 201:301(100) ack 1");

    talk.waits(200ms);
    talk.sees("> . 1:101(100) ack 1");
    talk.arrives("< . 1:1(0) ack 101");
    talk.sees("> . 101:201(100) ack 1", because(Rule::RetransmitNext));
    talk.arrives("< . 1:1(0) ack 301");
    talk.sees_nothing();
    EXPECT_EQ(talk.next_deadline(), std::nullopt);
}

} // namespace
} // namespace tcpstage::tcp
