// The urgent mechanism: RFC 9293 sections 3.8.5 and 3.10.7.4 (step 6).
#include "tests/support/starters.h"

#include <algorithm>
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

TEST(Urgent, IsNoticedAfresh2To31OctetsLater)
{
    Endpoint endpoint{{}, {{{10, 0, 0, 1}}, 80}, {{{10, 0, 0, 2}}, 49152}, {{Seq{1000}}, 0}};
    Effects effects;
    Segment segment;
    const auto is_urgent = [&](Flags flags, std::uint32_t octets) {
        segment.flags = flags;
        segment.payload = Bytes::pattern(octets);
        effects.clear();
        endpoint.handle(Arrive{segment}, Instant{}, effects);
        segment.seq = segment.end();
        return std::ranges::any_of(effects, [](const Effect& effect) {
            const auto* const signaled = std::get_if<SignalUser>(&effect);
            return signaled != nullptr && signaled->signal == Signal::Urgent;
        });
    };
    segment.window = 65535;
    segment.urgent = 5;
    endpoint.handle(Open{false}, Instant{}, effects);
    is_urgent(Flag::Syn, 0);
    segment.ack = Seq{1001};
    ASSERT_TRUE(is_urgent(Flag::Ack | Flag::Urg, 10));
    while (segment.seq.value() <= 1U << 31U)
        ASSERT_FALSE(is_urgent(Flag::Ack, 65'000));
    EXPECT_TRUE(is_urgent(Flag::Ack | Flag::Urg, 10));
}

} // namespace
} // namespace tcpstage::tcp
