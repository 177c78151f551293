#include "core/sim/fault.h"
#include "tests/core/sim/setup.h"

#include <gtest/gtest.h>
#include <vector>

namespace tcpstage::sim {

using testing::at_ms;
using testing::Stage;
using testing::two_hosts;

namespace {

Setup with_fault(Fault::Kind kind, SegmentMatch which, Duration by = {})
{
    auto setup = two_hosts();
    setup.faults.push_back({.kind = kind, .which = std::move(which), .by = by, .text = {}});
    return setup;
}

std::vector<trace::TransitId> lost_transits(const trace::Trace& trace)
{
    std::vector<trace::TransitId> lost;
    for (trace::TransitId id = 0; id < trace.transits().size(); ++id) {
        if (trace.transit(id).fate == trace::Fate::Lost) lost.push_back(id);
    }
    return lost;
}

SegmentMatch syn() { return {.from = trace::Side::Left, .flags = tcp::Flags{tcp::Flag::Syn}}; }

} // namespace

TEST(SegmentMatch, MatchesAnySegmentWhenItSaysNothing)
{
    EXPECT_TRUE(SegmentMatch{}.matches(tcp::Segment{}, trace::Side::Left));
    EXPECT_TRUE(SegmentMatch{}.matches(tcp::Segment{}, trace::Side::Right));
}

TEST(SegmentMatch, ComparesEverythingThatItSays)
{
    tcp::Segment segment;
    segment.seq = tcp::Seq{101};
    segment.ack = tcp::Seq{301};
    segment.flags = tcp::Flag::Ack | tcp::Flag::Psh;
    segment.payload = Bytes::pattern(10);

    EXPECT_TRUE((SegmentMatch{.flags = tcp::Flags{tcp::Flag::Ack}}.matches(segment, trace::Side::Left))); // ignores PSH
    EXPECT_FALSE((SegmentMatch{.flags = tcp::Flag::Ack | tcp::Flag::Fin}.matches(segment, trace::Side::Left)));
    EXPECT_FALSE((SegmentMatch{.from = trace::Side::Right}.matches(segment, trace::Side::Left)));
    EXPECT_TRUE((SegmentMatch{.seq = tcp::Seq{101}, .ack = tcp::Seq{301}, .payload_bytes = 10}.matches(
        segment, trace::Side::Left)));
    EXPECT_FALSE((SegmentMatch{.seq = tcp::Seq{100}}.matches(segment, trace::Side::Left)));
    EXPECT_FALSE((SegmentMatch{.ack = tcp::Seq{300}}.matches(segment, trace::Side::Left)));
    EXPECT_FALSE((SegmentMatch{.payload_bytes = 11}.matches(segment, trace::Side::Left)));
}

TEST(SegmentMatch, MatchesNoAckNumberWithoutAnAck)
{
    tcp::Segment segment;
    segment.flags = tcp::Flag::Syn;
    EXPECT_FALSE((SegmentMatch{.ack = tcp::Seq{0}}.matches(segment, trace::Side::Left)));
}

TEST(Fault, StrikesTheFirstMatchingSegmentOnly)
{
    Stage stage{with_fault(Fault::Kind::Drop, syn())};
    stage.connect();
    stage.world.run_until(at_ms(5000), stage.recorder);
    EXPECT_EQ(lost_transits(stage.trace), std::vector<trace::TransitId>{0});
    EXPECT_EQ(stage.trace.transit(0).reason, trace::Reason::Dropped);
    EXPECT_EQ(stage.world.fault_hits(), std::vector<std::uint32_t>{1});
    EXPECT_EQ(stage.state(trace::Side::Left), tcp::State::Established);
}

TEST(Fault, CountsMatchingSegmentsForNth)
{
    SegmentMatch second_and_third = syn();
    second_and_third.nth = {2, 3};
    auto setup = with_fault(Fault::Kind::Drop, syn());
    setup.faults.push_back({.which = second_and_third});
    Stage stage{setup};
    stage.connect();
    stage.world.run_until(at_ms(20'000), stage.recorder);
    EXPECT_EQ(lost_transits(stage.trace), (std::vector<trace::TransitId>{0, 1, 2}));
    EXPECT_EQ(stage.world.fault_hits(), (std::vector<std::uint32_t>{1, 2}));
    EXPECT_EQ(stage.state(trace::Side::Left), tcp::State::Established);
}

TEST(Fault, NeverStrikesWhenNothingMatches)
{
    Stage stage{with_fault(Fault::Kind::Drop, {.seq = tcp::Seq{4711}})};
    stage.connect();
    EXPECT_EQ(stage.world.fault_hits(), std::vector<std::uint32_t>{0});
}

TEST(Fault, DelaysASegmentSoThatLaterOnesOvertakeIt)
{
    Stage stage{with_fault(Fault::Kind::Delay, {.from = trace::Side::Left, .payload_bytes = 100}, 50ms)};
    stage.connect();
    stage.world.call(trace::Side::Left, trace::Call::Send, stage.recorder, Bytes::pattern(100));
    const trace::TransitId first = static_cast<trace::TransitId>(stage.trace.transits().size() - 1);
    stage.world.call(trace::Side::Left, trace::Call::Send, stage.recorder, Bytes::pattern(1460));
    const trace::TransitId second = static_cast<trace::TransitId>(stage.trace.transits().size() - 1);
    stage.run();
    EXPECT_EQ(stage.trace.transit(first).reason, trace::Reason::Delayed);
    EXPECT_EQ(stage.trace.transit(first).ends - stage.trace.transit(first).sent, Duration{150ms});
    EXPECT_LT(stage.trace.transit(second).end_record, stage.trace.transit(first).end_record);
    EXPECT_EQ(stage.world.endpoint(trace::Side::Right).tcb().delivered_bytes, 1560U);
}

TEST(Fault, DuplicatesASegment)
{
    Stage stage{with_fault(Fault::Kind::Duplicate, syn(), 7ms)};
    stage.connect();
    const trace::Transit& copy = stage.trace.transit(1);
    EXPECT_EQ(copy.copy_of, 0U);
    EXPECT_EQ(copy.reason, trace::Reason::Duplicated);
    EXPECT_EQ(copy.segment, stage.trace.transit(0).segment);
    EXPECT_EQ(copy.ends, stage.trace.transit(0).ends + 7ms);
    EXPECT_EQ(stage.trace.record(copy.end_record).kind, trace::Kind::Arrived);
    EXPECT_EQ(stage.trace.record(copy.end_record).cause, stage.trace.transit(0).sent_record);
}

TEST(Fault, CorruptsASegmentWhichTheReceiverThrowsAway)
{
    Stage stage{with_fault(Fault::Kind::Corrupt, syn())};
    stage.connect();
    const trace::Record& arrival = stage.trace.record(stage.trace.transit(0).end_record);
    EXPECT_EQ(arrival.kind, trace::Kind::Arrived);
    EXPECT_EQ(arrival.detail, 1);
    const trace::Record& why = stage.trace.record(stage.trace.transit(0).end_record + 1);
    EXPECT_EQ(why.kind, trace::Kind::Reason);
    EXPECT_EQ(why.rule(), tcp::Rule::ChecksumWrong);
    EXPECT_EQ(stage.state(trace::Side::Right), tcp::State::Listen);
}

} // namespace tcpstage::sim
