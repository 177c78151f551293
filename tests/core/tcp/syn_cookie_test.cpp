// SYN cookies (RFC 4987 section 3.6): the cookie itself, and a listener that answers with it.
#include "core/tcp/host/syn_cookie.h"

#include "tests/support/reception.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

constexpr SocketPair sockets{{{{10, 0, 0, 2}}, 80}, {{{10, 0, 0, 1}}, 49152}};
constexpr std::uint64_t secret = 42;
constexpr Instant noon{12h};
constexpr Seq irs{100};

TEST(SynCookie, TellsTheMssRoundedDownToOneOfEight)
{
    for (const auto& [offered, kept] : std::initializer_list<std::pair<std::uint16_t, std::uint16_t>>{
             {40, 64}, {536, 536}, {1000, 536}, {1459, 1440}, {1460, 1460}, {9000, 8960}}) {
        const Seq cookie = syn_cookie(sockets, irs, offered, secret, noon);
        EXPECT_EQ(check_syn_cookie(sockets, irs, cookie, secret, noon), kept);
    }
}

TEST(SynCookie, HoldsForOneToTwoMinutes)
{
    const Seq cookie = syn_cookie(sockets, irs, 1460, secret, noon);
    const Seq first = syn_cookie(sockets, irs, 1460, secret, start_of_time);

    EXPECT_TRUE(check_syn_cookie(sockets, irs, cookie, secret, noon + 64s));
    EXPECT_FALSE(check_syn_cookie(sockets, irs, cookie, secret, noon + 128s));
    EXPECT_TRUE(check_syn_cookie(sockets, irs, first, secret, start_of_time));
}

TEST(SynCookie, HoldsOnlyForItsSocketsItsSynAndItsSecret)
{
    const Seq cookie = syn_cookie(sockets, irs, 1460, secret, noon);
    SocketPair neighbour = sockets;
    neighbour.remote.port = 49153;

    EXPECT_FALSE(check_syn_cookie(neighbour, irs, cookie, secret, noon));
    EXPECT_FALSE(check_syn_cookie(sockets, irs + 1, cookie, secret, noon));
    EXPECT_FALSE(check_syn_cookie(sockets, irs, cookie, secret + 1, noon));
}

TEST(SynCookie, IsHardlyEverGuessed)
{
    int believed = 0;
    for (std::uint32_t guess = 0; guess < 100'000; ++guess)
        believed += check_syn_cookie(sockets, irs, Seq{guess * 42'949U}, secret, noon) ? 1 : 0;
    EXPECT_LE(believed, 1); // 16 of 2^32 numbers are valid at any time
}

Settings with_cookies(SynCookies cookies)
{
    Settings settings;
    settings.backlog = 1;
    settings.syn_cookies = cookies;
    return settings;
}

void asks(Reception& reception, int peer)
{
    reception.arrives(peer, "< S 0:0(0) win 65535 <mss 1460>");
    reception.sees(peer, "> S. 0:0(0) ack 1");
}

TEST(CookieListener, AnswersBeyondTheBacklogAndKeepsNothing)
{
    Reception reception{with_cookies(SynCookies::WhenFull)};
    asks(reception, 1);
    reception.is_in(1, State::SynReceived);

    reception.arrives(2, "< S 0:0(0) win 65535 <mss 1460>");
    reception.sees(2, "> S. 0:0(0) ack 1 win 65535 <mss 1460>", because(Rule::CookieSent));
    reception.knows_nothing_of(2);
    reception.holds(1, 0);
}

TEST(CookieListener, NeverRepeatsItsAnswerForItDoesNotKnowOfIt)
{
    Reception reception{with_cookies(SynCookies::Always)};
    asks(reception, 1);

    EXPECT_FALSE(reception.host().next_deadline());
    EXPECT_EQ(reception.host().connections(), 0U);
}

TEST(CookieListener, RebuildsTheConnectionFromTheAckThatBringsTheCookieBack)
{
    Reception reception{with_cookies(SynCookies::Always)};
    reception.arrives(1, "< S 0:0(0) win 65535 <mss 1000>");
    reception.sees(1, "> S. 0:0(0) ack 1");

    reception.arrives(1, "< . 1:1(0) ack 1 win 8000");
    reception.names(Rule::CookieTrue);
    reception.names(Rule::AckEstablishes);
    reception.is_in(1, State::Established);
    EXPECT_EQ(reception.tcb(1).snd.mss, 536U); // the largest of the eight encodable MSS values up to 1000
    EXPECT_EQ(reception.tcb(1).snd.wnd, 8000U);
    EXPECT_EQ(reception.tcb(1).rcv.irs, Reception::peer_iss);
    reception.holds(0, 0);
}

TEST(CookieListener, TakesTheDataOfTheSegmentThatBringsTheCookieBack)
{
    Reception reception{with_cookies(SynCookies::Always)};
    asks(reception, 1);

    reception.arrives(1, "< P. 1:101(100) ack 1");
    reception.sees(1, "> . 1:1(0) ack 101", because(Rule::CookieTrue));
    reception.is_in(1, State::Established);
}

TEST(CookieListener, RefusesAnAckWithoutATrueCookie)
{
    Reception reception{with_cookies(SynCookies::Always)};
    asks(reception, 1);

    reception.arrives(1, "< . 1:1(0) ack 2");
    reception.sees(1, "> R 2:2(0)", because(Rule::CookieFalse));
    reception.knows_nothing_of(1);
}

TEST(CookieListener, RefusesACookieThatIsTooOld)
{
    Reception reception{with_cookies(SynCookies::Always)};
    asks(reception, 1);

    reception.waits(2min + 8s);
    reception.arrives(1, "< . 1:1(0) ack 1");
    reception.sees(1, "> R 1:1(0)", because(Rule::CookieFalse));
}

TEST(CookieListener, CannotAgreeToOptionsBeyondTheMss)
{
    Settings settings = with_cookies(SynCookies::Always);
    settings.window_scale = true;
    settings.sack = true;
    settings.timestamps = true;
    settings.receive_buffer = 1U << 20U;
    Reception reception{settings};

    reception.arrives(1, "< S 0:0(0) win 65535 <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>");
    reception.sees(1, "> S. 0:0(0) ack 1 win 65535", because(Rule::CookieLosesOptions));
    Options only_mss;
    only_mss.mss = 1460;
    EXPECT_EQ(reception.last_seen().options, only_mss);
    reception.arrives(1, "< . 1:1(0) ack 1 win 500");
    reception.is_in(1, State::Established);
    EXPECT_EQ(reception.tcb(1).snd.wnd, 500U);
    EXPECT_FALSE(reception.tcb(1).sack);
    EXPECT_FALSE(reception.tcb(1).timestamps);
}

TEST(CookieListener, LetsNobodyPastAFullAcceptQueue)
{
    Settings settings = with_cookies(SynCookies::Always);
    settings.accepts = Accepts::ByHand;
    Reception reception{settings};
    asks(reception, 1);
    asks(reception, 2);
    reception.arrives(1, "< . 1:1(0) ack 1");
    reception.holds(0, 1);

    reception.arrives(2, "< . 1:1(0) ack 1");
    reception.names(Rule::AcceptQueueFull);
    reception.knows_nothing_of(2);
    reception.accepts(1);
    reception.arrives(2, "< . 1:1(0) ack 1"); // a duplicate
    reception.is_in(2, State::Established);
}

} // namespace
} // namespace tcpstage::tcp
