// RFC 9293 section 3.10.7.4, first step: which segments are acceptable (table 6).

#include "tests/support/starters.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

/// A small window makes its edges easy to see.
Settings window_of(std::uint32_t octets)
{
    Settings settings;
    settings.receive_buffer = octets;
    return settings;
}

/// RCV.NXT is 101 and the window is closed: the user has read nothing.
Conversation with_closed_window()
{
    Settings settings = window_of(100);
    settings.reads = Reads::ByHand;
    Conversation talk = in_established(settings);
    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 0");
    return talk;
}

TEST(AcceptableSegment, IsAnEmptyOneInTheWindow)
{
    for (const auto* line : {"< . 1:1(0) ack 1", "< . 50:50(0) ack 1", "< . 100:100(0) ack 1"}) {
        Conversation talk = in_established(window_of(100));
        talk.arrives(line);
        talk.sees_nothing();
    }
}

TEST(AcceptableSegment, IsNoEmptyOneBesideTheWindow)
{
    for (const auto* line : {"< . 0:0(0) ack 1", "< . 102:102(0) ack 1", "< . 2147483648:2147483648(0) ack 1"}) {
        Conversation talk = in_established(window_of(100));
        talk.arrives(line);
        talk.sees("> . 1:1(0) ack 1", because(Rule::SequenceUnacceptable));
    }
}

TEST(AcceptableSegment, IsOneWhoseFirstOrLastOctetLiesInTheWindow)
{
    Conversation beginning = in_established(window_of(100));
    beginning.arrives("< . 1:11(10) ack 1");
    beginning.sees("> . 1:1(0) ack 11");
    beginning.arrives("< . 0:21(21) ack 1"); // its last octets are new
    beginning.sees("> . 1:1(0) ack 21");
    beginning.delivers(10);

    Conversation ending = in_established(window_of(100));
    ending.arrives("< . 100:110(10) ack 1"); // its first octet fits
    ending.sees("> . 1:1(0) ack 1", because(Rule::TextOutOfOrder));
    EXPECT_EQ(ending.tcb().out_of_order_bytes, 1U);
}

TEST(AcceptableSegment, IsOneThatCoversTheWholeWindow) // the literal text of table 6 would refuse it
{
    Conversation talk = in_established(window_of(100));

    talk.arrives("< . 1:11(10) ack 1");
    talk.sees("> . 1:1(0) ack 11");
    talk.arrives("< . 0:200(200) ack 1");
    talk.delivers(90); // the window had 90 octets left
    talk.sees("> . 1:1(0) ack 101");
}

TEST(AcceptableSegment, IsNoneWhoseOctetsAreAllOldOrBeyondTheWindow)
{
    for (const auto* line : {"< P. 0:1(1) ack 1", "< P. 101:111(10) ack 1", "< P. 4294967200:0(96) ack 1"}) {
        Conversation talk = in_established(window_of(100));
        talk.arrives(line);
        talk.delivers(0);
        talk.sees("> . 1:1(0) ack 1", because(Rule::SequenceUnacceptable));
    }
}

TEST(AcceptableSegment, ToAClosedWindowIsAnEmptyOneAtItsEdge)
{
    Conversation talk = with_closed_window();

    talk.arrives("< . 101:101(0) ack 1");
    talk.sees_nothing();
    talk.arrives("< . 102:102(0) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 0", because(Rule::SequenceUnacceptable));
}

TEST(AcceptableSegment, ToAClosedWindowKeepsItsAckButNotItsText)
{
    Conversation talk = with_closed_window();
    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 101 win 0");

    talk.arrives("< P. 101:111(10) ack 11");
    talk.sees("> . 11:11(0) ack 101 win 0", because(Rule::ZeroWindowTakesAck));
    EXPECT_EQ(talk.tcb().in_flight(), 0U);
    EXPECT_EQ(talk.tcb().unread_bytes, 100U);
}

TEST(AcceptableSegment, IsAskedForInEverySynchronizedState)
{
    for (const auto& [state, make] : all_starters) {
        if (state < State::SynReceived) continue;
        Conversation talk = make({});
        talk.arrives("< . 4294966296:4294966296(0) ack 1"); // 1000 before the peer's initial number
        const std::string next = std::to_string(our_next(state));
        talk.sees("> . " + next + ":" + next + "(0) ack " + std::to_string(peer_next(state)),
                  because(Rule::SequenceUnacceptable));
        talk.is_in(state);
    }
}

TEST(SequenceNumbersOfAConnection, WrapWithoutNotice)
{
    Conversation talk{Settings{}, {Seq{UINT32_MAX - 4}}};
    talk.call(listen());
    talk.arrives("< S 0:0(0) win 65535 <mss 1460>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1");

    talk.call(send(100));
    talk.sees("> P. 1:101(100) ack 1");
    EXPECT_EQ(talk.last_seen().seq, Seq{UINT32_MAX - 3});
    talk.arrives("< . 1:1(0) ack 51");
    EXPECT_EQ(talk.tcb().in_flight(), 50U);
    talk.arrives("< . 1:1(0) ack 101");
    EXPECT_EQ(talk.tcb().snd.una, Seq{96});
    EXPECT_EQ(talk.next_deadline(), std::nullopt);
}

} // namespace
} // namespace tcpstage::tcp
