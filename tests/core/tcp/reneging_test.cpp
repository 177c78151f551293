// A receiver may throw away what it has reported by SACK (RFC 2018 section 8): what lies at SND.UNA goes again after a
// time-out, whether it was reported or not (section 5), in whatever recovery the sender is.

#include "tests/support/conversation.h"

#include <array>
#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

constexpr std::array controls{Congestion::None, Congestion::Reno, Congestion::NewReno, Congestion::Cubic};

/// Four segments of 1000 octets under way, 1:4001; and then a FIN, when the user has closed.
Conversation with_four_segments(Congestion congestion, bool closed = false)
{
    Settings settings;
    settings.mss = 1000;
    settings.sack = true;
    settings.congestion = congestion;
    settings.initial_window = 10;
    Conversation talk = in_listen(settings);
    talk.arrives("< S 0:0(0) win 65535 <mss 1000,sackOK>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1");
    talk.call(send(4000));
    talk.sees("> . 1:1001(1000) ack 1");
    talk.sees("> . 1001:2001(1000) ack 1");
    talk.sees("> . 2001:3001(1000) ack 1");
    talk.sees("> P. 3001:4001(1000) ack 1");
    if (!closed) return talk;
    talk.call(shutdown());
    talk.sees("> F. 4001:4001(0) ack 1");
    return talk;
}

/// All retransmissions until the peer, which acknowledges each segment as it comes, has everything up to `end`. Fails
/// when nothing comes for 10 s.
void repairs(Conversation& talk, std::uint32_t next, std::uint32_t end)
{
    for (int rounds = 0; next < end && rounds < 20; ++rounds) {
        for (int i = 0; i < 100 && !talk.has_sent(); ++i)
            talk.waits(100ms);
        ASSERT_TRUE(talk.has_sent()) << "nothing goes again, though " << next << " is missing";
        for (const Segment& segment : talk.see_all())
            if (segment.seq == talk.tcb().snd.iss + next) next += segment.length();
        talk.arrives("< . 1:1(0) ack " + std::to_string(next));
    }
    talk.see_all();
    EXPECT_EQ(talk.tcb().snd.una, talk.tcb().snd.iss + end);
}

TEST(Reneging, OfHalfABlockIsRepairedAfterATimeOut)
{
    for (const Congestion congestion : controls) {
        Conversation talk = with_four_segments(congestion);
        talk.arrives("< . 1:1(0) ack 1 <sack 1001:4001>");
        if (congestion != Congestion::None) talk.sees("> . 1:1001(1000) ack 1", because(Rule::FastRetransmit));
        talk.waits(1s);
        talk.see_all();

        talk.arrives("< . 1:1(0) ack 2001"); // it has kept a third of it
        talk.names(Rule::SackReneged);
        EXPECT_EQ(talk.tcb().sacked_bytes, 0U);
        repairs(talk, 2001, 4001);
    }
}

TEST(Reneging, OfAWholeBlockIsRepairedAfterATimeOut)
{
    for (const Congestion congestion : controls) {
        Conversation talk = with_four_segments(congestion);
        talk.arrives("< . 1:1(0) ack 1 <sack 1001:2001>");
        talk.waits(300ms);
        talk.see_all();

        talk.arrives("< . 1:1(0) ack 1001"); // the block begins at SND.UNA
        talk.names(Rule::SackReneged);
        repairs(talk, 1001, 4001);
    }
}

TEST(Reneging, WithoutATimeOutBeforeIsRepairedToo) // in fast recovery, or in none
{
    for (const Congestion congestion : controls) {
        Conversation talk = with_four_segments(congestion);
        talk.arrives("< . 1:1(0) ack 1 <sack 1001:4001>");
        talk.see_all();
        talk.arrives("< . 1:1(0) ack 2001");
        talk.names(Rule::SackReneged);
        repairs(talk, 2001, 4001);
    }
}

TEST(Reneging, OfTheFinIsRepairedToo)
{
    for (const Congestion congestion : controls) {
        Conversation talk = with_four_segments(congestion, true);
        talk.arrives("< . 1:1(0) ack 1 <sack 1001:4002>");
        talk.see_all();
        talk.waits(300ms);
        talk.see_all();
        talk.arrives("< . 1:1(0) ack 4001");
        talk.names(Rule::SackReneged);
        repairs(talk, 4001, 4002);
        talk.is_in(State::FinWait2);
    }
}

TEST(Reneging, IsNotSeenWhereTheReceiverKeepsItsWord)
{
    Conversation talk = with_four_segments(Congestion::NewReno);
    talk.arrives("< . 1:1(0) ack 1 <sack 1001:2001>");
    talk.arrives("< . 1:1(0) ack 2001 <sack 3001:4001>");
    EXPECT_EQ(talk.tcb().sacked_bytes, 1000U);
    talk.waits(200ms);
    talk.sees("> . 2001:3001(1000) ack 1", because(Rule::RetransmitBackoff));
    talk.arrives("< . 1:1(0) ack 4001");
    EXPECT_EQ(talk.next_deadline(), std::nullopt);
}

} // namespace
} // namespace tcpstage::tcp
