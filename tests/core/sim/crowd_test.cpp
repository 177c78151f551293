// A world with other peers: a flood of forged SYNs, a host that receives answers it never asked for, and a socket
// connected to itself.
#include "tests/core/sim/setup.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::sim {
namespace {

using namespace testing;

tcp::Segment syn(std::uint16_t port)
{
    tcp::Segment segment;
    segment.source_port = port;
    segment.seq = tcp::Seq{7000};
    segment.flags = tcp::Flag::Syn;
    segment.window = 65535;
    return segment;
}

/// The server's backlog holds four entries; six forged SYNs arrive before the client's.
Setup flooded(tcp::SynCookies cookies = tcp::SynCookies::Off)
{
    auto setup = two_hosts();
    setup.endpoints[1].settings.backlog = 4;
    setup.endpoints[1].settings.syn_cookies = cookies;
    setup.endpoints[1].settings.syn_retries = 1;
    for (std::uint8_t i = 1; i <= 6; ++i)
        setup.injections.push_back({at_ms(10 * i), trace::Side::Left, syn(1024), tcp::Address{{203, 0, 113, i}}});
    return setup;
}

std::size_t reasons(const trace::Trace& trace, tcp::Rule rule)
{
    return static_cast<std::size_t>(std::ranges::count_if(trace.records(), [&](const trace::Record& record) {
        return (record.kind == trace::Kind::Reason || record.kind == trace::Kind::Entered) && record.rule() == rule;
    }));
}

TEST(Crowd, FillsTheBacklogAndShutsTheClientOutUntilEntriesAreGivenUp)
{
    Stage stage{flooded()};
    stage.world.run_until(at_ms(500), stage.recorder);
    const tcp::Host::Listener* listener =
        stage.world.host(trace::Side::Right).listener(two_hosts().endpoints[1].socket);
    ASSERT_NE(listener, nullptr);
    EXPECT_EQ(listener->opening, 4U);
    EXPECT_EQ(reasons(stage.trace, tcp::Rule::BacklogFull), 2U);

    stage.world.call(trace::Side::Left, trace::Call::Connect, stage.recorder);
    stage.world.run_until(at_ms(1000), stage.recorder);
    EXPECT_EQ(stage.state(trace::Side::Left), tcp::State::SynSent);
    EXPECT_EQ(stage.state(trace::Side::Right), tcp::State::Listen);
    EXPECT_EQ(reasons(stage.trace, tcp::Rule::BacklogFull), 3U);

    stage.world.run_until(at_ms(5000), stage.recorder); // the entries give up (R2) after 1 + 2 s
    EXPECT_EQ(reasons(stage.trace, tcp::Rule::GiveUpListen), 4U);
    EXPECT_EQ(stage.state(trace::Side::Left), tcp::State::Established);
    EXPECT_EQ(stage.state(trace::Side::Right), tcp::State::Established);
}

TEST(Crowd, IsAnsweredIntoTheVoid)
{
    Stage stage{flooded()};
    stage.run();

    for (const trace::Transit& transit : stage.trace.transits()) {
        if (transit.from != trace::Side::Right) continue;
        EXPECT_EQ(transit.fate, trace::Fate::Lost);
        EXPECT_EQ(transit.reason, trace::Reason::NobodyThere);
        EXPECT_EQ(stage.trace.destination(transit).address.octets()[0], 203);
    }
    EXPECT_EQ(stage.trace.peers().size(), 6U);
}

TEST(Crowd, LeavesNoTraceInTheHostThatSendsCookies)
{
    Stage stage{flooded(tcp::SynCookies::Always)};
    stage.world.run_until(at_ms(500), stage.recorder);
    EXPECT_EQ(stage.world.host(trace::Side::Right).connections(), 1U); // the conversation's, not opened yet

    stage.connect();
    EXPECT_EQ(stage.state(trace::Side::Left), tcp::State::Established);
    EXPECT_EQ(stage.state(trace::Side::Right), tcp::State::Established);
    EXPECT_EQ(reasons(stage.trace, tcp::Rule::CookieTrue), 1U);
    EXPECT_EQ(reasons(stage.trace, tcp::Rule::RetransmitBackoff), 0U);
}

TEST(Crowd, LeavesTheClientsOwnVariablesAlone)
{
    Stage stage{flooded()};
    stage.world.run_until(at_ms(500), stage.recorder);

    const tcp::Tcb tcb = stage.trace.at(trace::Side::Right, stage.trace.last_moment());
    EXPECT_EQ(tcb.state, tcp::State::Listen);
    EXPECT_EQ(tcb.deadline(tcp::Timer::Retransmit), never);
}

TEST(Crowd, TheOwnerOfAnAddressThatWasUsedRefusesTheAnswer)
{
    auto setup = two_hosts();
    setup.endpoints[1].settings.backlog = 4;
    setup.injections.push_back({at_ms(0), trace::Side::Left, syn(50000), setup.endpoints[0].socket.address});
    Stage stage{setup};
    stage.run();

    EXPECT_EQ(reasons(stage.trace, tcp::Rule::ClosedRefusesAck), 1U); // the client's host
    EXPECT_EQ(reasons(stage.trace, tcp::Rule::ResetToListen), 1U);
    EXPECT_EQ(stage.trace.peers().size(), 1U);
    EXPECT_EQ(stage.world.host(trace::Side::Right).connections(), 1U);
}

TEST(Crowd, IsResetWhenTheListenerCloses)
{
    Stage stage{flooded()};
    stage.world.run_until(at_ms(500), stage.recorder);
    stage.world.call(trace::Side::Right, trace::Call::Close, stage.recorder);

    EXPECT_EQ(reasons(stage.trace, tcp::Rule::AbortReset), 4U);
    EXPECT_EQ(stage.state(trace::Side::Right), tcp::State::Closed);
    EXPECT_EQ(stage.world.host(trace::Side::Right).connections(), 1U);
    stage.connect();
    EXPECT_EQ(stage.state(trace::Side::Left), tcp::State::Closed);
}

TEST(Crowd, IsForgottenInACrash)
{
    Stage stage{flooded()};
    stage.world.run_until(at_ms(500), stage.recorder);
    stage.world.call(trace::Side::Right, trace::Call::Crash, stage.recorder);

    EXPECT_EQ(reasons(stage.trace, tcp::Rule::Crashed), 5U);
    stage.run();
    EXPECT_EQ(reasons(stage.trace, tcp::Rule::RetransmitBackoff), 0U);
}

TEST(Crowd, CanBeTakenByHand)
{
    auto setup = two_hosts();
    setup.endpoints[1].settings.backlog = 1;
    setup.endpoints[1].settings.accepts = tcp::Accepts::ByHand;
    Stage stage{setup};
    stage.world.call(trace::Side::Right, trace::Call::Accept, stage.recorder);
    EXPECT_EQ(reasons(stage.trace, tcp::Rule::AcceptWaits), 1U);

    stage.connect();
    EXPECT_EQ(stage.world.host(trace::Side::Right).listener(setup.endpoints[1].socket)->completed.size(), 1U);
    stage.world.call(trace::Side::Right, trace::Call::Accept, stage.recorder);
    EXPECT_EQ(stage.world.host(trace::Side::Right).listener(setup.endpoints[1].socket)->completed.size(), 0U);
}

TEST(Crowd, MakesTheSameTraceEachTimeAndFromACheckpoint)
{
    Stage once{flooded()};
    once.run();
    Stage again{flooded()};
    again.world.run_until(at_ms(500), again.recorder);
    World checkpoint = again.world;
    trace::Trace branch = again.trace;
    trace::Recorder recorder{branch};
    checkpoint.run_until(once.world.now(), recorder);

    EXPECT_TRUE(std::ranges::equal(once.trace.records(), branch.records()));
    EXPECT_TRUE(std::ranges::equal(once.trace.peers(), branch.peers()));
}

Setup mirror()
{
    auto setup = two_hosts();
    setup.endpoints[1] = setup.endpoints[0];
    setup.endpoints[1].name = "itself";
    return setup;
}

TEST(Mirror, ASocketConnectsToItselfByASimultaneousOpen)
{
    const auto setup = mirror();
    trace::Trace trace = empty_trace(setup);
    trace::Recorder recorder{trace};
    World world{setup};
    world.call(trace::Side::Left, trace::Call::Connect, recorder);
    world.run_until(at_ms(1000), recorder);

    EXPECT_EQ(world.endpoint(trace::Side::Left).tcb().state, tcp::State::Established);
    EXPECT_EQ(&world.endpoint(trace::Side::Left), &world.endpoint(trace::Side::Right));
    EXPECT_EQ(reasons(trace, tcp::Rule::SynSentCrossing), 2U); // once at each end
    ASSERT_EQ(trace.transits().size(), 2U);
    EXPECT_EQ(trace.transit(0).segment.seq, trace.transit(1).segment.seq);
    EXPECT_EQ(trace.at(trace::Side::Left, trace.last_moment()), trace.at(trace::Side::Right, trace.last_moment()));
}

TEST(Mirror, WhatItSendsItReceives)
{
    const auto setup = mirror();
    trace::Trace trace = empty_trace(setup);
    trace::Recorder recorder{trace};
    World world{setup};
    world.call(trace::Side::Left, trace::Call::Connect, recorder);
    world.run_until(at_ms(1000), recorder);
    world.call(trace::Side::Left, trace::Call::Send, recorder, Bytes::pattern(100));
    world.run_until(at_ms(2000), recorder);
    world.call(trace::Side::Right, trace::Call::Close, recorder);
    world.run_until(at_ms(10'000), recorder);

    EXPECT_EQ(world.endpoint(trace::Side::Left).tcb().delivered_bytes, 100U);
    EXPECT_EQ(world.endpoint(trace::Side::Left).tcb().state, tcp::State::Closed);
    EXPECT_EQ(reasons(trace, tcp::Rule::FinFinWait1), 2U); // a simultaneous close with itself
}

} // namespace
} // namespace tcpstage::sim
