// What a kernel sends at another moment than the engine, and why. The "real" runs come from the engine, set up like a
// kernel, with their Reason records removed.

#include "core/compare/compare.h"
#include "core/compare/latitude.h"

#include "tests/core/lesson/lesson.h"

#include <algorithm>
#include <functional>
#include <gmock/gmock.h>

namespace tcpstage::compare {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using DifferenceKind = Difference::Kind;

const std::string connected = lesson::handshake;

trace::Trace by_engine(const std::string& options, const std::string& steps)
{
    return run::run(lesson::lesson(options + steps)).trace;
}

/// A run as a live trace without rules. `changed` may edit each transit, `state` each TCB.
trace::Trace as_kernel(const trace::Trace& run, const std::function<void(trace::Transit&)>& changed = {},
                       const std::function<void(tcp::Tcb&)>& state = {})
{
    trace::Trace trace{trace::Source::Live, {run.endpoint(trace::Side::Left), run.endpoint(trace::Side::Right)}};
    for (trace::Transit transit : run.transits()) {
        if (changed) changed(transit);
        trace.launch(transit);
    }
    std::array<tcp::Tcb, 2> last{};
    for (trace::RecordId id = 0; id < run.records().size(); ++id) {
        trace::Record record = run.record(id);
        if (record.kind == trace::Kind::Reason)
            record = {record.at, 0, trace::no_record, 0, trace::Kind::TimerCancelled};
        trace.append(record);
        for (const trace::Side side : trace::both_sides) {
            tcp::Tcb tcb = run.at(side, run.moment_after(id));
            if (state) state(tcb);
            if (tcb != last[trace::index(side)]) trace.snapshot(side, id, last[trace::index(side)] = tcb);
        }
    }
    return trace;
}

std::vector<Difference> differences(const trace::Trace& first, const trace::Trace& second)
{
    return compare(first, second, usual_tolerance(first, second)).differences;
}

/// All latitudes that are named, whichever run comes first.
std::vector<Latitude> named(const trace::Trace& one, const trace::Trace& other, bool turned)
{
    std::vector<Latitude> all;
    for (const Difference& difference : turned ? differences(other, one) : differences(one, other))
        all.insert(all.end(), difference.latitudes.begin(), difference.latitudes.end());
    return all;
}

TEST(Kernel, SendsASmallTailAtOnceByMinshallsVariantOfNagle)
{
    const std::string tail = connected + "  - client: send 3500\n  - wait: 2 s\n";
    const trace::Trace plain = by_engine("tcp: {mss: 1000}\n", tail);
    const trace::Trace minshall = as_kernel(by_engine("tcp: {mss: 1000, nagle: off}\n", tail));

    for (const bool turned : {false, true})
        EXPECT_THAT(named(plain, minshall, turned), Contains(Latitude::NagleVariant)) << turned;
    for (const Difference& difference : differences(plain, minshall))
        EXPECT_NE(difference.because, tcp::Rule::AckDelayed) << sentence(difference, plain, minshall).en;
}

TEST(Kernel, IsNotSaidToFollowMinshallWhereTheEngineWaitsForAnotherReason)
{
    const std::string tail = connected + "  - client: send 3500\n  - wait: 2 s\n";
    const trace::Trace narrow = by_engine("tcp: {mss: 1000, nagle: off, congestion: reno, initial_window: 3}\n", tail);
    const trace::Trace wide = as_kernel(by_engine("tcp: {mss: 1000, nagle: off}\n", tail));

    EXPECT_THAT(named(narrow, wide, false), Not(Contains(Latitude::NagleVariant)));
}

TEST(Kernel, HasASmallCongestionWindowAfterATimeout)
{
    const std::string lost = "faults: [{drop: {from: client, len: 1000, nth: all, until: 700 ms}}]\n";
    const std::string much = connected + "  - client: send 4000\n  - wait: 20 s\n";
    const trace::Trace plain = by_engine("tcp: {mss: 1000}\n" + lost, much);
    const trace::Trace reno = as_kernel(by_engine("tcp: {mss: 1000, congestion: reno}\n" + lost, much));

    EXPECT_THAT(named(plain, reno, false), Contains(Latitude::CwndAfterTimeout));
}

TEST(Kernel, FindsALossByTimeBeforeThreeDuplicateAcks)
{
    const std::string lost = "faults: [{drop: {from: client, seq: 1101, len: 1000}}]\n";
    const std::string much = connected + "  - client: send 7000\n  - wait: 5 s\n";
    const std::string options = "tcp: {mss: 1000, sack: on, congestion: reno}\n" + lost;
    const trace::Trace plain = by_engine("tcp: {mss: 1000}\n" + lost, much);
    const trace::Trace rack = as_kernel(by_engine(options, much), {},
                                        [](tcp::Tcb& tcb) { tcb.duplicate_acks = std::min(tcb.duplicate_acks, 1U); });

    EXPECT_THAT(named(plain, rack, false), Contains(Latitude::Rack));
}

TEST(Kernel, ResetsWithAndWithoutAckBelongTogether)
{
    const std::string steps = connected + "  - server: send 100\n  - client: abort\n  - wait: 1 s\n";
    const trace::Trace plain = by_engine("", steps); // the data that meets nobody is answered by a second reset
    bool first_reset = true;
    const trace::Trace real = as_kernel(plain, [&](trace::Transit& transit) {
        if (!transit.segment.rst() || !std::exchange(first_reset, false)) return;
        transit.segment.flags = tcp::Flag::Rst | tcp::Flag::Ack;
        transit.segment.ack = tcp::Seq{301};
    });
    ASSERT_EQ(std::ranges::count_if(plain.transits(), [](const trace::Transit& one) { return one.segment.rst(); }), 2);

    for (const auto& [first, second] : {std::pair{&plain, &real}, std::pair{&real, &plain}}) {
        const auto found = differences(*first, *second);
        ASSERT_EQ(found.size(), 1U) << sentence(found.back(), *first, *second).en;
        EXPECT_EQ(found[0].kind, DifferenceKind::Numbers);
        EXPECT_THAT(found[0].latitudes, Contains(Latitude::ResetWithAck));
    }
}

TEST(Kernel, IsNotSaidToDelayAnAckOfWhatItNeverGot)
{
    const std::string first = connected + "  - client: send 100\n  - wait: 1 s\n";
    const std::string last = "  - server: send 50\n  - wait: 1 s\n";
    const trace::Trace plain = by_engine("", first + "  - client: send 100\n  - wait: 1 s\n" + last);
    const trace::Trace less = as_kernel(by_engine("", first + last));

    for (const Difference& difference : differences(plain, less)) {
        EXPECT_NE(difference.because, tcp::Rule::AckDelayed) << sentence(difference, plain, less).en;
        EXPECT_NE(difference.because, tcp::Rule::FinAckWaits) << sentence(difference, plain, less).en;
    }
}

TEST(Kernel, SendsSomethingForNoKnownReason)
{
    const std::string first = connected + "  - client: send 100\n  - wait: 1 s\n";
    const trace::Trace plain = by_engine("", first);
    const trace::Trace more = as_kernel(by_engine("", first + "  - client: send 100\n  - wait: 1 s\n"));
    const auto found = differences(plain, more);
    const auto ack = std::ranges::find_if(found, [](const Difference& difference) {
        return difference.kind == DifferenceKind::OnlySecond && difference.side == trace::Side::Right;
    });

    ASSERT_NE(ack, found.end());
    EXPECT_FALSE(ack->because);
    EXPECT_THAT(ack->latitudes, IsEmpty());
    EXPECT_THAT(sentence(*ack, plain, more).en, HasSubstr("No reason is known"));
    EXPECT_THAT(sentence(*ack, plain, more).zh, HasSubstr("原因未知"));
}

TEST(Comparison, OfSimulatedRunsSaysNothingOfUnknownReasons)
{
    const trace::Trace plain = by_engine("", connected + "  - client: send 100\n  - wait: 1 s\n");
    const trace::Trace less = by_engine("", connected + "  - wait: 1 s\n");

    for (const Difference& difference : differences(plain, less))
        EXPECT_THAT(sentence(difference, plain, less).en, Not(HasSubstr("No reason is known")));
}

} // namespace
} // namespace tcpstage::compare
