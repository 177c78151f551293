// Text and FIN that come with a SYN or a crossing SYN,ACK: cut to the window, kept until the connection is established,
// and then in order with what follows (RFC 9293 sections 3.10.7.2 to 3.10.7.4).

#include "tests/support/conversation.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Settings small_buffer(std::uint32_t octets)
{
    Settings settings;
    settings.receive_buffer = octets;
    settings.reads = Reads::ByHand;
    return settings;
}

Settings selective()
{
    Settings settings;
    settings.sack = true;
    return settings;
}

TEST(TextOfASyn, IsTakenWithWhatRepeatsItOrFollowsIt)
{
    struct Third {
        const char* segment;
        std::uint32_t octets; // delivered in all
    };
    for (const Third& third : {Third{"< . 101:101(0) ack 1", 100}, Third{"< P. 1:101(100) ack 1", 100},
                               Third{"< P. 1:301(300) ack 1", 300}, Third{"< P. 51:301(250) ack 1", 300},
                               Third{"< P. 101:301(200) ack 1", 300}, Third{"< P. 1:51(50) ack 1", 100}}) {
        Conversation talk = in_listen();
        talk.arrives("< S 0:100(100) win 65535 <mss 1460>");
        talk.sees("> S. 0:0(0) ack 1");
        talk.arrives(third.segment);
        talk.delivers(third.octets);
        talk.sees("> . 1:1(0) ack " + std::to_string(1 + third.octets));
        EXPECT_EQ(talk.tcb().out_of_order_bytes, 0U) << third.segment;
    }
}

TEST(TextOfASyn, LeavesAGapToWhatComesBeyondIt)
{
    Conversation talk = in_listen();
    talk.arrives("< S 0:100(100) win 65535 <mss 1460>");
    talk.sees("> S. 0:0(0) ack 1");

    talk.arrives("< P. 201:301(100) ack 1");
    talk.delivers(100);
    talk.sees("> . 1:1(0) ack 101", because(Rule::TextOutOfOrder));
    talk.arrives("< P. 1:201(200) ack 1");
    talk.delivers(200);
    talk.sees("> . 1:1(0) ack 301");
}

TEST(TextOfASyn, AndItsFinAreTakenWhenBothComeAgain)
{
    for (const char* third : {"< F. 1:101(100) ack 1", "< . 102:102(0) ack 1", "< F. 101:101(0) ack 1"}) {
        Conversation talk = in_listen();
        talk.arrives("< SF 0:100(100) win 65535 <mss 1460>");
        talk.sees("> S. 0:0(0) ack 1");
        talk.arrives(third);
        talk.delivers(100);
        talk.sees("> . 1:1(0) ack 102", because(Rule::FinEstablished));
        talk.sees_nothing();
        talk.is_in(State::CloseWait);
    }
}

