// UDP (RFC 768), for comparison with TCP: what it does, and what it leaves out.
#include "tests/support/conversation.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Settings datagrams()
{
    Settings settings;
    settings.without.tcp = true;
    return settings;
}

Conversation opened_udp(Settings settings = datagrams())
{
    Conversation talk{settings};
    talk.call(connect());
    talk.names(Rule::WithoutTcp);
    talk.sees_nothing();
    return talk;
}

TEST(Udp, OpensWithoutAWordToThePeer)
{
    Conversation talk = opened_udp();
    talk.is_in(State::Closed); // UDP has no states
    EXPECT_FALSE(talk.next_deadline());
    talk.call(connect());
    talk.signals(Signal::AlreadyOpen);
}

TEST(Udp, SendsEachSendAsOneDatagramAtOnce)
{
    Conversation talk = opened_udp();
    talk.call(send(3000));
    talk.sees("> udp (3000)", because(Rule::DatagramSent));
    talk.call(send(1));
    talk.sees("> udp (1)");
    EXPECT_EQ(talk.last_seen().flags, Flags{});
    EXPECT_EQ(talk.last_seen().source_port, 80);
}

TEST(Udp, NeverSendsAgain)
{
    Conversation talk = opened_udp();
    talk.call(send(100));
    talk.sees("> udp (100)");
    talk.waits(1h);
    talk.sees_nothing();
    talk.signals_nothing();
}

TEST(Udp, DeliversWhatComesAsItComesAndAcknowledgesNothing)
{
    Conversation talk = opened_udp();
    talk.arrives("< udp (10)");
    talk.names(Rule::DatagramTaken);
    talk.delivers(10);
    talk.arrives("< udp (10)"); // a duplicate is delivered like any other datagram
    talk.delivers(10);
    talk.sees_nothing();
}

TEST(Udp, DropsWhatNobodyWaitsFor)
{
    Conversation talk{datagrams()};
    talk.arrives("< udp (10)");
    talk.names(Rule::DatagramUnwanted);
    talk.delivers(0);
    talk.sees_nothing();
    talk.call(send(10));
    talk.signals(Signal::NoConnection);
    talk.call(receive(10));
    talk.signals(Signal::NoConnection);
}

TEST(Udp, TakesNoSegmentOfTcp)
{
    Conversation talk = opened_udp();
    talk.arrives("< S 0:0(0) win 65535");
    talk.names(Rule::DatagramUnwanted);
    talk.sees_nothing();

    Conversation tcp = in_listen();
    tcp.arrives("< udp (10)");
    tcp.sees_nothing();
    tcp.is_in(State::Listen);
}

TEST(Udp, KeepsTheBordersOfDatagramsForAUserWhoReadsByHand)
{
    Settings settings = datagrams();
    settings.reads = Reads::ByHand;
    Conversation talk = opened_udp(settings);
    talk.arrives("< udp (10)");
    talk.arrives("< udp (20)");
    EXPECT_EQ(talk.tcb().unread_bytes, 30U);
    talk.call(receive(4));
    talk.delivers(4); // the other six of this datagram are lost
    EXPECT_EQ(talk.tcb().unread_bytes, 20U);
    talk.call(receive(100));
    talk.delivers(20);
}

TEST(Udp, DropsADatagramThatTheFullBufferHasNoRoomFor)
{
    Settings settings = datagrams();
    settings.reads = Reads::ByHand;
    settings.receive_buffer = 100;
    Conversation talk = opened_udp(settings);
    talk.arrives("< udp (80)");
    talk.arrives("< udp (30)");
    talk.names(Rule::DatagramNoRoom);
    talk.arrives("< udp (20)");
    talk.names(Rule::DatagramTaken);
    EXPECT_EQ(talk.tcb().unread_bytes, 100U);
}

TEST(Udp, SendsNoDatagramThatItsLengthFieldCannotCount)
{
    Conversation talk = opened_udp();
    talk.call(send(65507));
    talk.sees("> udp (65507)");
    talk.call(send(65508));
    talk.names(Rule::DatagramTooLong);
    talk.signals(Signal::TooLong);
    talk.sees_nothing();
}

TEST(Udp, ClosesWithoutAWordToThePeer)
{
    Conversation talk = opened_udp();
    talk.call(close());
    talk.names(Rule::DatagramsEnd);
    talk.sees_nothing();
    talk.arrives("< udp (10)");
    talk.names(Rule::DatagramUnwanted);
    talk.call(close());
    talk.signals(Signal::NoConnection);
}

/// Computed by hand with RFC 768's pseudo-header: 17 is the protocol, 8 + 2 the length.
TEST(UdpWireForm, HasEightOctetsOfHeaderAndACorrectChecksum)
{
    Segment datagram;
    datagram.protocol = Protocol::Udp;
    datagram.source_port = 1000;
    datagram.destination_port = 53;
    datagram.payload = Bytes{"Hi"};
    const auto octets = encode(datagram, Address{{10, 0, 0, 1}}, Address{{10, 0, 0, 2}});
    // 0x0a00 + 0x0001 + 0x0a00 + 0x0002 + 0x0011 + 0x000a + 0x03e8 + 0x0035 + 0x000a + 0x4869 = 0x60ae; its complement:
    const std::vector<std::uint8_t> expected{0x03, 0xe8, 0x00, 0x35, 0x00, 0x0a, 0x9f, 0x51, 'H', 'i'};
    EXPECT_EQ(octets, expected);
    EXPECT_EQ(header_bytes(datagram), 8U);
    EXPECT_EQ(title(datagram), "UDP");
}

TEST(UdpWireForm, WritesAChecksumOfZeroAsItsOtherZero)
{
    Segment datagram;
    datagram.protocol = Protocol::Udp;
    datagram.source_port = 1000;
    datagram.destination_port = 53;
    datagram.payload = Bytes{std::vector<std::uint8_t>{0xe7, 0xba}}; // 0x1845 + 0xe7ba = 0xffff
    const auto octets = encode(datagram, Address{{10, 0, 0, 1}}, Address{{10, 0, 0, 2}});
    EXPECT_EQ(octets[6], 0xff);
    EXPECT_EQ(octets[7], 0xff);
}

} // namespace
} // namespace tcpstage::tcp
