// RFC 9293 section 3.10.7.4, seventh and eighth step: text and FIN, in order and out of order.

#include "tests/support/starters.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

Settings delayed_acks()
{
    Settings settings;
    settings.delayed_ack = 40ms;
    return settings;
}

TEST(Text, InOrderIsDeliveredAndAcknowledged)
{
    Conversation talk = in_established();

    talk.arrives("< P. 1:101(100) ack 1");
    talk.names(Rule::TextInOrder);
    talk.delivers(100);
    talk.sees("> . 1:1(0) ack 101");
}

TEST(Text, InOrderIsTakenInBothFinWaitStates)
{
    for (auto* const make : {in_fin_wait_1, in_fin_wait_2}) {
        Conversation talk = make({});
        talk.arrives("< P. 1:101(100) ack 1");
        talk.delivers(100);
        talk.sees("> . 2:2(0) ack 101");
    }
}

TEST(Text, AfterThePeersFinIsIgnored)
{
    for (const auto& [state, make] : all_starters) {
        if (peer_next(state) != 2) continue;
        Conversation talk = make({});
        talk.arrives("< P. 2:12(10) ack 1");
        talk.names(Rule::TextIgnored);
        talk.delivers(0);
        talk.is_in(state);
    }
}

TEST(Text, BeforeItsTimeWaitsForTheGapToBeFilled)
{
    Conversation talk = in_established();

    talk.arrives("< P. 101:201(100) ack 1");
    talk.names(Rule::TextOutOfOrder);
    talk.delivers(0);
    talk.sees("> . 1:1(0) ack 1");
    talk.arrives("< P. 1:101(100) ack 1");
    talk.names(Rule::GapFilled);
    talk.delivers(200);
    talk.sees("> . 1:1(0) ack 201");
}

TEST(Text, InAnyOrderIsDeliveredInOrder)
{
    Conversation talk = in_established();
    const std::string whole = "abcdefghij";
    for (const std::size_t at : {8U, 2U, 6U, 4U, 0U}) {
        Segment segment;
        segment.flags = Flag::Ack;
        segment.seq = Conversation::peer_iss + 1 + static_cast<std::uint32_t>(at);
        segment.ack = Conversation::our_iss + 1;
        segment.window = 65535;
        segment.payload = Bytes{std::string_view{whole}.substr(at, 2)};
        talk.arrives(segment);
        talk.sees(at == 0 ? "> . 1:1(0) ack 11" : "> . 1:1(0) ack 1");
    }
    EXPECT_EQ(talk.delivered(), whole);
}

TEST(Text, ThatComesTwiceIsDeliveredOnce)
{
    Conversation talk = in_established();
    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101");

    talk.arrives("< P. 1:101(100) ack 1");
    talk.delivers(0);
    talk.sees("> . 1:1(0) ack 101", because(Rule::SequenceUnacceptable));
    talk.arrives("< P. 51:151(100) ack 1");
    talk.delivers(50);
    talk.sees("> . 1:1(0) ack 151");
}

TEST(Text, BeyondTheWindowIsCutOff)
{
    Settings settings;
    settings.receive_buffer = 100;
    settings.reads = Reads::ByHand;
    Conversation talk = in_established(settings);

    talk.arrives("< P. 1:151(150) ack 1");
    talk.sees("> . 1:1(0) ack 101 win 0");
    EXPECT_EQ(talk.tcb().unread_bytes, 100U);
}

TEST(Fin, InOrderTakesOneNumberAndTellsTheUser)
{
    Conversation talk = in_established();

    talk.arrives("< F. 1:101(100) ack 1");
    talk.delivers(100);
    talk.signals(Signal::PeerClosed);
    talk.names(Rule::FinEstablished);
    talk.sees("> . 1:1(0) ack 102");
    talk.is_in(State::CloseWait);
}

