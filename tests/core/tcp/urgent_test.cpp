// The urgent mechanism: RFC 9293 sections 3.8.5 and 3.10.7.4 (step 6).
#include "tests/support/starters.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

using namespace tcpstage::testing;

Settings by_hand(std::uint32_t buffer)
{
    Settings settings;
    settings.receive_buffer = buffer;
    settings.reads = Reads::ByHand;
    return settings;
}

TEST(Urgent, TellsTheUserAndLeavesTheOctetsInTheStream)
{
    for (const auto make : {in_established, in_fin_wait_1, in_fin_wait_2}) {
        Conversation talk = make({});
        talk.arrives("< PU. 1:11(10) ack 1 urg 5");
        talk.signals(Signal::Urgent);
        talk.names(Rule::UrgentNoticed);
        talk.delivers(10);
        talk.see_all();
    }
}

TEST(Urgent, IsNotTakenAfterThePeersFin)
{
    for (const auto make : {in_close_wait, in_closing, in_last_ack, in_time_wait}) {
        Conversation talk = make({});
        talk.arrives("< PU. 2:12(10) ack 1 urg 5");
        talk.signals_nothing();
        talk.see_all();
    }
}

TEST(Urgent, TellsAgainOnlyWhenItReachesFurther)
{
    Conversation talk = in_established(by_hand(65535));

    talk.arrives("< U. 1:1(0) ack 1 urg 20");
    talk.signals(Signal::Urgent);
    talk.arrives("< U. 1:1(0) ack 1 urg 20");
    talk.signals_nothing();
    talk.arrives("< PU. 1:11(10) ack 1 urg 10");
    talk.signals_nothing();
    talk.see_all();
    talk.arrives("< U. 11:11(0) ack 1 urg 11");
    talk.signals(Signal::Urgent);
    talk.see_all();
}

TEST(Urgent, IsOverWhenItsOctetsAreTaken)
{
    Conversation talk = in_established();

    talk.arrives("< PU. 1:11(10) ack 1 urg 10");
    talk.signals(Signal::Urgent);
    talk.see_all();
    talk.arrives("< PU. 1:11(10) ack 1 urg 10");
    talk.signals_nothing();
    talk.see_all();
    talk.arrives("< PU. 11:21(10) ack 1 urg 1");
    talk.signals(Signal::Urgent);
    talk.see_all();
}

TEST(Urgent, CountsFromTheSegmentsOwnNumberThoughItsFrontIsOld)
{
    Conversation talk = in_established();

    talk.arrives("< P. 1:11(10) ack 1");
    talk.see_all();
    talk.arrives("< PU. 1:21(20) ack 1 urg 10");
    talk.signals_nothing();
    talk.delivers(10);
    talk.see_all();
    talk.arrives("< PU. 11:31(20) ack 1 urg 11");
    talk.signals(Signal::Urgent);
    talk.see_all();
}

TEST(Urgent, CountsAtAClosedWindow)
{
    Conversation talk = in_established(by_hand(10));

    talk.arrives("< P. 1:11(10) ack 1");
    talk.see_all();
    talk.arrives("< U. 11:11(0) ack 1 urg 3");
    talk.signals(Signal::Urgent);
    talk.see_all();
}

} // namespace
} // namespace tcpstage::tcp
