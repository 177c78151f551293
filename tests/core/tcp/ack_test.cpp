// RFC 9293 section 3.10.7.4, fifth step: the ACK field, and the window that comes with it.

#include "tests/support/starters.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Conversation with_a_hundred_octets_sent()
{
    Conversation talk = in_established();
    talk.call(send(100));
    talk.sees("> P. 1:101(100) ack 1");
    return talk;
}

TEST(AckField, IsMissedInEverySynchronizedState)
{
    for (const auto& [state, make] : all_starters) {
        if (state < State::SynReceived) continue;
        Conversation talk = make({});
        const std::uint32_t next = peer_next(state);
        talk.arrives("< P " + std::to_string(next) + ":" + std::to_string(next + 10) + "(10)");
        talk.names(Rule::AckMissing);
        talk.sees_nothing();
        talk.delivers(0);
        talk.is_in(state);
    }
}

TEST(AckField, OfOurSynEstablishes)
{
    Conversation talk = in_syn_received();

    talk.arrives("< . 1:1(0) ack 1 win 4000");
    talk.names(Rule::AckEstablishes);
    talk.signals(Signal::Connected);
    talk.is_in(State::Established);
    EXPECT_EQ(talk.tcb().snd.wnd, 4000U);
    EXPECT_EQ(talk.tcb().snd.wl1, Conversation::peer_iss + 1);
    EXPECT_EQ(talk.tcb().snd.wl2, Conversation::our_iss + 1);
}

TEST(AckField, OfOurSynMayComeWithDataAndFin)
{
    Conversation talk = in_syn_received();

    talk.arrives("< F. 1:11(10) ack 1");
    talk.delivers(10);
    talk.sees("> . 1:1(0) ack 12");
    talk.is_in(State::CloseWait);
}

TEST(AckField, ThatDoesNotFitOurSynIsRefused)
{
    for (const std::string ack : {"0", "2", "4294967285"}) {
        Conversation talk = in_syn_received();
        talk.arrives("< . 1:1(0) ack " + ack);
        talk.sees("> R " + ack + ":" + ack + "(0)", because(Rule::SynReceivedBadAck));
        talk.is_in(State::SynReceived);
    }
}

TEST(AckField, MovesSndUnaUpAndStopsTheTimerWhenAllIsAcknowledged)
{
    Conversation talk = with_a_hundred_octets_sent();

    talk.arrives("< . 1:1(0) ack 61");
    talk.names(Rule::AckAdvances);
    EXPECT_EQ(talk.tcb().in_flight(), 40U);
    EXPECT_TRUE(talk.next_deadline());
    talk.arrives("< . 1:1(0) ack 101");
    EXPECT_EQ(talk.tcb().in_flight(), 0U);
    EXPECT_EQ(talk.next_deadline(), std::nullopt);
}

TEST(AckField, ThatAcknowledgesNothingNewIsADuplicate)
{
    Conversation talk = with_a_hundred_octets_sent();

    talk.arrives("< . 1:1(0) ack 1");
    talk.names(Rule::AckDuplicate);
    talk.sees_nothing();
    EXPECT_EQ(talk.tcb().duplicate_acks, 1U);
    talk.arrives("< . 1:1(0) ack 101");
    EXPECT_EQ(talk.tcb().duplicate_acks, 0U);
}

TEST(AckField, OfWhatWasNeverSentIsAnsweredByAnAck)
{
    Conversation talk = with_a_hundred_octets_sent();

    talk.arrives("< P. 1:11(10) ack 102");
    talk.sees("> . 101:101(0) ack 1", because(Rule::AckOutOfRange));
    talk.delivers(0);
}