TEST(TextOfASyn, IsTakenWhenTheUserHasClosedMeanwhile)
{
    Conversation talk = in_listen();
    talk.arrives("< S 0:100(100) win 65535 <mss 1460>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.call(shutdown());
    talk.sees("> F. 1:1(0) ack 1");

    talk.arrives("< . 101:101(0) ack 2");
    talk.delivers(100);
    talk.sees("> . 2:2(0) ack 101");
    talk.is_in(State::FinWait2);
}

TEST(TextOfASyn, IsLostWhenNobodyWillReadItAndAResetSaysSo) // RFC 9293 section 3.6.1, SHLD-3
{
    Conversation talk = in_listen();
    talk.arrives("< S 0:100(100) win 65535 <mss 1460>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.call(close());
    talk.sees("> F. 1:1(0) ack 1");

    talk.arrives("< . 101:101(0) ack 2");
    talk.delivers(0);
    talk.sees("> R 2:2(0)", because(Rule::TextAfterClose));
    talk.is_in(State::Closed);
}

TEST(TextOfASyn, IsTakenAtOnceWithoutAThirdSegment)
{
    Settings settings;
    settings.without.third_segment = true;
    Conversation talk = in_listen(settings);

    talk.arrives("< S 0:100(100) win 65535 <mss 1460>");
    talk.delivers(100);
    talk.sees("> S. 0:0(0) ack 1");
    talk.sees("> . 1:1(0) ack 101");
}

TEST(TextOfASyn, IsReportedOnceAsADuplicate) // RFC 2883 section 4
{
    Conversation talk = in_listen(selective());
    talk.arrives("< S 0:100(100) win 65535 <mss 1460,sackOK>");
    talk.sees("> S. 0:0(0) ack 1");

    talk.arrives("< P. 1:301(300) ack 1");
    talk.sees("> . 1:1(0) ack 301 <sack 1:101>", because(Rule::DuplicateReported));
    EXPECT_EQ(talk.last_seen().options.sack_count, 1);
    talk.arrives("< P. 301:311(10) ack 1");
    talk.sees("> . 1:1(0) ack 311");
    EXPECT_EQ(talk.last_seen().options.sack_count, 0);
}

TEST(FinOfASyn, IsCutOffWithTheOctetsBeforeIt)
{
    struct Syn {
        const char* segment;
        bool fin_fits;
    };
    for (const Syn& syn :
         {Syn{"< SF 0:600(600)", false}, Syn{"< SF 0:500(500)", false}, Syn{"< SF 0:499(499)", true}}) {
        Conversation talk = in_listen(small_buffer(500));
        talk.arrives(syn.segment);
        talk.sees("> S. 0:0(0) ack 1");
        talk.arrives("< . 1:1(0) ack 1");
        talk.sees("> . 1:1(0) ack 501");
        talk.is_in(syn.fin_fits ? State::CloseWait : State::Established);
        talk.call(receive(1000));
        talk.delivers(syn.fin_fits ? 499 : 500);
        talk.sees("> . 1:1(0) ack 501 win 500");
        if (syn.fin_fits) continue;
        talk.arrives("< F. 501:601(100) ack 1");
        talk.sees("> . 1:1(0) ack 602");
        talk.is_in(State::CloseWait);
    }
}

TEST(FinOfASyn, IsCutOffOnASynAckAndOnACrossingSynToo)
{
    Conversation answered = in_syn_sent(small_buffer(500));
    answered.arrives("< SF. 0:600(600) ack 1");
    answered.sees("> . 1:1(0) ack 501 win 0");
    answered.is_in(State::Established);

    Conversation crossing = in_syn_sent(small_buffer(500));
    crossing.arrives("< SF 0:600(600)");
    crossing.sees("> S. 0:0(0) ack 1");
    crossing.arrives("< . 1:1(0) ack 1");
    crossing.sees("> . 1:1(0) ack 501 win 0");
    crossing.is_in(State::Established);
}

TEST(FinInAConnection, IsCutOffWithTheOctetsBeforeIt) // RFC 9293 section 3.10.7.4 (1)
{
    struct Last {
        const char* segment;
        bool fin_fits;
    };
    for (const Last& last : {Last{"< F. 1:601(600) ack 1", false}, Last{"< F. 1:501(500) ack 1", false},
                             Last{"< F. 1:500(499) ack 1", true}}) {
        Conversation talk = in_established(small_buffer(500));
        talk.arrives(last.segment);
        talk.sees("> . 1:1(0) ack 501");
        talk.is_in(last.fin_fits ? State::CloseWait : State::Established);
    }
    Conversation waits = in_established(small_buffer(500)); // beyond a gap
    waits.arrives("< F. 101:601(500) ack 1");
    waits.sees("> . 1:1(0) ack 1");
    waits.arrives("< P. 1:101(100) ack 1");
    waits.sees("> . 1:1(0) ack 501 win 0");
    waits.is_in(State::Established);
}

TEST(CrossingSynAck, BringsAWindowThatIsNotScaled) // RFC 7323 section 2.2
{
    Settings settings;
    settings.window_scale = true;
    settings.mss = 1000;
    Conversation talk{settings};
    talk.call(connect());
    talk.sees("> S 0:0(0)");
    talk.arrives("< S 0:0(0) win 500 <mss 1000,wscale 7>");
    talk.sees("> S. 0:0(0) ack 1");

    talk.arrives("< S. 0:0(0) ack 1 win 1000 <mss 1000,wscale 7>");
    talk.is_in(State::Established);
    EXPECT_EQ(talk.tcb().snd.wnd, 1000U);
    talk.arrives("< . 1:1(0) ack 1 win 10"); // the next one is
    EXPECT_EQ(talk.tcb().snd.wnd, 1280U);
}

TEST(CrossingSynAck, BringsATimestampToBeRemembered)
{
    Settings settings;
    settings.timestamps = true;
    Conversation talk{settings};
    talk.call(connect());
    talk.sees("> S 0:0(0)");
    talk.arrives("< S 0:0(0) win 65535 <mss 1460,TS val 100 ecr 0>");
    talk.sees("> S. 0:0(0) ack 1 <mss 1460,TS val 1 ecr 100>");

    talk.arrives("< S. 0:0(0) ack 1 win 65535 <mss 1460,TS val 170 ecr 1>");
    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 1 <TS val 1 ecr 170>");
    talk.arrives("< S. 0:0(0) ack 1 win 65535 <mss 1460,TS val 180 ecr 1>"); // again: it is a SYN in a connection now
    talk.sees("> . 11:11(0) ack 1", because(Rule::SynChallenged));
    EXPECT_EQ(talk.tcb().ts_recent, 170U);
}

TEST(CrossingSynAck, OfThePastIsRefusedByItsTimestamp)
{
    Settings settings;
    settings.timestamps = true;
    Conversation talk{settings};
    talk.call(connect());
    talk.sees("> S 0:0(0)");
    talk.arrives("< S 0:0(0) win 65535 <mss 1460,TS val 100 ecr 0>");
    talk.sees("> S. 0:0(0) ack 1");

    talk.arrives("< S. 0:0(0) ack 1 win 65535 <mss 1460,TS val 90 ecr 1>");
    talk.sees("> . 1:1(0) ack 1", because(Rule::PawsRejects));
    talk.is_in(State::SynReceived);
}

TEST(CrossingSynAck, BringsTextThatIsCutToTheWindow)
{
    Conversation talk = in_syn_sent(small_buffer(500));
    talk.arrives("< S 0:0(0)");
    talk.sees("> S. 0:0(0) ack 1 win 500");

    talk.arrives("< SF. 0:600(600) ack 1");
    talk.sees("> . 1:1(0) ack 501 win 0");
    talk.is_in(State::Established);
    EXPECT_EQ(talk.tcb().unread_bytes, 500U);
}

TEST(CrossingSynAck, RepeatsTheTextOfTheSynAndBringsMore)
{
    Conversation talk{selective()};
    talk.call(connect());
    talk.sees("> S 0:0(0)");
    talk.arrives("< S 0:100(100) win 65535 <mss 1460,sackOK>");
    talk.sees("> S. 0:0(0) ack 1");

    talk.arrives("< SF. 0:300(300) ack 1 win 65535 <mss 1460,sackOK>");
    talk.delivers(300);
    talk.sees("> . 1:1(0) ack 302 <sack 1:101>");
    EXPECT_EQ(talk.last_seen().options.sack_count, 1);
    talk.is_in(State::CloseWait);
}

} // namespace
} // namespace tcpstage::tcp
