// Choices of real stacks that differ from the default: each is a setting, and off by default.
#include "tests/support/conversation.h"

#include <gtest/gtest.h>

namespace tcpstage {
namespace {

using namespace testing;

TEST(Choices, AnOldSegmentIsDroppedWithItsAckByTheRfc)
{
    Conversation talk = in_last_ack();

    talk.arrives("< . 1:1(0) ack 2");
    talk.sees("> . 2:2(0) ack 2", because(Rule::SequenceUnacceptable));
    talk.is_in(State::LastAck);
}

TEST(Choices, AnOldSegmentStillAcknowledgesWhereItMay)
{
    Settings settings;
    settings.choices.old_segments_acknowledge = true;
    Conversation talk = in_last_ack(settings);

    talk.arrives("< . 1:1(0) ack 2");
    talk.names(Rule::OldTakesAck);
    talk.is_in(State::Closed);
    talk.sees_nothing();
}

TEST(Choices, AnOldSegmentIsStillAnswered)
{
    Settings settings;
    settings.choices.old_segments_acknowledge = true;
    Conversation talk = in_close_wait(settings);

    talk.arrives("< . 1:1(0) ack 1");
    talk.sees("> . 1:1(0) ack 2", because(Rule::OldTakesAck));
}

TEST(Choices, AnyResetInTheWindowIsBelievedAndASynStillChallenged)
{
    Settings settings;
    settings.choices.believe_any_reset = true;
    Conversation talk = in_established(settings);

    talk.arrives("< S 10:10(0)");
    talk.sees("> . 1:1(0) ack 1", because(Rule::SynChallenged));
    talk.arrives("< R 10:10(0)");
    talk.is_in(State::Closed);
}

TEST(Choices, AnySynInTheWindowResetsAndAResetIsStillChallenged)
{
    Settings settings;
    settings.choices.believe_any_syn = true;
    Conversation talk = in_established(settings);

    talk.arrives("< R 10:10(0)");
    talk.sees("> . 1:1(0) ack 1", because(Rule::ResetChallenged));
    talk.arrives("< S 10:10(0)");
    talk.sees("> R 1:1(0)");
    talk.is_in(State::Closed);
}

TEST(Choices, TheWindowKeepsItsEdgeUntilTheStepIsWorthwhile)
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

TEST(Choices, TheWindowOpensWithEveryAckWhereItMay)
{
    Settings settings;
    settings.receive_buffer = 4000;
    settings.reads = Reads::ByHand;
    settings.choices.window_opens_at_once = true;
    Conversation talk = in_established(settings);

    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 3900");
    talk.call(receive(100));
    talk.arrives("< P. 101:102(1) ack 1");
    talk.sees("> . 1:1(0) ack 102 win 3999");
}

TEST(Choices, ABufferBeyondTheWindowFieldIsOfferedAsFarAsTheFieldGoes)
{
    Settings settings;
    settings.receive_buffer = 65700;
    settings.reads = Reads::ByHand;
    settings.choices.window_opens_at_once = true;
    Conversation talk = in_established(settings);

    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 65535"); // 65600 octets of room
    talk.arrives("< P. 101:801(700) ack 1");
    talk.sees("> . 1:1(0) ack 801 win 64900");
}

TEST(Choices, AnAbortSendsABareResetByTheRfcAndOneWithAnAckWhereItMay)
{
    Settings settings;
    {
        Conversation talk = in_established(settings);
        talk.call(abort());
        talk.sees("> R 1:1(0)", because(Rule::AbortReset));
    }
    settings.choices.abort_acknowledges = true;
    Conversation talk = in_established(settings);
    talk.call(abort());
    talk.sees("> R. 1:1(0) ack 1");
}

TEST(Choices, UnreadOctetsAreLostSilentlyWhereTheyMay)
{
    Settings settings;
    settings.reads = Reads::ByHand;
    settings.choices.unread_is_lost = true;
    Conversation talk = in_established(settings);

    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101");
    talk.call(close());
    talk.sees("> F. 1:1(0) ack 101");
}

TEST(Choices, AnUnacknowledgedFinGoesWithEveryAckButAChallengeWhereItMay)
{
    Settings settings;
    settings.choices.fin_with_every_ack = true;
    Conversation talk = in_fin_wait_1(settings);

    talk.arrives("< R 2:2(0)");
    talk.sees("> . 2:2(0) ack 1", because(Rule::ResetChallenged));
    talk.arrives("< F. 1:1(0) ack 1");
    talk.sees("> F. 1:1(0) ack 2", because(Rule::FinFinWait1));
    talk.is_in(State::Closing);
    talk.arrives("< . 2:2(0) ack 2");
    talk.is_in(State::TimeWait);
}

TEST(Choices, ARepeatedOctetIsReportedAtOnce)
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
    talk.arrives("< P. 1:301(300) ack 1"); // 200 octets come again (RFC 2883 section 4)
    talk.sees("> . 1:1(0) ack 301 <nop,nop,sack 1:201>");
}

TEST(Choices, AResetCarriesTimestampsAndOffersNoWindow)
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

TEST(Choices, SlopIsAddedToTheTimeoutAndNotDoubled)
{
    Settings settings;
    settings.rto_min = 30ms;
    settings.choices.rto_slop = 200ms;
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

TEST(Choices, ThePeerWhoSaysNoMssGetsTheSmallOneOfItsInternetProtocol)
{
    Settings settings;
    settings.mss_unknown = 1220;
    Conversation talk{settings};

    talk.call(listen());
    talk.arrives("< S 0:0(0) win 65535");
    talk.sees("> S. 0:0(0) ack 1");
    EXPECT_EQ(talk.tcb().snd.mss, 1220U);
}

TEST(Choices, AWindowScaleMayLeaveRoomToGrow)
{
    Settings settings;
    settings.window_scale = true;
    settings.choices.least_scale = 6;
    Conversation talk{settings};

    talk.call(connect());
    talk.sees("> S 0:0(0) win 65535 <mss 1460,nop,wscale 6>");
    talk.arrives("< S. 0:0(0) ack 1 <mss 1460,nop,wscale 1>");
    talk.sees("> . 1:1(0) ack 1");
}

} // namespace
} // namespace tcpstage