TEST(AckField, OlderThanAnyWindowIsAnsweredByAnAck) // blind data injection, RFC 5961 section 5
{
    Conversation talk = in_established();

    talk.arrives("< P. 1:11(10) ack 4294901761"); // 65536 before SND.UNA
    talk.sees("> . 1:1(0) ack 1", because(Rule::AckOutOfRange));
    talk.delivers(0);
    talk.arrives("< P. 1:11(10) ack 4294901762"); // 65535: the peer's largest window
    talk.delivers(10);
    talk.sees("> . 1:1(0) ack 11");
}

TEST(AckField, HoweverOldIsIgnoredByTheOldRuleAndItsDataTaken) // RFC 793 section 3.9
{
    Settings settings;
    settings.challenge_ack = false;
    Conversation talk = in_established(settings);

    talk.arrives("< P. 1:11(10) ack 2147483650"); // 2^31 - 1 before SND.UNA
    talk.delivers(10);
    talk.sees("> . 1:1(0) ack 11");
    talk.arrives("< P. 11:21(10) ack 2"); // never sent
    talk.sees("> . 1:1(0) ack 11", because(Rule::AckOutOfRange));
    talk.delivers(0);
}

TEST(WindowUpdate, IsTakenFromANewerSegment)
{
    Conversation talk = in_established();

    talk.arrives("< . 1:1(0) ack 1 win 500");
    talk.names(Rule::WindowUpdated);
    EXPECT_EQ(talk.tcb().snd.wnd, 500U);
}

TEST(WindowUpdate, IsNotTakenFromAnOlderSegment)
{
    Conversation talk = in_established();
    talk.arrives("< P. 11:21(10) ack 1 win 2000");
    talk.sees("> . 1:1(0) ack 1");

    talk.arrives("< P. 1:11(10) ack 1 win 1000"); // overtaken by a later segment
    talk.sees("> . 1:1(0) ack 21");
    EXPECT_EQ(talk.tcb().snd.wnd, 2000U);
}

TEST(WindowUpdate, IsNotTakenFromAnOldAck)
{
    Conversation talk = with_a_hundred_octets_sent();
    talk.arrives("< . 1:1(0) ack 101 win 700");

    talk.arrives("< . 1:1(0) ack 1 win 50");
    EXPECT_EQ(talk.tcb().snd.wnd, 700U);
}

TEST(AckOfOurFin, MovesEachClosingStateOn)
{
    Conversation active = in_fin_wait_1();
    active.arrives("< . 1:1(0) ack 2");
    active.names(Rule::FinAcked);
    active.is_in(State::FinWait2);
    active.sees_nothing();

    Conversation crossing = in_closing();
    crossing.arrives("< . 2:2(0) ack 2");
    crossing.names(Rule::FinAckedClosing);
    crossing.is_in(State::TimeWait);

    Conversation last = in_last_ack();
    last.arrives("< . 2:2(0) ack 2");
    last.names(Rule::FinAckedLastAck);
    last.is_in(State::Closed);
}

TEST(AckOfOurFin, IsNotTheAckOfTheDataBeforeIt)
{
    Conversation talk = in_established();
    talk.call(send(100));
    talk.sees("> P. 1:101(100) ack 1");
    talk.call(shutdown());
    talk.sees("> F. 101:101(0) ack 1");

    talk.arrives("< . 1:1(0) ack 101");
    talk.is_in(State::FinWait1);
    talk.arrives("< . 1:1(0) ack 102");
    talk.is_in(State::FinWait2);
}

TEST(AckOfOurFin, IsWaitedForByClosingAndLastAck)
{
    for (auto* const make : {in_closing, in_last_ack}) {
        Conversation talk = make({});
        const State state = talk.tcb().state;
        talk.arrives("< . 2:2(0) ack 1");
        talk.sees_nothing();
        talk.is_in(state);
    }
}

TEST(TimeWait, DoesNotAnswerAnAcceptableAck) // otherwise two such ends would answer each other forever
{
    Conversation talk = in_time_wait();

    talk.arrives("< . 2:2(0) ack 2");
    talk.sees_nothing();
    talk.is_in(State::TimeWait);
}

} // namespace
} // namespace tcpstage::tcp
