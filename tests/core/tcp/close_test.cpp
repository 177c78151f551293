#include "tests/support/conversation.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace testing;

TEST(Close, GoesThroughFinWait1And2ToTimeWaitAndEndsAfterTwoMsl)
{
    Conversation talk = in_established();

    talk.call(close());
    talk.sees("> F. 1:1(0) ack 1", because(Rule::CloseEstablished));
    talk.is_in(State::FinWait1);
    talk.arrives("< . 1:1(0) ack 2");
    talk.is_in(State::FinWait2);
    talk.arrives("< F. 1:1(0) ack 2");
    talk.sees("> . 2:2(0) ack 2", because(Rule::FinFinWait2));
    talk.is_in(State::TimeWait);
    talk.waits(3999ms);
    talk.is_in(State::TimeWait);
    talk.waits(1ms);
    talk.is_in(State::Closed);
    talk.signals(Signal::Closed);
}

TEST(Close, TakesFinAndAckInOneSegmentStraightToTimeWait)
{
    Conversation talk = in_fin_wait_1();

    talk.arrives("< F. 1:1(0) ack 2");
    talk.sees("> . 2:2(0) ack 2", because(Rule::FinFinWait1Acked));
    talk.is_in(State::TimeWait);
}

TEST(Close, AcknowledgesTheFinAgainAndWaitsTwoMslAnew)
{
    Conversation talk = in_time_wait();

    talk.waits(3s);
    talk.arrives("< F. 1:1(0) ack 2");
    talk.sees("> . 2:2(0) ack 2", because(Rule::TimeWaitFinAgain));
    talk.waits(3999ms);
    talk.is_in(State::TimeWait);
    talk.waits(1ms);
    talk.is_in(State::Closed);
}

TEST(Close, CrossesTheOtherFinThroughClosing)
{
    Conversation talk = in_closing();

    talk.is_in(State::Closing);
    talk.arrives("< . 2:2(0) ack 2");
    talk.sees_nothing();
    talk.is_in(State::TimeWait);
}

TEST(Close, CarriesTheAckOfTheFinOnItsOwnFinWhenAskedTo)
{
    Settings settings;
    settings.combine_fin_ack = true;
    Conversation talk = in_established(settings);

    talk.arrives("< F. 1:1(0) ack 1");
    talk.sees_nothing();
    talk.is_in(State::CloseWait);
    talk.call(close());
    talk.sees("> F. 1:1(0) ack 2");
    talk.is_in(State::LastAck);
    talk.waits(100ms);
    talk.sees_nothing();
    talk.arrives("< . 2:2(0) ack 2");
    talk.is_in(State::Closed);
}

TEST(Close, KeepsReceivingAfterShutdown)
{
    Conversation talk = in_fin_wait_2();

    talk.arrives("< P. 1:101(100) ack 2");
    talk.sees("> . 2:2(0) ack 101");
    talk.delivers(100);
}

TEST(Close, ResetsWhenDataComesThatNobodyWillRead)
{
    Conversation talk = in_established();
    talk.call(close());
    talk.sees("> F. 1:1(0) ack 1");
    talk.arrives("< . 1:1(0) ack 2");

    talk.arrives("< P. 1:101(100) ack 2");
    talk.sees("> R 2:2(0)", because(Rule::TextAfterClose));
    talk.is_in(State::Closed);
}

TEST(Close, ResetsWhenUnreadDataIsThrownAway)
{
    Settings settings;
    settings.reads = Reads::ByHand;
    Conversation talk = in_established(settings);
    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101");

    talk.call(close());
    talk.sees("> R 1:1(0)", because(Rule::CloseUnread));
    talk.is_in(State::Closed);
}

TEST(Close, LeavesUnreadDataToTheUserAfterAnOrderlyEnd)
{
    Settings settings;
    settings.reads = Reads::ByHand;
    Conversation talk = in_established(settings);
    talk.arrives("< P. 1:101(100) ack 1");
    talk.sees("> . 1:1(0) ack 101");
    talk.arrives("< F. 101:101(0) ack 1");
    talk.sees("> . 1:1(0) ack 102");
    talk.call(shutdown());
    talk.sees("> F. 1:1(0) ack 102");
    talk.arrives("< . 102:102(0) ack 2");
    talk.is_in(State::Closed);

    talk.call(receive(1000));
    talk.delivers(100);
    talk.call(receive(1000));
    talk.signals(Signal::NoConnection);
}

TEST(Close, SendsWhatIsQueuedBeforeTheFin)
{
    Settings settings;
    settings.mss = 100;
    Conversation talk = in_established(settings);
    talk.arrives("< . 1:1(0) ack 1 win 100");

    talk.call(send(200));
    talk.sees("> . 1:101(100) ack 1");
    talk.call(close());
    talk.is_in(State::FinWait1);
    talk.sees_nothing();
    talk.arrives("< . 1:1(0) ack 101 win 100");
    talk.sees("> P. 101:201(100) ack 1");
    talk.sees("> F. 201:201(0) ack 1");
}

} // namespace
} // namespace tcpstage::tcp
