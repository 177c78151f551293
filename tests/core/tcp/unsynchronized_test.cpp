// RFC 9293 sections 3.10.7.1 to 3.10.7.3: segments that arrive in CLOSED, LISTEN and SYN-SENT.

#include "tests/support/conversation.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

TEST(ClosedEndpoint, RefusesASynByAResetThatAcknowledgesIt)
{
    Conversation talk;

    talk.arrives("< S 100:100(0)");
    talk.sees("> R. 0:0(0) ack 101", because(Rule::ClosedRefuses));
    talk.is_in(State::Closed);
}

TEST(ClosedEndpoint, CountsSynDataAndFinInItsAcknowledgment) // RFC 9293 3.10.7.1
{
    Conversation talk;

    talk.arrives("< SF 0:3(3)");
    talk.sees("> R. 0:0(0) ack 5");
}

TEST(ClosedEndpoint, TakesTheNumberOfItsResetFromAnAck)
{
    Conversation talk;

    talk.arrives("< . 1:1(0) ack 100");
    talk.sees("> R 100:100(0)", because(Rule::ClosedRefusesAck));
}

TEST(ClosedEndpoint, NeverAnswersAReset)
{
    Conversation talk;

    talk.arrives("< R. 1:1(0) ack 100");
    talk.sees_nothing();
    talk.names(Rule::ClosedIgnoresReset);
}

TEST(ListeningEndpoint, IgnoresAReset)
{
    Conversation talk = in_listen();

    talk.arrives("< R 1:1(0)");
    talk.sees_nothing();
    talk.names(Rule::ListenIgnoresReset);
    talk.is_in(State::Listen);
}

TEST(ListeningEndpoint, RefusesAnyAck)
{
    for (const auto* line : {"< . 1:1(0) ack 7", "< S. 1:1(0) ack 7", "< F. 1:1(0) ack 7"}) {
        Conversation talk = in_listen();
        talk.arrives(line);
        talk.sees("> R 7:7(0)", because(Rule::ListenRefusesAck));
        talk.is_in(State::Listen);
    }
}

TEST(ListeningEndpoint, AnswersASynBySynAckWithItsOwnNumber)
{
    Conversation talk = in_listen();

    talk.arrives("< S 0:0(0) win 1000 <mss 536>");
    talk.sees("> S. 0:0(0) ack 1 win 65535 <mss 1460>", because(Rule::ListenTakesSyn));
    talk.is_in(State::SynReceived);
    EXPECT_EQ(talk.tcb().snd.mss, 536U);
    EXPECT_EQ(talk.tcb().snd.wnd, 1000U);
    EXPECT_EQ(talk.tcb().rcv.irs, Conversation::peer_iss);
}

TEST(ListeningEndpoint, DropsWhatHasNeitherSynNorAckNorRst)
{
    for (const auto* line : {"< F 1:1(0)", "< - 1:11(10)", "< P 1:11(10)"}) {
        Conversation talk = in_listen();
        talk.arrives(line);
        talk.sees_nothing();
        talk.names(Rule::ListenDrops);
        talk.is_in(State::Listen);
    }
}

TEST(ListeningEndpoint, KeepsDataAndFinOfASynUntilTheConnectionIsEstablished)
{
    Conversation talk = in_listen();

    talk.arrives("< SF 0:10(10)");
    talk.sees("> S. 0:0(0) ack 1");
    talk.delivers(0);
    talk.arrives("< . 12:12(0) ack 1");
    talk.delivers(10);
    talk.sees("> . 1:1(0) ack 12");
    talk.is_in(State::CloseWait);
}

TEST(ListeningEndpoint, TakesFiveHundredThirtySixOctetsWithoutAnMssOption)
{
    Conversation talk = in_listen();

    talk.arrives("< S 0:0(0) win 65535");
    talk.sees("> S. 0:0(0) ack 1");
    EXPECT_EQ(talk.tcb().snd.mss, 536U);
}

TEST(SynSent, RefusesAnAckOfWhatItNeverSent)
{
    for (const std::string ack : {"0", "2", "4294967285"}) { // our ISS, one more than sent, an old number
        Conversation talk = in_syn_sent();
        talk.arrives("< S. 300:300(0) ack " + ack);
        talk.sees("> R " + ack + ":" + ack + "(0)", because(Rule::SynSentBadAck));
        talk.is_in(State::SynSent);
    }
}

TEST(SynSent, BelievesAResetOnlyWhenItAcknowledgesTheSyn)
{
    Conversation talk = in_syn_sent();
    for (const auto* line : {"< R 0:0(0)", "< R. 0:0(0) ack 0", "< R. 0:0(0) ack 2"}) {
        talk.arrives(line);
        talk.sees_nothing();
        talk.names(Rule::SynSentIgnoresReset);
        talk.is_in(State::SynSent);
    }
    talk.arrives("< R. 0:0(0) ack 1");
    talk.signals(Signal::Refused);
    talk.names(Rule::SynSentRefused);
    talk.is_in(State::Closed);
}

TEST(SynSent, IsEstablishedBySynAck)
{
    Conversation talk = in_syn_sent();

    talk.arrives("< S. 0:0(0) ack 1 win 5000 <mss 1000>");
    talk.sees("> . 1:1(0) ack 1", because(Rule::SynSentEstablished));
    talk.is_in(State::Established);
    talk.signals(Signal::Connected);
    EXPECT_EQ(talk.tcb().snd.mss, 1000U);
    EXPECT_EQ(talk.tcb().snd.wnd, 5000U);
}

TEST(SynSent, TakesDataAndFinOfASynAckAtOnce)
{
    Conversation talk = in_syn_sent();

    talk.arrives("< SF. 0:10(10) ack 1");
    talk.sees("> . 1:1(0) ack 12");
    talk.delivers(10);
    talk.is_in(State::CloseWait);
}

TEST(SynSent, AnswersACrossingSynBySynAckWithTheSameNumber)
{
    Conversation talk = in_syn_sent();

    talk.arrives("< S 0:0(0)");
    talk.sees("> S. 0:0(0) ack 1", because(Rule::SynSentCrossing));
    talk.is_in(State::SynReceived);
}

TEST(SynSent, DropsWhatIsNeitherSynNorRst)
{
    for (const auto* line : {"< . 0:0(0) ack 1", "< F. 0:0(0) ack 1", "< F 0:0(0)", "< P. 0:10(10) ack 1"}) {
        Conversation talk = in_syn_sent();
        talk.arrives(line);
        talk.sees_nothing();
        talk.names(Rule::SynSentDrops);
        talk.is_in(State::SynSent);
    }
}

} // namespace
} // namespace tcpstage::tcp
