// A listening socket with many connections: its SYN queue, its accept queue, what happens when they are full, and
// segments that belong to no connection.
#include "tests/support/reception.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Settings with_backlog(std::uint32_t backlog)
{
    Settings settings;
    settings.backlog = backlog;
    return settings;
}

Settings accepted_by_hand(std::uint32_t backlog)
{
    Settings settings = with_backlog(backlog);
    settings.accepts = Accepts::ByHand;
    return settings;
}

void opens(Reception& reception, int peer)
{
    reception.arrives(peer, "< S 0:0(0) win 65535 <mss 1460>");
    reception.sees(peer, "> S. 0:0(0) ack 1");
}

void completes(Reception& reception, int peer)
{
    opens(reception, peer);
    reception.arrives(peer, "< . 1:1(0) ack 1");
    reception.is_in(peer, State::Established);
}

TEST(Backlog, KeepsAConnectionOfItsOwnForEachPeer)
{
    Reception reception{with_backlog(4)};

    completes(reception, 1);
    completes(reception, 2);
    reception.arrives(1, "< P. 1:101(100) ack 1");
    reception.sees(1, "> . 1:1(0) ack 101");
    reception.arrives(2, "< P. 1:11(10) ack 1");
    reception.sees(2, "> . 1:1(0) ack 11");
    reception.is_in(1, State::Established);
    reception.is_in(2, State::Established);
}

TEST(Backlog, HoldsEachHalfOpenConnectionInTheSynQueue)
{
    Reception reception{with_backlog(4)};

    opens(reception, 1);
    opens(reception, 2);
    reception.holds(2, 0);
    reception.is_in(1, State::SynReceived);
    reception.arrives(1, "< . 1:1(0) ack 1");
    reception.holds(1, 0);
}

TEST(Backlog, DropsASynWithoutAWordWhenTheSynQueueIsFull)
{
    Reception reception{with_backlog(2)};
    opens(reception, 1);
    opens(reception, 2);

    reception.arrives(3, "< S 0:0(0) win 65535 <mss 1460>");
    reception.names(Rule::BacklogFull);
    reception.sees_nothing();
    reception.knows_nothing_of(3);
    reception.arrives(1, "< . 1:1(0) ack 1");
    opens(reception, 3); // its retransmitted SYN finds room
}

TEST(Backlog, RepeatsTheSynAckOfEachEntryByItsOwnTimerAndGivesUpAfterR2)
{
    Settings settings = with_backlog(2);
    settings.syn_retries = 2;
    Reception reception{settings};
    opens(reception, 1);
    reception.waits(500ms);
    opens(reception, 2);

    reception.waits(500ms);
    reception.sees(1, "> S. 0:0(0) ack 1", because(Rule::RetransmitBackoff));
    reception.waits(500ms);
    reception.sees(2, "> S. 0:0(0) ack 1");
    reception.waits(1500ms); // 3 s: the second retransmission, 2 s after the first
    reception.sees(1, "> S. 0:0(0) ack 1");
    reception.waits(500ms);
    reception.sees(2, "> S. 0:0(0) ack 1");
    reception.waits(3500ms); // 7 s: R2 is reached
    reception.names(Rule::GiveUpListen);
    reception.knows_nothing_of(1);
    reception.is_in(2, State::SynReceived);
    reception.holds(1, 0);
}

TEST(Backlog, ForgetsAnEntryThatIsReset)
{
    Reception reception{with_backlog(1)};
    opens(reception, 1);

    reception.arrives(1, "< R 1:1(0)");
    reception.names(Rule::ResetToListen);
    reception.knows_nothing_of(1);
    reception.holds(0, 0);
}

TEST(Backlog, TakesAPeerAgainOnceItsOldConnectionIsGone)
{
    Reception reception{with_backlog(1)};
    completes(reception, 1);
    reception.arrives(1, "< R. 1:1(0) ack 1");
    reception.knows_nothing_of(1);

    completes(reception, 1);
}

TEST(Backlog, GivesCompleteConnectionsToTheUserInTheirOrder)
{
    Reception reception{accepted_by_hand(2)};
    opens(reception, 1);
    completes(reception, 2);
    reception.arrives(1, "< . 1:1(0) ack 1");
    reception.holds(0, 2);

    reception.accepts(2);
    reception.accepts(1);
    reception.accepts_nobody();
}

