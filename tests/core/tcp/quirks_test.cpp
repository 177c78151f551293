// Behaviour of real stacks that differs from the default. Each is a setting, off by default.
#include "tests/support/conversation.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

TEST(StackQuirks, AnOldSegmentIsDroppedWithItsAckByTheRfc)
{
    Conversation talk = in_last_ack();

    talk.arrives("< . 1:1(0) ack 2");
    talk.sees("> . 2:2(0) ack 2", because(Rule::SequenceUnacceptable));
    talk.is_in(State::LastAck);
}

TEST(StackQuirks, AnOldSegmentStillAcknowledgesWhereItMay)
{
    Settings settings;
    settings.quirks.old_segments_acknowledge = true;
    Conversation talk = in_last_ack(settings);

    talk.arrives("< . 1:1(0) ack 2");
    talk.names(Rule::OldTakesAck);
    talk.is_in(State::Closed);
    talk.sees_nothing();
}

TEST(StackQuirks, AnOldSegmentIsStillAnswered)
{
    Settings settings;
    settings.quirks.old_segments_acknowledge = true;
    Conversation talk = in_close_wait(settings);

    talk.arrives("< . 1:1(0) ack 1");
    talk.sees("> . 1:1(0) ack 2", because(Rule::OldTakesAck));
}

TEST(StackQuirks, AnyResetInTheWindowIsBelievedAndASynStillChallenged)
{
    Settings settings;
    settings.quirks.believe_any_reset = true;
    Conversation talk = in_established(settings);

    talk.arrives("< S 10:10(0)");
    talk.sees("> . 1:1(0) ack 1", because(Rule::SynChallenged));
    talk.arrives("< R 10:10(0)");
    talk.is_in(State::Closed);
}

TEST(StackQuirks, AnySynInTheWindowResetsAndAResetIsStillChallenged)
{
    Settings settings;
    settings.quirks.believe_any_syn = true;
    Conversation talk = in_established(settings);

    talk.arrives("< R 10:10(0)");
    talk.sees("> . 1:1(0) ack 1", because(Rule::ResetChallenged));
    talk.arrives("< S 10:10(0)");
    talk.sees("> R 1:1(0)");
    talk.is_in(State::Closed);
}

TEST(StackQuirks, TheWindowKeepsItsEdgeUntilTheStepIsWorthwhile)
{
    Settings settings;
    settings.receive_buffer = 4000;
    settings.reads = Reads::ByHand;
    Conversation talk = in_established(settings);

    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 3900");
    talk.call(receive(100));
    talk.arrives("< P. 101:102(1) ack 1");
    talk.sees("> . 1:1(0) ack 102 win 3899");
}

TEST(StackQuirks, TheWindowOpensWithEveryAckWhereItMay)
{
    Settings settings;
    settings.receive_buffer = 4000;
    settings.reads = Reads::ByHand;
    settings.quirks.window_opens_at_once = true;
    Conversation talk = in_established(settings);

    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 3900");
    talk.call(receive(100));
    talk.arrives("< P. 101:102(1) ack 1");
    talk.sees("> . 1:1(0) ack 102 win 3999");
}

TEST(StackQuirks, ABufferBeyondTheWindowFieldIsOfferedAsFarAsTheFieldGoes)
{
    Settings settings;
    settings.receive_buffer = 65700;
    settings.reads = Reads::ByHand;
    settings.quirks.window_opens_at_once = true;
    Conversation talk = in_established(settings);

    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 65535"); // the buffer has room for 65600 octets
    talk.arrives("< P. 101:801(700) ack 1");
    talk.sees("> . 1:1(0) ack 801 win 64900");
}

TEST(StackQuirks, AnAbortSendsABareResetByTheRfcAndOneWithAnAckWhereItMay)
{
    Settings settings;
    {
        Conversation talk = in_established(settings);
        talk.call(abort());
        talk.sees("> R 1:1(0)", because(Rule::AbortReset));
    }
    settings.quirks.abort_acknowledges = true;
    Conversation talk = in_established(settings);
    talk.call(abort());
    talk.sees("> R. 1:1(0) ack 1");
}

TEST(StackQuirks, UnreadOctetsAreLostSilentlyWhereTheyMay)
{
    Settings settings;
    settings.reads = Reads::ByHand;
    settings.quirks.unread_is_lost = true;
    Conversation talk = in_established(settings);

    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101");
    talk.call(close());
    talk.sees("> F. 1:1(0) ack 101");
}

