// RFC 9293 sections 3.7.4 and 3.8.6: the Nagle algorithm, silly window avoidance, zero-window probes.

#include "tests/support/conversation.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Settings mss_of_100()
{
    Settings settings;
    settings.mss = 100;
    return settings;
}

Settings slow_reader()
{
    Settings settings = mss_of_100();
    settings.reads = Reads::ByHand;
    settings.receive_buffer = 400;
    return settings;
}

/// The user has sent 100 octets, and the peer's window is closed.
Conversation before_a_closed_window(Settings settings = mss_of_100())
{
    Conversation talk = in_established(settings);
    talk.arrives("< . 1:1(0) ack 1 win 0");
    talk.call(send(100));
    talk.names(Rule::WindowWaits);
    talk.sees_nothing();
    return talk;
}

TEST(Nagle, HoldsASmallSegmentBackWhileAnotherIsUnderWay)
{
    Conversation talk = in_established();

    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 1");
    talk.call(send(20));
    talk.names(Rule::NagleWaits);
    talk.sees_nothing();
    talk.call(send(30));
    talk.sees_nothing();
    talk.arrives("< . 1:1(0) ack 11");
    talk.sees("> P. 11:61(50) ack 1");
}

TEST(Nagle, SendsFullSegmentsAtOnce)
{
    Conversation talk = in_established(mss_of_100());

    talk.call(send(250));
    talk.sees("> . 1:101(100) ack 1");
    talk.sees("> . 101:201(100) ack 1");
    talk.sees_nothing();
    talk.arrives("< . 1:1(0) ack 201");
    talk.sees("> P. 201:251(50) ack 1");
}

TEST(Nagle, CanBeTurnedOff)
{
    Settings settings;
    settings.nagle = false;
    Conversation talk = in_established(settings);

    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 1");
    talk.call(send(10));
    talk.sees("> P. 11:21(10) ack 1");
}

TEST(SendWindow, IsFilledAndNotOverrun)
{
    Conversation talk = in_established(mss_of_100());
    talk.arrives("< . 1:1(0) ack 1 win 250");

    talk.call(send(1000));
    talk.sees("> . 1:101(100) ack 1");
    talk.sees("> . 101:201(100) ack 1");
    talk.names(Rule::WindowWaits);
    talk.sees_nothing(); // silly window avoidance: 50 octets of window are too few for a segment
    talk.arrives("< . 1:1(0) ack 101 win 250");
    talk.sees("> . 201:301(100) ack 1");
    talk.call(abort());
    talk.sees("> R 301:301(0)");
}

/// In the states in which octets go: what our user and the peer have done before.
struct Sender {
    State state;
    bool peer_closed; // before
    bool closes;      // our user, behind the octets
};
constexpr Sender senders[] = {{State::Established, false, false},
                              {State::FinWait1, false, true},
                              {State::CloseWait, true, false},
                              {State::CloseWait, true, true}};