TEST(Backlog, TakesNoMoreSynsWhenTheAcceptQueueIsFull)
{
    Reception reception{accepted_by_hand(1)};
    completes(reception, 1);

    reception.arrives(2, "< S 0:0(0) win 65535 <mss 1460>");
    reception.names(Rule::AcceptQueueFull);
    reception.sees_nothing();
    reception.accepts(1);
    opens(reception, 2);
}

TEST(Backlog, LetsTheLastAckOfAHandshakeGoWhenTheAcceptQueueIsFull)
{
    Reception reception{accepted_by_hand(2)};
    opens(reception, 1);
    opens(reception, 2);
    reception.arrives(1, "< . 1:1(0) ack 1");
    completes(reception, 3); // this fills the accept queue

    reception.arrives(2, "< . 1:1(0) ack 1");
    reception.names(Rule::AcceptQueueFull);
    reception.is_in(2, State::SynReceived);
    reception.accepts(1);
    reception.waits(1s);
    reception.sees(2, "> S. 0:0(0) ack 1", because(Rule::RetransmitBackoff));
    reception.arrives(2, "< . 1:1(0) ack 1");
    reception.is_in(2, State::Established);
}

TEST(Backlog, RefusesAWrongLastAckEvenWhenTheAcceptQueueIsFull)
{
    Reception reception{accepted_by_hand(2)};
    opens(reception, 1);
    opens(reception, 2);
    reception.arrives(1, "< . 1:1(0) ack 1");
    completes(reception, 3); // this fills the accept queue

    reception.arrives(2, "< . 1:1(0) ack 900"); // it completes nothing: RFC 9293 3.10.7.4
    reception.sees(2, "> R 900:900(0)");
    reception.is_in(2, State::SynReceived);
}

TEST(Backlog, TakesAConnectionOutOfTheAcceptQueueWhenItIsReset)
{
    Reception reception{accepted_by_hand(1)};
    completes(reception, 1);

    reception.arrives(1, "< R 1:1(0)");
    reception.holds(0, 0);
    reception.accepts_nobody();
}

TEST(Backlog, RefusesAnAckThatBelongsToNoConnection)
{
    Reception reception{with_backlog(1)};

    reception.arrives(1, "< . 1:1(0) ack 4711");
    reception.sees(1, "> R 4711:4711(0)", because(Rule::ListenRefusesAck));
    reception.arrives(1, "< R 1:1(0)");
    reception.names(Rule::ListenIgnoresReset);
    reception.sees_nothing();
}

TEST(Backlog, RefusesASynForAPortWhereNobodyListens)
{
    Reception reception{with_backlog(1)};

    reception.arrives_at(81, 1, "< S 0:0(0) win 65535");
    reception.sees(1, "> R. 0:0(0) ack 1", because(Rule::ClosedRefuses));
    reception.holds(0, 0);
}

TEST(Backlog, IsGoneWithItsListener)
{
    Reception reception{with_backlog(2)};
    opens(reception, 1);
    EXPECT_EQ(reception.host().place(0), Host::Place::Opening);
    reception.stops_listening();
    EXPECT_EQ(reception.host().place(0), Host::Place::Own);

    reception.arrives(2, "< S 0:0(0) win 65535");
    reception.sees(2, "> R. 0:0(0) ack 1", because(Rule::ClosedRefuses));
    reception.is_in(1, State::SynReceived); // stays until the caller aborts it
}

TEST(Backlog, IsOpenedAnewWithoutTouchingTheConnectionsThatAreThere)
{
    Reception reception{with_backlog(2)};
    completes(reception, 1);
    opens(reception, 2);
    reception.stops_listening();
    reception.host().listen(Reception::our_socket, with_backlog(2));

    reception.is_in(1, State::Established);
    reception.is_in(2, State::SynReceived);
    completes(reception, 3);
    reception.arrives(1, "< P. 1:101(100) ack 1");
    reception.sees(1, "> . 1:1(0) ack 101");
}

