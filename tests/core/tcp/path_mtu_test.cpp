// Path MTU discovery (RFC 1191) at one end.
#include "tests/support/starters.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace tcpstage::testing;

Event too_big(std::uint32_t mtu, std::uint32_t first, std::uint32_t octets)
{
    return PathMtu{mtu, Conversation::our_iss + first, octets};
}

TEST(PathMtu, SendsWhatWasTooBigAgainInPieces)
{
    Conversation talk = in_established();
    talk.call(send(1460));
    talk.sees("> P. 1:1461(1460)");

    talk.call(too_big(1040, 1, 1460));
    talk.sees("> . 1:1001(1000)", because(Rule::PathMtuLowered));
    talk.sees("> P. 1001:1461(460)");
    EXPECT_EQ(talk.tcb().snd.mss, 1000U);
    talk.arrives("< . 1:1(0) ack 1461");
    talk.call(send(1460));
    talk.sees("> . 1461:2461(1000)");
    talk.arrives("< . 1:1(0) ack 2461");
    talk.sees("> P. 2461:2921(460)");
}

TEST(PathMtu, LeavesTheCongestionWindowAlone)
{
    Settings settings;
    settings.congestion = Congestion::Reno;
    Conversation talk = in_established(settings);
    talk.call(send(1460));
    talk.sees("> P. 1:1461(1460)");
    const std::uint32_t before = talk.tcb().cwnd;

    talk.call(too_big(1040, 1, 1460));
    EXPECT_EQ(talk.tcb().cwnd, before);
    talk.see_all();
}

TEST(PathMtu, NeverGrowsASegment)
{
    Conversation talk = in_established();
    talk.call(send(1460));
    talk.see_all();
    talk.call(too_big(9000, 1, 1460));
    EXPECT_EQ(talk.tcb().snd.mss, 1460U);
    talk.see_all();
}

TEST(PathMtu, BelievesNoMessageAboutWhatIsNotUnderWay)
{
    Conversation talk = in_established();
    for (const std::uint32_t first : {0U, 1U, 1461U, 70'000U}) {
        talk.call(too_big(600, first, 1460));
        talk.sees_nothing();
    }
    talk.call(send(1460));
    talk.see_all();
    talk.arrives("< . 1:1(0) ack 1461");
    talk.call(too_big(600, 1, 1460));
    talk.sees_nothing();
    talk.call(too_big(30, 1461, 10));
    EXPECT_EQ(talk.tcb().snd.mss, 1460U);
}

TEST(PathMtu, MeansNothingBeforeTheConnectionExistsAndAfterIt)
{
    for (const auto make : {in_listen, in_syn_sent, in_syn_received, in_time_wait}) {
        Conversation talk = make({});
        talk.call(too_big(600, 0, 10));
        talk.sees_nothing();
    }
}

TEST(PathMtu, SendsTheRightOctetsWhileTheSynIsNotAcknowledged)
{
    Settings settings;
    settings.without.third_segment = true;
    Conversation talk = in_listen(settings);
    talk.arrives("< S 0:0(0) win 65535 <mss 1460>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.call(send("abcdefgh"));
    talk.sees("> P. 1:9(8)");
    talk.call(too_big(45, 1, 8));
    talk.sees("> . 1:6(5)");
    EXPECT_EQ(talk.last_seen().payload, Bytes{std::string_view{"abcde"}});
    talk.sees("> P. 6:9(3)");
    EXPECT_EQ(talk.last_seen().payload, Bytes{std::string_view{"fgh"}});
    talk.arrives("< . 1:1(0) ack 9");
}

} // namespace
} // namespace tcpstage::tcp