TEST(StackQuirks, AnUnacknowledgedFinGoesWithEveryAckButAChallengeWhereItMay)
{
    Settings settings;
    settings.quirks.fin_with_every_ack = true;
    Conversation talk = in_fin_wait_1(settings);

    talk.arrives("< R 2:2(0)");
    talk.sees("> . 2:2(0) ack 1", because(Rule::ResetChallenged));
    talk.arrives("< F. 1:1(0) ack 1");
    talk.sees("> F. 1:1(0) ack 2", because(Rule::FinFinWait1));
    talk.is_in(State::Closing);
    talk.arrives("< . 2:2(0) ack 2");
    talk.is_in(State::TimeWait);
}

TEST(StackQuirks, ARepeatedOctetIsReportedAtOnce)
{
    Settings settings;
    settings.sack = true;
    settings.delayed_ack = 40ms;
    Conversation talk{settings};

    talk.call(listen());
    talk.arrives("< S 0:0(0) win 65535 <mss 1460,sackOK>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1");
    talk.arrives("< P. 1:101(100) ack 1");
    talk.arrives("< P. 101:201(100) ack 1");
    talk.sees("> . 1:1(0) ack 201");
    talk.arrives("< P. 1:301(300) ack 1"); // 200 octets are duplicates (RFC 2883 section 4)
    talk.sees("> . 1:1(0) ack 301 <nop,nop,sack 1:201>");
}

TEST(StackQuirks, AResetCarriesTimestampsAndOffersNoWindow)
{
    Settings settings;
    settings.timestamps = true;
    Conversation talk{settings};

    talk.call(listen());
    talk.arrives("< S 0:0(0) win 65535 <mss 1460,TS val 700 ecr 0>");
    talk.sees("> S. 0:0(0) ack 1");
    talk.arrives("< . 1:1(0) ack 1 <nop,nop,TS val 701 ecr 1>");
    talk.call(abort());
    talk.sees("> R 1:1(0) win 0 <nop,nop,TS val 1 ecr 701>"); // RFC 7323 section 3.2
}

TEST(StackQuirks, SlopIsAddedToTheTimeoutAndNotDoubled)
{
    Settings settings;
    settings.rto_min = 30ms;
    settings.quirks.rto_slop = 200ms;
    Conversation talk = in_established(settings);

    talk.call(send(100));
    talk.sees("> P. 1:101(100) ack 1");
    talk.waits(230ms);
    talk.sees("> P. 1:101(100) ack 1");
    talk.waits(259ms);
    talk.sees_nothing();
    talk.waits(1ms);
    talk.sees("> P. 1:101(100) ack 1");
}

TEST(StackQuirks, ThePeerWhoSaysNoMssGetsTheSmallOneOfItsInternetProtocol)
{
    Settings settings;
    settings.mss_unknown = 1220;
    Conversation talk{settings};

    talk.call(listen());
    talk.arrives("< S 0:0(0) win 65535");
    talk.sees("> S. 0:0(0) ack 1");
    EXPECT_EQ(talk.tcb().snd.mss, 1220U);
}

TEST(StackQuirks, AWindowScaleMayLeaveRoomToGrow)
{
    Settings settings;
    settings.window_scale = true;
    settings.quirks.least_scale = 6;
    Conversation talk{settings};

    talk.call(connect());
    talk.sees("> S 0:0(0) win 65535 <mss 1460,nop,wscale 6>");
    talk.arrives("< S. 0:0(0) ack 1 <mss 1460,nop,wscale 1>");
    talk.sees("> . 1:1(0) ack 1");
}

TEST(StackQuirks, SlowStartMayCountAllThatIsAcknowledged)
{
    for (const bool all : {false, true}) {
        Settings settings;
        settings.mss = 100;
        settings.congestion = Congestion::NewReno;
        settings.quirks.slow_start_counts_all = all;
        Conversation talk = in_established(settings);
        talk.call(send(900));
        talk.see_all();
        EXPECT_EQ(talk.tcb().cwnd, 1000U);
        talk.arrives("< . 1:1(0) ack 201");
        EXPECT_EQ(talk.tcb().cwnd, all ? 1200U : 1100U);
        talk.arrives("< . 1:1(0) ack 901");
        EXPECT_EQ(talk.tcb().cwnd, all ? 1900U : 1200U) << "less than twice the nine that were in flight";
        talk.call(send(300));
        talk.see_all();
        talk.arrives("< . 1:1(0) ack 1201");
        EXPECT_EQ(talk.tcb().cwnd, all ? 1900U : 1200U) << "three in flight are no reason for more";
    }
}

} // namespace
} // namespace tcpstage::tcp