TEST(Fin, ThatOvertakesDataWaits)
{
    Conversation talk = in_established();

    talk.arrives("< F. 101:101(0) ack 1");
    talk.names(Rule::FinWaits);
    talk.signals_nothing();
    talk.sees("> . 1:1(0) ack 1");
    talk.is_in(State::Established);
    talk.arrives("< P. 1:101(100) ack 1");
    talk.delivers(100);
    talk.signals(Signal::PeerClosed);
    talk.sees("> . 1:1(0) ack 102");
    talk.is_in(State::CloseWait);
}

TEST(Fin, InFinWait1WithoutTheAckOfOursGoesToClosing)
{
    Conversation talk = in_fin_wait_1();

    talk.arrives("< F. 1:1(0) ack 1");
    talk.names(Rule::FinFinWait1);
    talk.sees("> . 2:2(0) ack 2"); // our FIN is not retransmitted
    talk.is_in(State::Closing);
}

TEST(Fin, ThatComesAgainIsAcknowledgedAgainInEveryState)
{
    for (const auto& [state, make] : all_starters) {
        if (peer_next(state) != 2) continue;
        Conversation talk = make({});
        talk.arrives("< F. 1:1(0) ack 1");
        const std::string next = std::to_string(our_next(state));
        talk.sees("> . " + next + ":" + next + "(0) ack 2");
        talk.signals_nothing();
        talk.is_in(state);
    }
}

TEST(Fin, WithTheLastDataEndsAHalfClosedConnection)
{
    Conversation talk = in_fin_wait_2();

    talk.arrives("< P. 1:101(100) ack 2");
    talk.sees("> . 2:2(0) ack 101");
    talk.arrives("< F. 101:201(100) ack 2");
    talk.delivers(100);
    talk.sees("> . 2:2(0) ack 202", because(Rule::FinFinWait2));
    talk.is_in(State::TimeWait);
}

TEST(Fin, IsAnsweredByOneSegmentForBothWhenAskedTo)
{
    Settings settings;
    settings.combine_fin_ack = true;
    Conversation talk = in_established(settings);

    talk.arrives("< F. 1:1(0) ack 1");
    talk.names(Rule::FinAckWaits);
    talk.sees_nothing();
    talk.waits(40ms); // the user closes late
    talk.sees("> . 1:1(0) ack 2");
    talk.is_in(State::CloseWait);
}

TEST(DelayedAck, WaitsForCompanyNoLongerThanItsTimer)
{
    Conversation talk = in_established(delayed_acks());

    talk.arrives("< P. 1:101(100) ack 1");
    talk.names(Rule::AckDelayed);
    talk.sees_nothing();
    talk.waits(39ms);
    talk.sees_nothing();
    talk.waits(1ms);
    talk.sees("> . 1:1(0) ack 101", because(Rule::DelayedAckDue));
    EXPECT_EQ(talk.next_deadline(), std::nullopt);
}

TEST(DelayedAck, IsCarriedByData)
{
    Conversation talk = in_established(delayed_acks());
    talk.arrives("< P. 1:101(100) ack 1");

    talk.call(send(10));
    talk.sees("> P. 1:11(10) ack 101");
    talk.waits(40ms);
    talk.sees_nothing();
}

TEST(DelayedAck, GoesAtOnceForEverySecondSegment)
{
    Conversation talk = in_established(delayed_acks());
    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees_nothing();

    talk.arrives("< P. 101:201(100) ack 1");
    talk.sees("> . 1:1(0) ack 201");
    talk.waits(1s);
    talk.sees_nothing();
}

TEST(DelayedAck, GoesAtOnceWhenThereIsAGapAndWhenItIsFilled)
{
    Conversation talk = in_established(delayed_acks());

    talk.arrives("< P. 101:201(100) ack 1");
    talk.sees("> . 1:1(0) ack 1");
    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 201");
}

TEST(DelayedAck, GoesAtOnceForAFin)
{
    Conversation talk = in_established(delayed_acks());

    talk.arrives("< F. 1:1(0) ack 1");
    talk.sees("> . 1:1(0) ack 2");
}

} // namespace
} // namespace tcpstage::tcp