/// 500 octets are under way to a peer whose largest window was `largest`, and `octets` more are queued.
Conversation with_text_under_way(const Sender& sender, bool nagle, std::uint32_t largest, std::uint32_t octets)
{
    Settings settings;
    settings.nagle = nagle;
    Conversation talk = in_listen(settings);
    const std::string window = " win " + std::to_string(largest);
    talk.arrives("< S 0:0(0)" + window + " <mss 1460>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives((sender.peer_closed ? "< F. 1:1(0) ack 1" : "< . 1:1(0) ack 1") + window);
    if (sender.peer_closed) talk.sees("> . 1:1(0) ack 2");
    talk.call(send(500));
    talk.sees("> P. 1:501(500)");
    talk.call(send(octets));
    return talk;
}

/// RFC 9293 section 3.8.6.2.1, rule (3), whose bracketed condition is Nagle's: MUST-38.
TEST(SillyWindow, IsAvoidedByASenderUnlessHalfTheLargestWindowCanGo)
{
    for (const Sender& sender : senders) {
        for (const std::uint32_t largest : {1200U, 1000U, 999U}) { // what is left of it: 700, 500, 499
            Conversation talk = with_text_under_way(sender, false, largest, 5000);
            const bool half = 2 * (largest - 500) >= largest;
            if (half) talk.sees("> . 501:" + std::to_string(largest + 1) + "(" + std::to_string(largest - 500) + ")");
            if (!half) talk.names(Rule::WindowWaits);
            talk.sees_nothing();
            if (sender.closes) talk.call(shutdown());
            talk.sees_nothing(); // the FIN waits too
            talk.is_in(sender.state);
        }
        Conversation nagle = with_text_under_way(sender, true, 1200, 5000);
        nagle.names(Rule::WindowWaits);
        nagle.sees_nothing(); // something is under way
        nagle.arrives(sender.peer_closed ? "< . 2:2(0) ack 501 win 1200" : "< . 1:1(0) ack 501 win 1200");
        nagle.sees("> . 501:1701(1200)"); // nothing is: half the window, and more
    }
}

TEST(SillyWindow, IsUsedByASenderWhenAllThatIsQueuedFits) // rule (2)
{
    for (const Sender& sender : senders) {
        Conversation plain = with_text_under_way(sender, false, 1000, 20);
        plain.sees("> P. 501:521(20)");
        Conversation nagle = with_text_under_way(sender, true, 1000, 20);
        nagle.names(Rule::NagleWaits);
        nagle.sees_nothing();
    }
}

TEST(SillyWindow, IsUsedByASenderForAFullSegment) // rule (1)
{
    for (const Sender& sender : senders) {
        for (const bool nagle : {true, false}) {
            Conversation talk = with_text_under_way(sender, nagle, 10'000, 1500);
            talk.sees("> . 501:1961(1460)");
            if (!nagle) talk.sees("> P. 1961:2001(40)");
            talk.sees_nothing();
        }
    }
}

TEST(SillyWindow, IsUsedByASenderAfterTheOverrideTimeout) // rule (4)
{
    for (const Sender& sender : senders) {
        for (const bool nagle : {true, false}) {
            Conversation talk = with_text_under_way(sender, nagle, 1200, 5000);
            if (!nagle) talk.sees("> . 501:1201(700)");
            const std::string una = nagle ? "501" : "1201";
            const std::string peer = sender.peer_closed ? "2:2(0)" : "1:1(0)";
            talk.arrives("< . " + peer + " ack " + una + " win 300"); // less than half of 1200
            talk.sees_nothing();
            talk.waits(499ms);
            talk.sees_nothing();
            talk.waits(1ms);
            talk.sees("> . " + una + ":" + (nagle ? "801" : "1501") + "(300)", because(Rule::PersistSends));
        }
    }
}

TEST(SendWindow, ThatStaysSmallIsUsedAfterAWhile)
{
    Conversation talk = in_established(mss_of_100());
    talk.arrives("< . 1:1(0) ack 1 win 30");

    talk.call(send(100));
    talk.names(Rule::WindowWaits);
    talk.sees_nothing();
    talk.waits(500ms);
    talk.sees("> . 1:31(30) ack 1", because(Rule::PersistSends));
    talk.call(abort());
    talk.sees("> R 31:31(0)");
}

TEST(ZeroWindow, IsProbedByOneOctetAndTheIntervalDoubles)
{
    Conversation talk = before_a_closed_window();

    talk.waits(499ms);
    talk.sees_nothing();
    talk.waits(1ms);
    talk.sees("> . 1:2(1) ack 1", because(Rule::PersistProbe));
    talk.arrives("< . 1:1(0) ack 1 win 0");
    talk.waits(999ms);
    talk.sees_nothing();
    talk.waits(1ms);
    talk.sees("> . 1:2(1) ack 1");
    talk.arrives("< . 1:1(0) ack 1 win 0");
    talk.waits(2s);
    talk.sees("> . 1:2(1) ack 1");
}

TEST(ZeroWindow, IsLeftAsSoonAsItOpens)
{
    Conversation talk = before_a_closed_window();
    talk.waits(500ms);
    talk.sees("> . 1:2(1) ack 1");

    talk.arrives("< . 1:1(0) ack 1 win 1000");
    talk.names(Rule::WindowUpdated);
    talk.sees("> P. 1:101(100) ack 1");
    talk.arrives("< . 1:1(0) ack 101 win 1000");
    EXPECT_EQ(talk.next_deadline(), std::nullopt);
}

TEST(ZeroWindow, GoesOnAfterTheOctetOfAProbeThatWasTaken)
{
    Conversation talk = before_a_closed_window();
    talk.waits(500ms);
    talk.sees("> . 1:2(1) ack 1");

    talk.arrives("< . 1:1(0) ack 2 win 1000");
    talk.sees("> P. 2:101(99) ack 1");
}

TEST(ZeroWindow, KeepsTheConnectionAsLongAsItsProbesAreAnswered)
{
    Settings settings = mss_of_100();
    settings.data_retries = 2;
    Conversation talk = before_a_closed_window(settings);
    for (int i = 0; i < 5; ++i) {
        talk.waits(500ms * (1 << i));
        talk.sees("> . 1:2(1) ack 1");
        talk.arrives("< . 1:1(0) ack 1 win 0");
    }
    talk.is_in(State::Established);
}

TEST(ZeroWindow, GivesUpWhenNobodyAnswers)
{
    Settings settings = mss_of_100();
    settings.data_retries = 2;
    Conversation talk = before_a_closed_window(settings);
    talk.waits(500ms);
    talk.sees("> . 1:2(1) ack 1");
    talk.waits(1s);
    talk.sees("> . 1:2(1) ack 1");
    talk.waits(2s);
    talk.signals(Signal::TimedOut);
    talk.is_in(State::Closed);
}

TEST(ReceiveWindow, ShrinksAsTheBufferFillsAndNeverMovesBack)
{
    Conversation talk = in_established(slow_reader());

    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 300");
    talk.arrives("< P. 101:201(100) ack 1");
    talk.sees("> . 1:1(0) ack 201 win 200");
}

TEST(ReceiveWindow, OpensInWorthwhileSteps)
{
    Conversation talk = in_established(slow_reader());
    talk.arrives("< P. 1:401(400) ack 1");
    talk.sees("> . 1:1(0) ack 401 win 0");

    talk.call(receive(50));
    talk.sees_nothing();
    talk.call(receive(150));
    talk.sees("> . 1:1(0) ack 401 win 200", because(Rule::WindowOpens));
}

} // namespace
} // namespace tcpstage::tcp
