// RFC 6298 and RFC 9293 sections 3.8.1, 3.8.3 and 3.10.8: round trips, Karn, back-off, giving up.

#include "tests/support/starters.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Settings no_minimum()
{
    Settings settings;
    settings.rto_min = 1ms;
    return settings;
}

/// Sends ten octets from sequence number `at`, acknowledged after `round_trip`.
void exchange(Conversation& talk, std::uint32_t at, Duration round_trip)
{
    const std::string first = std::to_string(at);
    const std::string end = std::to_string(at + 10);
    talk.call(send(10));
    talk.sees("> P. " + first + ":" + end + "(10)");
    talk.waits(round_trip);
    talk.arrives("< . 1:1(0) ack " + end);
    talk.names(Rule::RttMeasured);
}

/// ESTABLISHED; the SYN was acknowledged after 100 ms.
Conversation with_a_round_trip_of_100ms(Settings settings = no_minimum())
{
    Conversation talk = in_syn_sent(settings);
    talk.waits(100ms);
    talk.arrives("< S. 0:0(0) ack 1");
    talk.sees("> . 1:1(0) ack 1");
    return talk;
}

TEST(RoundTrip, IsFirstTakenAsItIsAndHalfOfItIsTheVariation) // RFC 6298 (2.2)
{
    Conversation talk = with_a_round_trip_of_100ms();

    EXPECT_EQ(talk.tcb().srtt, Duration{100ms});
    EXPECT_EQ(talk.tcb().rttvar, Duration{50ms});
    EXPECT_EQ(talk.tcb().rto, Duration{300ms});
}

TEST(RoundTrip, IsSmoothedByEighthsAndItsVariationByQuarters) // RFC 6298 (2.3)
{
    Conversation talk = with_a_round_trip_of_100ms();

    exchange(talk, 1, 180ms);
    EXPECT_EQ(talk.tcb().rttvar, Duration{57500us}); // 3/4 of 50 + 1/4 of |100 - 180|
    EXPECT_EQ(talk.tcb().srtt, Duration{110ms});     // 7/8 of 100 + 1/8 of 180
    EXPECT_EQ(talk.tcb().rto, Duration{340ms});
}

TEST(RoundTrip, NeverGivesATimeoutBelowTheMinimum) // RFC 6298 (2.4)
{
    Conversation talk = in_established();

    exchange(talk, 1, 1ms);
    EXPECT_EQ(talk.tcb().rto, Duration{200ms});
}

TEST(RoundTrip, OfARetransmittedSegmentIsNotMeasured) // Karn's algorithm
{
    Conversation talk = with_a_round_trip_of_100ms();
    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 1");
    talk.waits(300ms);
    talk.sees("> P. 1:11(10) ack 1");
    talk.waits(50ms);

    talk.arrives("< . 1:1(0) ack 11");
    talk.names(Rule::KarnSkips);
    EXPECT_EQ(talk.tcb().srtt, Duration{100ms});
    EXPECT_EQ(talk.tcb().rto, Duration{600ms}); // the backed-off timeout stays
    exchange(talk, 11, 100ms);
    EXPECT_LT(talk.tcb().rto, Duration{600ms}); // only until the next measurement
}

TEST(RetransmissionTimer, IsRestartedByAnAckOfNewData) // RFC 6298 (5.3)
{
    Conversation talk = with_a_round_trip_of_100ms();
    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 1");
    talk.call(send(2000));
    talk.sees("> . 11:547(536) ack 1");
    talk.sees("> . 547:1083(536) ack 1");
    talk.sees("> . 1083:1619(536) ack 1");
    talk.waits(200ms);

    talk.arrives("< . 1:1(0) ack 547");
    EXPECT_EQ(talk.tcb().deadline(Timer::Retransmit), talk.now() + talk.tcb().rto);
    talk.call(abort());
    talk.sees("> R 1619:1619(0)");
}

TEST(RetransmissionTimer, NeverGrowsBeyondTheMaximum) // RFC 6298 (2.5)
{
    Settings settings;
    settings.rto_max = 2s;
    Conversation talk = in_syn_sent(settings);

    talk.waits(1s);
    talk.sees("> S 0:0(0)");
    talk.waits(2s);
    talk.sees("> S 0:0(0)");
    talk.waits(2s);
    talk.sees("> S 0:0(0)");
    EXPECT_EQ(talk.tcb().rto, Duration{2s});
}

TEST(RetransmissionTimer, RepeatsOurFinUntilItIsAcknowledged)
{
    for (auto* const make : {in_fin_wait_1, in_closing, in_last_ack}) {
        Conversation talk = make({});
        const State state = talk.tcb().state;
        talk.waits(200ms);
        talk.sees("> F. 1:1(0) ack " + std::to_string(peer_next(state)), because(Rule::RetransmitBackoff));
        talk.is_in(state);
    }
}

TEST(RetransmissionTimer, RepeatsTheSynAckAndGivesUpToListen)
{
    Settings settings;
    settings.syn_retries = 1;
    Conversation talk = in_syn_received(settings);

    talk.waits(1s);
    talk.sees("> S. 0:0(0) ack 1");
    talk.waits(2s);
    talk.names(Rule::GiveUpListen);
    talk.signals_nothing();
    talk.is_in(State::Listen);
}

TEST(RetransmissionTimer, TellsOfQueuedOctetsThatGoWithTheSynAck)
{
    Settings settings;
    settings.syn_retries = 1;
    Conversation talk = in_syn_received(settings);
    talk.call(send(6));

    talk.waits(1s);
    talk.sees("> S. 0:0(0) ack 1");
    talk.waits(2s);
    talk.signals(Signal::TimedOut);
    talk.is_in(State::Listen);
}

TEST(RetransmissionTimer, GivesUpASynAfterItsRetries)
{
    Settings settings;
    settings.syn_retries = 2;
    Conversation talk = in_syn_sent(settings);
    talk.waits(1s);
    talk.sees("> S 0:0(0)");
    talk.waits(2s);
    talk.sees("> S 0:0(0)");

    talk.waits(4s);
    talk.sees_nothing();
    talk.names(Rule::GiveUp);
    talk.signals(Signal::TimedOut);
    talk.is_in(State::Closed);
}

TEST(UserTimeout, AbortsWhenDataIsNotAcknowledgedInTime)
{
    Settings settings;
    settings.user_timeout = 1s;
    settings.rto_min = 10s;
    Conversation talk = in_established(settings);
    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 1");

    talk.waits(999ms);
    talk.is_in(State::Established);
    talk.waits(1ms);
    talk.names(Rule::UserTimeoutDue);
    talk.signals(Signal::TimedOut);
    talk.is_in(State::Closed);
}

TEST(UserTimeout, IsStoppedWhenAllDataIsAcknowledged)
{
    Settings settings;
    settings.user_timeout = 1s;
    Conversation talk = in_established(settings);
    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 1");

    talk.arrives("< . 1:1(0) ack 11");
    talk.waits(60s);
    talk.is_in(State::Established);
}

TEST(TimeWaitTimer, EndsTheConnectionAfterTwoMsl)
{
    Settings settings;
    settings.msl = 30s;
    Conversation talk = in_time_wait(settings);

    talk.waits(59s);
    talk.is_in(State::TimeWait);
    talk.waits(1s);
    talk.names(Rule::TimeWaitOver);
    talk.signals(Signal::Closed);
    talk.is_in(State::Closed);
}

} // namespace
} // namespace tcpstage::tcp
