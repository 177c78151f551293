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
