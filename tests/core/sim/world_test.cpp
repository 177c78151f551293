#include "core/sim/world.h"
#include "tests/core/sim/setup.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <vector>

namespace tcpstage::sim {

using testing::at_ms;
using testing::Stage;
using testing::two_hosts;

namespace {

void expect_equal(const trace::Trace& a, const trace::Trace& b)
{
    ASSERT_EQ(a.records().size(), b.records().size());
    ASSERT_TRUE(std::ranges::equal(a.records(), b.records()));
    ASSERT_EQ(a.transits().size(), b.transits().size());
    for (trace::TransitId id = 0; id < a.transits().size(); ++id) {
        ASSERT_EQ(a.transit(id).segment, b.transit(id).segment) << id;
        ASSERT_EQ(a.transit(id).ends, b.transit(id).ends) << id;
        ASSERT_EQ(a.transit(id).end_record, b.transit(id).end_record) << id;
    }
    for (trace::RecordId id = 0; id < a.records().size(); ++id) {
        for (const trace::Side side : trace::both_sides) {
            ASSERT_EQ(a.at(side, a.moment_after(id)), b.at(side, b.moment_after(id))) << id;
        }
    }
}

Setup bad_weather(std::uint64_t seed)
{
    auto setup = two_hosts();
    for (LinkSettings& link : setup.links) {
        link.jitter = 20ms;
        link.loss = {50'000};
        link.duplicate = {50'000};
        link.reorder = {50'000};
        link.corrupt = {20'000};
    }
    setup.seed = seed;
    return setup;
}

void talk(World& world, trace::Recorder& recorder)
{
    world.call(trace::Side::Left, trace::Call::Connect, recorder);
    world.run_until(world.now() + 10s, recorder);
    world.call(trace::Side::Left, trace::Call::Send, recorder, Bytes::pattern(20'000));
    world.call(trace::Side::Right, trace::Call::Send, recorder, Bytes::pattern(5'000, 7));
    world.run_until(world.now() + 30s, recorder);
    world.call(trace::Side::Left, trace::Call::Close, recorder);
    world.call(trace::Side::Right, trace::Call::Close, recorder);
    world.run_until(world.now() + 1h, recorder);
}

std::vector<tcp::State> states(const trace::Trace& trace, trace::Side side)
{
    std::vector<tcp::State> entered;
    for (const trace::Record& record : trace.records()) {
        if (record.kind == trace::Kind::Entered && record.side == side) entered.push_back(record.to());
    }
    return entered;
}

} // namespace

TEST(World, OpensAConnectionWithThreeSegments)
{
    Stage stage{two_hosts()};
    stage.connect();
    ASSERT_EQ(stage.trace.transits().size(), 3U);
    EXPECT_EQ(stage.trace.transit(0).segment.seq, tcp::Seq{100});
    EXPECT_EQ(stage.trace.transit(1).segment.seq, tcp::Seq{300});
    EXPECT_EQ(stage.trace.transit(1).segment.ack, tcp::Seq{101});
    EXPECT_EQ(stage.trace.transit(2).segment.ack, tcp::Seq{301});
    EXPECT_EQ(stage.trace.transit(2).ends, at_ms(300));
    EXPECT_EQ(states(stage.trace, trace::Side::Left), (std::vector{tcp::State::SynSent, tcp::State::Established}));
    EXPECT_EQ(states(stage.trace, trace::Side::Right),
              (std::vector{tcp::State::Listen, tcp::State::SynReceived, tcp::State::Established}));
    EXPECT_EQ(stage.world.now(), at_ms(1000));
    EXPECT_EQ(stage.world.segments_sent(), 3U);
}

TEST(World, HasNothingToDoBeforeTheFirstCall)
{
    World world{two_hosts()};
    trace::Recorder off;
    EXPECT_FALSE(world.next_event());
    EXPECT_FALSE(world.step(off));
    world.run_until(at_ms(70), off);
    EXPECT_EQ(world.now(), at_ms(70));
}

TEST(World, StepsFromEventToEvent)
{
    Stage stage{two_hosts()};
    stage.world.call(trace::Side::Left, trace::Call::Connect, stage.recorder);
    EXPECT_EQ(stage.world.next_event(), at_ms(100));
    EXPECT_TRUE(stage.world.step(stage.recorder));
    EXPECT_EQ(stage.world.now(), at_ms(100));
    EXPECT_EQ(stage.state(trace::Side::Right), tcp::State::SynReceived);
    EXPECT_EQ(stage.world.next_event(), at_ms(200));
}

TEST(World, TellsWhatTheEndpointDidLast)
{
    Stage stage{two_hosts()};
    stage.connect();
    stage.world.call(trace::Side::Left, trace::Call::Send, stage.recorder, Bytes{"hello"});
    stage.world.step(stage.recorder);
    const auto is_delivery = [](const tcp::Effect& effect) { return std::holds_alternative<tcp::Deliver>(effect); };
    const auto delivery = std::ranges::find_if(stage.world.last_effects(), is_delivery);
    ASSERT_NE(delivery, stage.world.last_effects().end());
    EXPECT_EQ(std::get<tcp::Deliver>(*delivery).data, Bytes{"hello"});
}

TEST(World, AnswersASegmentForAClosedEndpointWithAReset)
{
    auto setup = two_hosts();
    World world{setup};
    trace::Trace trace = empty_trace(setup);
    trace::Recorder recorder{trace};
    world.call(trace::Side::Left, trace::Call::Connect, recorder);
    world.run_until(at_ms(1000), recorder);
    ASSERT_EQ(trace.transits().size(), 2U);
    EXPECT_TRUE(trace.transit(1).segment.rst());
    EXPECT_EQ(trace.transit(1).segment.ack, tcp::Seq{101});
    EXPECT_EQ(world.endpoint(trace::Side::Left).tcb().state, tcp::State::Closed);
}

TEST(World, ForgetsEverythingInACrashAndOpensWithTheNextIss)
{
    auto setup = two_hosts();
    setup.endpoints[0].iss.given = {tcp::Seq{100}, tcp::Seq{400}};
    Stage stage{setup};
    stage.connect();
    const std::uint64_t before = stage.world.segments_sent();
    stage.world.call(trace::Side::Left, trace::Call::Crash, stage.recorder);
    EXPECT_EQ(stage.state(trace::Side::Left), tcp::State::Closed);
    EXPECT_EQ(stage.world.segments_sent(), before);
    EXPECT_EQ(stage.trace.at(trace::Side::Left, stage.trace.last_moment()).state, tcp::State::Closed);
    EXPECT_EQ(states(stage.trace, trace::Side::Left).back(), tcp::State::Closed);
    stage.world.call(trace::Side::Left, trace::Call::Connect, stage.recorder);
    EXPECT_EQ(stage.trace.transits().back().segment.seq, tcp::Seq{400});
}

TEST(World, LetsSegmentsFromThePastArriveAfterTheDelay)
{
    auto setup = two_hosts();
    tcp::Segment old;
    old.flags = tcp::Flag::Syn;
    old.seq = tcp::Seq{90};
    setup.injections.push_back({.at = at_ms(20), .from = trace::Side::Left, .segment = old});
    Stage stage{setup};
    stage.world.run_until(at_ms(150), stage.recorder);
    const trace::Transit& transit = stage.trace.transit(0);
    EXPECT_EQ(transit.reason, trace::Reason::FromThePast);
    EXPECT_EQ(transit.sent, at_ms(20));
    EXPECT_EQ(transit.ends, at_ms(120));
    EXPECT_EQ(transit.segment.source_port, 49152);
    EXPECT_EQ(stage.state(trace::Side::Right), tcp::State::SynReceived);
    EXPECT_EQ(stage.world.segments_sent(), 1U); // injected segments do not count
}

TEST(World, RecordsEveryGroupWithItsHead)
{
    Stage stage{bad_weather(5)};
    talk(stage.world, stage.recorder);
    for (const trace::Record& record : stage.trace.records()) {
        if (record.kind <= trace::Kind::TimerExpired) continue;
        ASSERT_NE(record.cause, trace::no_record);
        const trace::Record& head = stage.trace.record(record.cause);
        EXPECT_LE(head.kind, trace::Kind::TimerExpired);
        EXPECT_EQ(head.at, record.at);
        EXPECT_EQ(head.side, record.side);
    }
    for (const trace::Transit& transit : stage.trace.transits()) {
        ASSERT_NE(transit.end_record, trace::no_record);
        EXPECT_EQ(stage.trace.record(transit.end_record).at, transit.ends);
        EXPECT_EQ(stage.trace.record(transit.end_record).cause, transit.sent_record);
    }
}

TEST(World, KeepsTheTimersOfTheTraceEqualToTheTcb)
{
    Stage stage{bad_weather(8)};
    talk(stage.world, stage.recorder);
    std::array<std::array<Instant, tcp::timer_count>, 2> running;
    for (auto& timers : running)
        timers.fill(never);
    const auto records = stage.trace.records();
    for (trace::RecordId id = 0; id < records.size(); ++id) {
        const trace::Record& record = records[id];
        const bool stops = record.kind == trace::Kind::TimerCancelled || record.kind == trace::Kind::TimerExpired;
        if (stops) {
            ASSERT_NE(running[trace::index(record.side)][record.detail], never) << "record " << id;
            running[trace::index(record.side)][record.detail] = never;
        } else if (record.kind == trace::Kind::TimerSet) {
            running[trace::index(record.side)][record.detail] = Instant{Duration{record.value}};
        }
        const bool group_ends = id + 1 == records.size() || records[id + 1].kind <= trace::Kind::TimerExpired;
        if (!group_ends) continue;
        ASSERT_EQ(running[trace::index(record.side)],
                  stage.trace.at(record.side, stage.trace.moment_after(id)).deadlines);
    }
}

TEST(World, GivesTheSameTraceForTheSameSetup)
{
    Stage one{bad_weather(9)};
    Stage two{bad_weather(9)};
    talk(one.world, one.recorder);
    talk(two.world, two.recorder);
    EXPECT_GT(one.trace.transits().size(), 40U);
    expect_equal(one.trace, two.trace);
}

TEST(World, GivesAnotherTraceForAnotherSeed)
{
    Stage one{bad_weather(9)};
    Stage two{bad_weather(10)};
    talk(one.world, one.recorder);
    talk(two.world, two.recorder);
    EXPECT_FALSE(std::ranges::equal(one.trace.records(), two.trace.records()));
}

TEST(World, ContinuesIdenticallyFromACopy)
{
    Stage stage{bad_weather(11)};
    stage.connect();
    stage.world.call(trace::Side::Left, trace::Call::Send, stage.recorder, Bytes::pattern(50'000));
    for (int i = 0; i < 30; ++i)
        stage.world.step(stage.recorder);

    World copy = stage.world;
    trace::Trace copied_trace = stage.trace;
    trace::Recorder recorder{copied_trace};
    stage.run();
    copy.run_until(copy.now() + 1h, recorder);
    expect_equal(stage.trace, copied_trace);
    EXPECT_EQ(stage.world.endpoint(trace::Side::Right).tcb().delivered_bytes, 50'000U);
}

TEST(World, DoesTheSameWhenNothingIsRecorded)
{
    Stage stage{bad_weather(12)};
    talk(stage.world, stage.recorder);
    World quiet{bad_weather(12)};
    trace::Recorder off;
    quiet.call(trace::Side::Right, trace::Call::Listen, off);
    talk(quiet, off);
    EXPECT_EQ(quiet.segments_sent(), stage.world.segments_sent());
    for (const trace::Side side : trace::both_sides)
        EXPECT_EQ(quiet.endpoint(side).tcb(), stage.world.endpoint(side).tcb());
}

namespace {

/// The number of segments of one side with payload, or without.
std::size_t count_from(const trace::Trace& trace, trace::Side side, bool with_payload)
{
    return static_cast<std::size_t>(std::ranges::count_if(trace.transits(), [&](const trace::Transit& transit) {
        return transit.from == side && transit.segment.payload.empty() != with_payload;
    }));
}

} // namespace

TEST(World, AcknowledgesTogetherWhatArrivesAtOneInstant)
{
    auto setup = two_hosts();
    setup.endpoints[1].settings.take_together = true;
    Stage together{setup};
    together.connect();
    together.world.call(trace::Side::Left, trace::Call::Send, together.recorder, Bytes::pattern(10 * 1460));
    together.run();
    EXPECT_EQ(count_from(together.trace, trace::Side::Left, true), 10U);
    EXPECT_EQ(count_from(together.trace, trace::Side::Right, false), 2U); // SYN,ACK and one ACK for all ten
    EXPECT_EQ(together.world.endpoint(trace::Side::Right).tcb().delivered_bytes, 14'600U);

    Stage apart{two_hosts()};
    apart.connect();
    apart.world.call(trace::Side::Left, trace::Call::Send, apart.recorder, Bytes::pattern(10 * 1460));
    apart.run();
    EXPECT_EQ(count_from(apart.trace, trace::Side::Right, false), 11U);
}

TEST(World, AcknowledgesAtOnceWhereSomethingIsMissingOfWhatArrivesAtOneInstant)
{
    auto setup = two_hosts();
    setup.endpoints[1].settings.take_together = true;
    setup.faults = {{.kind = Fault::Kind::Drop, .which = {.seq = tcp::Seq{101}, .payload_bytes = 1460}}};
    Stage stage{setup};
    stage.connect();
    stage.world.call(trace::Side::Left, trace::Call::Send, stage.recorder, Bytes::pattern(5 * 1460));
    stage.world.run_until(stage.world.now() + 150ms, stage.recorder);
    EXPECT_EQ(count_from(stage.trace, trace::Side::Right, false), 5U); // SYN,ACK and four duplicate ACKs
}

TEST(World, MarksInsteadOfDroppingAndTheSenderSlowsDown)
{
    auto setup = two_hosts();
    setup.links[0] = {
        .delay = 20ms, .rate_bits_per_second = 1'000'000, .queue_bytes = 30'000, .ecn_threshold_bytes = 6'000};
    for (EndpointSetup& end : setup.endpoints) {
        end.settings.congestion = tcp::Congestion::NewReno;
        end.settings.ecn = true;
    }
    Stage stage{setup};
    stage.connect();
    stage.world.call(trace::Side::Left, trace::Call::Send, stage.recorder, Bytes::pattern(300'000));
    stage.run();
    EXPECT_EQ(stage.world.endpoint(trace::Side::Right).tcb().delivered_bytes, 300'000U);
    EXPECT_GT(std::ranges::count(stage.trace.transits(), true, &trace::Transit::marked), 3);
    EXPECT_EQ(std::ranges::count(stage.trace.transits(), trace::Fate::Lost, &trace::Transit::fate), 0);

    for (EndpointSetup& end : setup.endpoints)
        end.settings.ecn = false;
    Stage without{setup};
    without.connect();
    without.world.call(trace::Side::Left, trace::Call::Send, without.recorder, Bytes::pattern(300'000));
    without.run();
    EXPECT_GT(std::ranges::count(without.trace.transits(), trace::Fate::Lost, &trace::Transit::fate), 3);
}

TEST(World, CarriesDatagramsAndRepairsNone)
{
    auto setup = two_hosts();
    for (EndpointSetup& end : setup.endpoints)
        end.settings.without.tcp = true;
    setup.faults = {{.kind = Fault::Kind::Drop, .which = {.nth = {2}}}};
    Stage stage{setup};
    stage.connect();
    for (int i = 0; i < 3; ++i)
        stage.world.call(trace::Side::Left, trace::Call::Send, stage.recorder, Bytes::pattern(500));
    stage.run();
    EXPECT_EQ(stage.trace.transits().size(), 3U);
    EXPECT_EQ(stage.world.endpoint(trace::Side::Right).tcb().delivered_bytes, 1000U);
    EXPECT_FALSE(stage.trace.is_tcp());
}

} // namespace tcpstage::sim
