// RFC 9293 section 3.10.7.4, second and fourth step, with RFC 5961: genuine and forged RSTs and SYNs in a connection.

#include "tests/support/starters.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Settings without_challenges()
{
    Settings settings;
    settings.challenge_ack = false;
    return settings;
}

std::string reset_at(std::uint32_t seq)
{
    const std::string number = std::to_string(seq);
    return "< R " + number + ":" + number + "(0)";
}

TEST(Reset, WithTheExpectedNumberEndsTheConnection)
{
    for (const auto& [state, make] : all_starters) {
        if (!is_synchronized(state)) continue;
        Conversation talk = make({});
        talk.arrives(reset_at(peer_next(state)));
        talk.names(Rule::ResetTaken);
        talk.sees_nothing();
        talk.is_in(State::Closed);
        if (state != State::TimeWait) talk.signals(Signal::Reset);
        EXPECT_EQ(talk.next_deadline(), std::nullopt) << name(state);
    }
}

TEST(Reset, ElsewhereInTheWindowIsAnsweredByAChallengeAck)
{
    for (const auto& [state, make] : all_starters) {
        if (state < State::SynReceived) continue;
        Conversation talk = make({});
        talk.arrives(reset_at(peer_next(state) + 1000));
        const std::string next = std::to_string(our_next(state));
        talk.sees("> . " + next + ":" + next + "(0) ack " + std::to_string(peer_next(state)),
                  because(Rule::ResetChallenged));
        talk.is_in(state);
    }
}

TEST(Reset, OutsideTheWindowIsDroppedWithoutAWord)
{
    for (const auto& [state, make] : all_starters) {
        if (state < State::SynReceived) continue;
        Conversation talk = make({});
        for (const std::uint32_t seq : {peer_next(state) - 1, peer_next(state) + 65535, 2147483648U}) {
            talk.arrives(reset_at(seq));
            talk.names(Rule::ResetOutsideWindow);
            talk.sees_nothing();
            talk.is_in(state);
        }
    }
}

TEST(Reset, ToAClosedWindowCountsAtItsEdge)
{
    Settings settings;
    settings.receive_buffer = 100;
    settings.reads = Reads::ByHand;
    Conversation talk = in_established(settings);
    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 0");

    talk.arrives("< R 102:102(0)");
    talk.is_in(State::Established);
    talk.arrives("< R 101:101(0)");
    talk.is_in(State::Closed);
}

TEST(Reset, InSynReceivedTellsAPassiveOpenThatItsQueuedOctetsAreLost)
{
    for (const char* segment : {"< R 1:1(0)", "< S 1:1(0)"}) {
        Conversation talk = in_syn_received();
        talk.call(send(6));

        talk.arrives(segment);
        talk.signals(Signal::Reset);
        talk.is_in(State::Listen);
    }
}

TEST(Reset, InSynReceivedTakesAPassiveOpenBackToListenInSilence)
{
    Conversation talk = in_syn_received();

    talk.arrives("< R 1:1(0)");
    talk.names(Rule::ResetToListen);
    talk.signals_nothing();
    talk.sees_nothing();
    talk.is_in(State::Listen);
    talk.waits(60s);
    talk.sees_nothing();
    talk.arrives("< S 0:0(0)");
    talk.sees("> S. 0:0(0) ack 1");
}

TEST(Reset, InSynReceivedRefusesAnActiveOpen)
{
    Conversation talk = in_syn_received_by_crossing();

    talk.arrives("< R 1:1(0)");
    talk.names(Rule::ResetRefuses);
    talk.signals(Signal::Refused);
    talk.is_in(State::Closed);
}

TEST(Reset, AnywhereInTheWindowIsBelievedByTheOldRule)
{
    Conversation talk = in_established(without_challenges());

    talk.arrives("< R 1001:1001(0)");
    talk.names(Rule::ResetInWindow);
    talk.signals(Signal::Reset);
    talk.is_in(State::Closed);
}

TEST(SynInAConnection, IsAnsweredByAChallengeAck)
{
    for (const auto& [state, make] : all_starters) {
        if (!is_synchronized(state)) continue;
        Conversation talk = make({});
        const std::string seq = std::to_string(peer_next(state) + 1000);
        talk.arrives("< S " + seq + ":" + seq + "(0)");
        const std::string next = std::to_string(our_next(state));
        talk.sees("> . " + next + ":" + next + "(0) ack " + std::to_string(peer_next(state)),
                  because(Rule::SynChallenged));
        talk.is_in(state);
    }
}

TEST(SynInAConnection, OutsideTheWindowIsAnsweredByAnAckToo) // RFC 5961 section 4.2
{
    Conversation talk = in_established();

    talk.arrives("< S 70000:70000(0)");
    talk.sees("> . 1:1(0) ack 1");
    talk.arrives("< R 1:1(0)"); // the answer of a peer that has restarted
    talk.is_in(State::Closed);
    talk.signals(Signal::Reset);
}

TEST(SynInAConnection, ResetsItByTheOldRule)
{
    Conversation talk = in_established(without_challenges());

    talk.arrives("< S 1001:1001(0)");
    talk.sees("> R 1:1(0)", because(Rule::SynResets));
    talk.signals(Signal::Reset);
    talk.is_in(State::Closed);
}

TEST(SynInAConnection, TakesAPassiveSynReceivedBackToListen)
{
    Conversation talk = in_syn_received();

    talk.arrives("< S 100:100(0)");
    talk.names(Rule::SynToListen);
    talk.sees_nothing();
    talk.is_in(State::Listen);
}

TEST(SynInAConnection, ThatIsTheOldOneAgainIsAnsweredByAnAck) // the SYN,ACK was lost
{
    Conversation talk = in_syn_received();

    talk.arrives("< S 0:0(0)");
    talk.sees("> . 1:1(0) ack 1", because(Rule::SequenceUnacceptable));
    talk.is_in(State::SynReceived);
}

TEST(ChallengeAcks, AreAtMostTenInFiveSeconds)
{
    Conversation talk = in_established();
    for (int i = 0; i < 10; ++i) {
        talk.arrives("< R 1001:1001(0)");
        talk.sees("> . 1:1(0) ack 1");
    }
    talk.arrives("< R 1001:1001(0)");
    talk.names(Rule::ChallengeLimited);
    talk.sees_nothing();
    talk.waits(5s);
    talk.arrives("< R 1001:1001(0)");
    talk.sees("> . 1:1(0) ack 1");
}

TEST(CrossingSynAck, EstablishesAsFigure7Draws) // RFC 9293 figure 7
{
    Conversation talk = in_syn_received_by_crossing();

    talk.arrives("< S. 0:0(0) ack 1");
    talk.names(Rule::CrossingSynAck);
    talk.sees_nothing();
    talk.is_in(State::Established);
    talk.signals(Signal::Connected);
}

TEST(CrossingSynAck, IsUnacceptableWordForWord) // the same exchange without RFC 9293 appendix A.2
{
    Settings settings;
    settings.simultaneous_mitigation = false;
    Conversation talk = in_syn_received_by_crossing(settings);

    talk.arrives("< S. 0:0(0) ack 1");
    talk.sees("> . 1:1(0) ack 1", because(Rule::SequenceUnacceptable));
    talk.is_in(State::SynReceived);
    talk.arrives("< . 1:1(0) ack 1"); // the peer's answer to its copy of the exchange
    talk.is_in(State::Established);
}

} // namespace
} // namespace tcpstage::tcp
