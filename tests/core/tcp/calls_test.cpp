// RFC 9293 sections 3.10.1 to 3.10.5: each call in each state.

#include "tests/support/starters.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Settings reads_by_hand()
{
    Settings settings;
    settings.reads = Reads::ByHand;
    return settings;
}

TEST(OpenCall, ListensOrSendsASynWithTheInitialNumber)
{
    Conversation passive;
    passive.call(listen());
    passive.sees_nothing();
    passive.is_in(State::Listen);
    passive.names(Rule::OpenPassive);

    Conversation active;
    active.call(connect());
    active.sees("> S 0:0(0) win 65535 <mss 1460>", because(Rule::OpenActive));
    active.is_in(State::SynSent);
    EXPECT_EQ(active.tcb().snd.una, Conversation::our_iss);
    EXPECT_EQ(active.tcb().snd.nxt, Conversation::our_iss + 1);
}

TEST(OpenCall, TurnsAListeningEndpointIntoAnActiveOne)
{
    Conversation talk = in_listen();

    talk.call(connect());
    talk.sees("> S 0:0(0)");
    talk.is_in(State::SynSent);
}

TEST(OpenCall, IsAnErrorOnAnOpenConnection)
{
    for (const auto& [state, make] : all_starters) {
        Conversation talk = make({});
        talk.call(state == State::Listen ? listen() : connect());
        talk.signals(Signal::AlreadyOpen);
        talk.names(Rule::OpenAgain);
        talk.sees_nothing();
        talk.is_in(state);
    }
}

TEST(AnyCall, IsAnErrorWithoutAConnection)
{
    for (const Event& event : {send(1), receive(1), shutdown(), close(), abort()}) {
        Conversation talk;
        talk.call(event);
        talk.signals(Signal::NoConnection);
        talk.names(Rule::NoConnection);
        talk.sees_nothing();
        talk.is_in(State::Closed);
    }
}

TEST(SendCall, OnAListeningEndpointOpensAndQueuesTheData)
{
    Conversation talk = in_listen();

    talk.call(send(10));
    talk.sees("> S 0:0(0)", because(Rule::SendOpens));
    talk.is_in(State::SynSent);
    talk.arrives("< S. 0:0(0) ack 1");
    talk.sees("> P. 1:11(10) ack 1");
}

TEST(SendCall, QueuesDataUntilTheConnectionIsEstablished)
{
    for (auto* const make : {in_syn_sent, in_syn_received}) {
        Conversation talk = make({});
        talk.call(send(10));
        talk.names(Rule::SendWaits);
        talk.sees_nothing();
        talk.arrives(talk.tcb().passive ? "< . 1:1(0) ack 1" : "< S. 0:0(0) ack 1");
        talk.sees("> P. 1:11(10) ack 1");
    }
}

TEST(SendCall, GoesOnInCloseWaitAndCarriesTheAck)
{
    Conversation talk = in_close_wait();

    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 2");
    talk.is_in(State::CloseWait);
}

TEST(SendCall, IsAnErrorAfterClose)
{
    for (const auto& [state, make] : all_starters) {
        if (our_next(state) != 2) continue;
        Conversation talk = make({});
        talk.call(send(10));
        talk.signals(Signal::Closing);
        talk.names(Rule::SendAfterClose);
        talk.sees_nothing();
    }
}

TEST(SendCall, IsRefusedWhenTheBufferIsFull)
{
    Settings settings;
    settings.send_buffer = 100;
    Conversation talk = in_established(settings);

    talk.call(send(101));
    talk.signals(Signal::NoBuffer);
    talk.names(Rule::SendBufferFull);
    talk.sees_nothing();
    talk.call(send(100));
    talk.sees("> P. 1:101(100) ack 1");
}

TEST(ReceiveCall, TakesNoMoreThanItAsksFor)
{
    Conversation talk = in_established(reads_by_hand());
    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 65435");
    talk.delivers(0);

    talk.call(receive(60));
    talk.delivers(60);
    talk.call(receive(60));
    talk.delivers(40);
    talk.call(receive(60));
    talk.delivers(0);
}

TEST(CloseCall, BeforeTheConnectionExistsSendsNothing)
{
    Conversation listening = in_listen();
    listening.call(close());
    listening.names(Rule::CloseListen);
    listening.sees_nothing();
    listening.is_in(State::Closed);

    Conversation opening = in_syn_sent();
    opening.call(close());
    opening.names(Rule::CloseSynSent);
    opening.sees_nothing();
    opening.is_in(State::Closed);
    opening.waits(10s);
    opening.sees_nothing();
}

TEST(CloseCall, InSynReceivedSendsTheFinAtOnceWhenNothingIsQueued)
{
    Conversation talk = in_syn_received();

    talk.call(close());
    talk.is_in(State::FinWait1);
    talk.names(Rule::CloseSynReceived);
    talk.sees("> F. 1:1(0) ack 1");
}

TEST(CloseCall, InSynReceivedWaitsForQueuedData)
{
    Conversation talk = in_syn_received();
    talk.call(send(10));

    talk.call(close());
    talk.names(Rule::CloseWaits);
    talk.sees_nothing();
    talk.is_in(State::SynReceived);
    talk.arrives("< . 1:1(0) ack 1");
    talk.sees("> P. 1:11(10) ack 1");
    talk.sees("> F. 11:11(0) ack 1");
    talk.is_in(State::FinWait1);
}

TEST(CloseCall, AfterThePeersFinGoesToLastAck)
{
    Conversation talk = in_close_wait();

    talk.call(close());
    talk.sees("> F. 1:1(0) ack 2", because(Rule::CloseCloseWait));
    talk.is_in(State::LastAck);
    talk.arrives("< . 2:2(0) ack 2");
    talk.is_in(State::Closed);
    talk.names(Rule::FinAckedLastAck);
    talk.signals(Signal::Closed);
}

TEST(CloseCall, SendsNoSecondFin)
{
    for (const auto& [state, make] : all_starters) {
        if (our_next(state) != 2) continue;
        Conversation talk = make({});
        talk.call(shutdown());
        talk.signals(Signal::Closing);
        talk.names(Rule::CloseAgain);
        talk.sees_nothing();
        talk.is_in(state);
    }
}

TEST(AbortCall, TellsThePeerWhereItHasAConnection)
{
    for (const auto& [state, make] : all_starters) {
        const bool reset = state >= State::SynReceived && state <= State::CloseWait;
        Conversation talk = make({});
        talk.call(abort());
        talk.names(reset ? Rule::AbortReset : Rule::AbortSilent);
        if (reset) talk.sees(our_next(state) == 2 ? "> R 2:2(0)" : "> R 1:1(0)");
        talk.sees_nothing();
        talk.is_in(State::Closed);
        EXPECT_EQ(talk.next_deadline(), std::nullopt) << name(state);
    }
}

TEST(AbortCall, ThrowsQueuedDataAway)
{
    Conversation talk = in_established();
    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 1");

    talk.call(abort());
    talk.sees("> R 11:11(0)");
    talk.waits(60s);
    talk.sees_nothing();
}

} // namespace
} // namespace tcpstage::tcp
