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

/// RFC 6298 (5.7): an RTO of less than 3 s when the SYN's timer fired "MUST be re-initialized to 3 seconds when data
/// transmission begins", however far it was doubled since. One that was 3 s or more stays as it is.
TEST(RtoAfterRepeatedSyns, IsThreeSecondsWhereTheTimerWasShorter)
{
    struct Opening {
        Conversation (*make)(Settings);
        const char* answer;
    };
    const Opening openings[] = {{in_syn_sent, "< S. 0:0(0) ack 1"},
                                {in_syn_received, "< . 1:1(0) ack 1"},
                                {in_syn_received_by_crossing, "< S. 0:0(0) ack 1"}};
    for (const Opening& opening : openings) {
        for (const Duration initial : {Duration{500ms}, Duration{1s}, Duration{2999ms}, Duration{3s}, Duration{5s}}) {
            for (int repeats = 1; repeats <= 4; ++repeats) {
                Settings settings;
                settings.rto_initial = initial;
                Conversation talk = opening.make(settings);
                Duration backed_off = initial;
                for (int i = 0; i < repeats; ++i) {
                    talk.waits(backed_off);
                    talk.see_all();
                    backed_off = std::min<Duration>(2 * backed_off, 60s);
                }
                talk.arrives(opening.answer);
                talk.see_all();
                talk.is_in(State::Established);
                EXPECT_EQ(talk.tcb().rto, initial < Duration{3s} ? Duration{3s} : backed_off);
            }
        }
    }
}

TEST(RtoAfterRepeatedSyns, IsThreeSecondsThoughTimestampsMeasureARoundTrip)
{
    Settings settings;
    settings.timestamps = true;
    Conversation talk = in_listen(settings);
    talk.arrives("< S 0:0(0) win 65535 <mss 1460,TS val 100 ecr 0>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.waits(3s);
    talk.see_all();

    talk.arrives("< . 1:1(0) ack 1 win 65535 <TS val 3100 ecr 3001>");
    talk.names(Rule::RttMeasured);
    talk.names(Rule::RtoAfterSyn);
    EXPECT_EQ(talk.tcb().rto, Duration{3s});
    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 1");
    talk.waits(2999ms);
    talk.sees_nothing();
    talk.waits(1ms);
    talk.sees("> P. 1:11(10) ack 1", because(Rule::RetransmitBackoff));
}

TEST(RtoAfterRepeatedSyns, IsForgottenByTheNextConnection)
{
    Settings settings;
    Conversation talk = in_syn_sent(settings);
    talk.waits(1s);
    talk.sees("> S 0:0(0)");
    talk.call(close());
    talk.call(connect());
    talk.sees("> S 0:0(0)");
    talk.arrives("< S. 0:0(0) ack 1");
    talk.sees("> . 1:1(0) ack 1");
    EXPECT_LT(talk.tcb().rto, Duration{3s});
}

TEST(RoundTrip, IsNotMeasuredByATimestampThatWasNeverSent) // RFC 7323 section 4.1
{
    Settings settings;
    settings.timestamps = true;
    Conversation talk{settings};
    talk.waits(10s);
    talk.call(listen());
    talk.arrives("< S 0:0(0) win 65535 <mss 1460,TS val 100 ecr 0>");
    talk.sees("> S. 0:0(0) ack 1 <mss 1460,TS val 10001 ecr 100>");
    talk.waits(50ms);
    talk.arrives("< . 1:1(0) ack 1 win 65535 <TS val 110 ecr 10001>");
    EXPECT_EQ(talk.tcb().srtt, Duration{50ms});

    std::uint32_t next = 1;
    for (const char* echo : {"10000", "1", "0", "10052", "4294967295", "2147493649"}) { // sent between 10001 and now
        talk.call(send(10));
        talk.see_all();
        next += 10;
        talk.waits(Duration{0});
        const Duration before = talk.tcb().srtt;
        talk.arrives("< . 1:1(0) ack " + std::to_string(next) + " win 65535 <TS val 120 ecr " + echo + ">");
        EXPECT_LE(talk.tcb().srtt, before) << echo; // what was timed without them took no time at all
        EXPECT_LE(talk.tcb().rto, Duration{1s}) << echo;
    }
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
