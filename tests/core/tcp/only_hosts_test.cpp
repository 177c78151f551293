// Multicast, broadcast and 0.0.0.0: no OPEN to them, no answer to them (RFC 9293 MUST-46, MUST-57, MUST-63; RFC 1122
// section 3.2.1.3).

#include "core/tcp/host/host.h"
#include "tests/support/conversation.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

constexpr Address ours{{10, 0, 0, 1}};
constexpr Address peers{{10, 0, 0, 2}};
constexpr std::array nobodys{Address{{224, 0, 0, 1}}, Address{{224, 0, 0, 5}}, Address{{239, 255, 255, 255}},
                             Address{{255, 255, 255, 255}}, Address{{0, 0, 0, 1}}};

template <typename Wanted> const Wanted* find_effect(const Effects& effects)
{
    for (const Effect& effect : effects)
        if (const auto* wanted = std::get_if<Wanted>(&effect)) return wanted;
    return nullptr;
}

bool names(const Effects& effects, Rule rule)
{
    const bool named = std::ranges::any_of(effects, [&](const Effect& effect) {
        const auto* because = std::get_if<Because>(&effect);
        return because != nullptr && because->rule == rule;
    });
    if (named) testing::name_rule(rule);
    return named;
}

Segment of_flags(Flags flags)
{
    Segment segment;
    segment.flags = flags;
    segment.seq = Seq{90};
    if (flags.has(Flag::Ack)) segment.ack = Seq{5};
    return segment;
}

TEST(AddressOfAHost, IsNoGroupNotEverybodyAndNotNobody)
{
    for (const Address& address : nobodys)
        EXPECT_FALSE(is_of_a_host(address)) << to_text(address);
    EXPECT_FALSE(is_of_a_host({}));
    for (const Address& address : {ours, Address{{127, 0, 0, 1}}, Address{{223, 255, 255, 255}},
                                   Address{{240, 0, 0, 1}}, Address{{255, 255, 255, 254}}, Address{{1, 0, 0, 0}}})
        EXPECT_TRUE(is_of_a_host(address)) << to_text(address);
}

TEST(OpenToNobody, IsAnError) // MUST-46
{
    for (const Address& address : nobodys) {
        for (const bool active : {true, false}) {
            Endpoint endpoint{{}, {ours, 1}, {address, 80}, {}};
            Effects effects;
            endpoint.handle(Open{active}, Instant{}, effects);
            EXPECT_TRUE(names(effects, Rule::OpenAddress));
            ASSERT_NE(find_effect<SignalUser>(effects), nullptr);
            EXPECT_EQ(find_effect<SignalUser>(effects)->signal, Signal::BadAddress);
            EXPECT_EQ(find_effect<Transmit>(effects), nullptr);
            EXPECT_EQ(endpoint.tcb().state, State::Closed);
        }
    }
}

TEST(OpenToNobody, IsNoErrorOfAPassiveOpenForAnybody) // 0.0.0.0: the remote address is left open
{
    Endpoint endpoint{{}, {ours, 1}, {}, {}};
    Effects effects;
    endpoint.handle(Open{false}, Instant{}, effects);
    EXPECT_EQ(endpoint.tcb().state, State::Listen);
    endpoint.handle(Send{Bytes{"x"}}, Instant{}, effects); // but it cannot become active
    EXPECT_TRUE(names(effects, Rule::OpenAddress));
    EXPECT_EQ(endpoint.tcb().state, State::Listen);
}

TEST(SegmentFromOrToNobody, IsNeverAnswered) // MUST-57, MUST-63, and RFC 1122: not only a SYN
{
    for (const Address& address : nobodys) {
        for (const SocketPair& pair :
             {SocketPair{{ours, 80}, {address, 1234}}, SocketPair{{address, 80}, {peers, 1234}}}) {
            for (const SynCookies cookies : {SynCookies::Off, SynCookies::Always}) {
                for (const bool listens : {true, false}) {
                    for (const Flags flags :
                         {Flags{Flag::Syn}, Flags{Flag::Ack}, Flag::Syn | Flag::Ack, Flags{}, Flag::Fin | Flag::Ack}) {
                        Host host{7};
                        Settings settings;
                        settings.backlog = 3;
                        settings.syn_cookies = cookies;
                        if (listens) host.listen(pair.local, settings);
                        Effects effects;
                        host.arrive(pair, Arrive{of_flags(flags)}, Instant{}, effects);
                        EXPECT_TRUE(names(effects, Rule::AddressInvalid));
                        EXPECT_EQ(find_effect<Transmit>(effects), nullptr);
                        EXPECT_EQ(host.connections(), 0U);
                    }
                }
            }
        }
    }
}

TEST(SegmentFromOrToNobody, IsNotTakenByAnEndpointThatListensForOnePeer)
{
    for (const Address& address : nobodys) {
        Endpoint endpoint{{}, {address, 80}, {peers, 1}, {}};
        Effects effects;
        endpoint.handle(Open{false}, Instant{}, effects);
        effects.clear();
        endpoint.handle(Arrive{of_flags(Flag::Syn)}, Instant{}, effects);
        EXPECT_TRUE(names(effects, Rule::AddressInvalid));
        EXPECT_EQ(find_effect<Transmit>(effects), nullptr);
        EXPECT_EQ(endpoint.tcb().state, State::Listen);
    }
}

} // namespace
} // namespace tcpstage::tcp
