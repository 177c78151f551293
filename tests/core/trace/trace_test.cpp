#include "core/base/random.h"
#include "core/trace/trace.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <vector>

namespace tcpstage::trace {

namespace {

Instant nanoseconds(std::int64_t ns) { return Instant{Duration{ns}}; }

/// Random records of which several share an instant.
Trace random_records(Random& random, std::size_t count)
{
    Trace trace;
    std::int64_t now = 10;
    while (trace.records().size() < count) {
        if (random.below(3) == 0) now += static_cast<std::int64_t>(random.below(4));
        trace.append({.at = nanoseconds(now), .value = static_cast<std::int64_t>(trace.records().size())});
    }
    return trace;
}

/// Random transits, a few of which take long, and a few of which end otherwise than was said at first.
Trace random_transits(Random& random, std::size_t count)
{
    Trace trace;
    std::int64_t now = 0;
    for (std::size_t i = 0; i < count; ++i) {
        now += static_cast<std::int64_t>(random.below(5));
        Transit transit;
        transit.sent = nanoseconds(now);
        transit.ends = nanoseconds(now + static_cast<std::int64_t>(random.below(random.below(50) == 0 ? 2000 : 30)));
        trace.launch(transit);
        if (random.below(9) != 0) continue;
        const auto other = static_cast<TransitId>(random.below(i + 1));
        trace.expect_ending(other, {trace.transit(other).sent + Duration{random.below(3000)}}, false);
    }
    return trace;
}

std::vector<TransitId> naive_in_flight(const Trace& trace, Instant instant)
{
    std::vector<TransitId> found;
    for (TransitId id = 0; id < trace.transits().size(); ++id) {
        if (trace.transit(id).sent <= instant && instant < trace.transit(id).ends) found.push_back(id);
    }
    return found;
}

} // namespace

TEST(Trace, IsAtRestWhenEmpty)
{
    const Trace trace;
    EXPECT_EQ(trace.last_moment(), Moment{});
    EXPECT_EQ(trace.moment_at(nanoseconds(5)), (Moment{nanoseconds(5), no_record}));
    EXPECT_TRUE(trace.between(nanoseconds(0), never).empty());
    EXPECT_EQ(trace.at(Side::Left, Moment{}), tcp::Tcb{});
    trace.in_flight(nanoseconds(5), [](TransitId) { FAIL() << "nothing was sent"; });
}

TEST(Trace, FindsTheRecordsBetweenTwoInstants)
{
    Random random{1};
    const Trace trace = random_records(random, 400);
    for (std::int64_t first = 0; first < 250; first += 7) {
        for (std::int64_t last = first; last < 250; last += 11) {
            const auto expected = std::ranges::count_if(trace.records(), [&](const Record& r) {
                return nanoseconds(first) <= r.at && r.at < nanoseconds(last);
            });
            const auto found = trace.between(nanoseconds(first), nanoseconds(last));
            ASSERT_EQ(found.size(), static_cast<std::size_t>(expected)) << first << ".." << last;
            for (const Record& record : found)
                ASSERT_TRUE(nanoseconds(first) <= record.at && record.at < nanoseconds(last));
        }
    }
    EXPECT_TRUE(trace.between(nanoseconds(20), nanoseconds(10)).empty());
}

TEST(Trace, FindsTheLastMomentAtAnInstant)
{
    Random random{2};
    const Trace trace = random_records(random, 400);
    for (std::int64_t ns = 0; ns < 250; ++ns) {
        RecordId expected = no_record;
        for (const Record& record : trace.records()) {
            if (record.at <= nanoseconds(ns)) expected = static_cast<RecordId>(record.value);
        }
        ASSERT_EQ(trace.moment_at(nanoseconds(ns)).record, expected) << ns;
        ASSERT_EQ(trace.moment_at(nanoseconds(ns)).at, nanoseconds(ns));
    }
}

TEST(Trace, FindsEveryTransitInProgressInOrderOfSending)
{
    for (const std::size_t count : {1U, 15U, 16U, 17U, 255U, 256U, 257U, 1500U}) {
        Random random{count};
        const Trace trace = random_transits(random, count);
        const std::int64_t end = trace.transits().back().sent.time_since_epoch().count() + 50;
        for (std::int64_t ns = -1; ns < end; ns += 1 + end / 300) {
            std::vector<TransitId> found;
            trace.in_flight(nanoseconds(ns), [&](TransitId id) { found.push_back(id); });
            ASSERT_EQ(found, naive_in_flight(trace, nanoseconds(ns))) << count << " flights, at " << ns;
        }
    }
}

TEST(Trace, ShowsTheTcbOfEachSideByItself)
{
    Trace trace;
    tcp::Tcb listening;
    listening.state = tcp::State::Listen;
    trace.append({.at = nanoseconds(1)});
    trace.snapshot(Side::Right, 0, listening);
    trace.append({.at = nanoseconds(2)});
    EXPECT_EQ(trace.at(Side::Right, trace.moment_after(0)), listening);
    EXPECT_EQ(trace.at(Side::Right, trace.last_moment()), listening);
    EXPECT_EQ(trace.at(Side::Right, trace.moment_at(nanoseconds(0))), tcp::Tcb{});
    EXPECT_EQ(trace.at(Side::Left, trace.last_moment()), tcp::Tcb{});
}

TEST(Transit, MovesFromItsSenderToItsEnd)
{
    Transit transit;
    transit.sent = nanoseconds(100);
    transit.ends = nanoseconds(200);
    EXPECT_EQ(transit.progress(nanoseconds(50)), 0.0);
    EXPECT_EQ(transit.progress(nanoseconds(100)), 0.0);
    EXPECT_EQ(transit.progress(nanoseconds(125)), 0.25);
    EXPECT_EQ(transit.progress(nanoseconds(200)), 1.0);
    EXPECT_EQ(transit.progress(nanoseconds(300)), 1.0);
}

TEST(Reason, IsSaidInBothLanguages)
{
    EXPECT_TRUE(words(Reason::None).en.empty());
    for (std::size_t i = 1; i < reason_count; ++i) {
        const Text text = words(static_cast<Reason>(i));
        EXPECT_FALSE(text.en.empty()) << i;
        EXPECT_FALSE(text.zh.empty()) << i;
    }
}

} // namespace tcpstage::trace