TEST(Backlog, IsOpenedOnAPortThatIsItselfConnecting)
{
    Reception reception{with_backlog(2)};
    reception.stops_listening();
    Effects sent;
    const Host::Id id = reception.host().add({Reception::our_socket, Reception::socket(1)}, {}, {});
    reception.host().call(id, Open{true}, Instant{}, sent);
    reception.host().listen(Reception::our_socket, with_backlog(2));

    reception.is_in(1, State::SynSent);
    completes(reception, 2);
    reception.is_in(1, State::SynSent);
}

TEST(Backlog, IsForgottenInACrash)
{
    Reception reception{with_backlog(2)};
    completes(reception, 1);
    reception.crashes();

    reception.arrives(1, "< P. 1:11(10) ack 1");
    reception.sees(1, "> R 1:1(0)", because(Rule::ClosedRefusesAck));
    EXPECT_EQ(reception.host().connections(), 0U);
}

TEST(Backlog, UsesTheSlotsOfClosedConnectionsAgain)
{
    Reception reception{with_backlog(1)};
    for (int peer = 1; peer <= 100; ++peer) {
        completes(reception, peer);
        reception.arrives(peer, "< R. 1:1(0) ack 1");
    }

    completes(reception, 101);
    EXPECT_EQ(reception.host().connections(), 1U);
    EXPECT_EQ(reception.host().find({Reception::our_socket, Reception::socket(101)}), 0U);
}

/// Accepted, and then closed by the user: TIME-WAIT.
void closes(Reception& reception, int peer)
{
    completes(reception, peer);
    reception.accepts(peer);
    reception.calls(peer, shutdown());
    reception.sees(peer, "> F. 1:1(0) ack 1");
    reception.arrives(peer, "< F. 1:1(0) ack 2");
    reception.sees(peer, "> . 2:2(0) ack 2");
    reception.is_in(peer, State::TimeWait);
}

Settings reusing(std::uint32_t backlog)
{
    Settings settings = accepted_by_hand(backlog);
    settings.time_wait_reuse = true;
    return settings;
}

TEST(ReopenedConnection, WaitsForAcceptLikeAnyOther)
{
    Reception reception{reusing(2)};
    closes(reception, 1);
    reception.holds(0, 0);

    reception.arrives(1, "< S 70000:70000(0)");
    reception.sees(1, "> S. 0:0(0) ack 70001", because(Rule::SynReopens));
    reception.holds(1, 0);
    reception.accepts_nobody();
    reception.arrives(1, "< . 70001:70001(0) ack 1");
    reception.is_in(1, State::Established);
    reception.holds(0, 1);
    reception.accepts(1);
    reception.holds(0, 0);
}

TEST(ReopenedConnection, LeavesTheSynQueueWhenTheSynProvesOld)
{
    Reception reception{reusing(2)};
    closes(reception, 1);
    reception.arrives(1, "< S 70000:70000(0)");
    reception.sees(1, "> S. 0:0(0) ack 70001");
    reception.holds(1, 0);

    reception.arrives(1, "< R 70001:70001(0)");
    reception.is_in(1, State::TimeWait);
    reception.holds(0, 0);
    reception.accepts_nobody();
    reception.waits(4s);
    reception.knows_nothing_of(1);
}

TEST(ReopenedConnection, NeedsAPlaceInBothQueues)
{
    Reception reception{reusing(1)};
    closes(reception, 1);
    opens(reception, 2);
    reception.arrives(1, "< S 70000:70000(0)");
    reception.names(Rule::BacklogFull);
    reception.sees_nothing();
    reception.is_in(1, State::TimeWait);

    reception.arrives(2, "< . 1:1(0) ack 1");
    reception.holds(0, 1);
    reception.arrives(1, "< S 70000:70000(0)");
    reception.names(Rule::AcceptQueueFull);
    reception.sees_nothing();
    reception.accepts(2);
    reception.arrives(1, "< S 70000:70000(0)");
    reception.sees(1, "> S. 0:0(0) ack 70001", because(Rule::SynReopens));
}

TEST(ReopenedConnection, NeedsNoListener)
{
    Reception reception{reusing(2)};
    closes(reception, 1);
    reception.stops_listening();

    reception.arrives(1, "< S 70000:70000(0)");
    reception.sees(1, "> S. 0:0(0) ack 70001", because(Rule::SynReopens));
    reception.is_in(1, State::SynReceived);
}

} // namespace
} // namespace tcpstage::tcp
