// What a capture at one end of a simulated connection shows, beside what that end really did, for all built-in lessons.

#include "tests/core/capture/follow/passing.h"

#include "core/capture/watch/watch.h"
#include "core/lesson/library.h"
#include "core/run/run.h"
#include "core/tcp/segment/notation.h"

#include <gtest/gtest.h>
#include <map>
#include <string_view>

namespace tcpstage::capture {
namespace {

/// Follows a run by the segments that pass at one end, and compares the state of that end after each group of records.
/// A capture cannot know what an end does without sending or getting a segment: such a change is passed over, until a
/// segment shows the state again.
class AtOneEnd {
public:
    AtOneEnd(const run::Run& run, trace::Side end) : trace_{run.trace}, end_{end} {}

    /// The first difference; empty: there is none.
    std::string difference()
    {
        const auto records = trace_.records();
        for (trace::RecordId id = 0; id < records.size(); ++id) {
            const trace::Record record = records[id];
            if (is_step(record.kind) && record.kind != trace::Kind::Sent) {
                if (std::string found = compare(id); !found.empty()) return found;
                head_passed_ = false;
            }
            if (record.connection != trace::the_conversation || record.side != end_) continue;
            take(record);
        }
        return compare(static_cast<trace::RecordId>(records.size()));
    }
    std::size_t compared() const { return compared_; }
    const Watch& watch() const { return watch_; }

private:
    void take(const trace::Record& record)
    {
        if (record.kind == trace::Kind::Entered) {
            state_ = record.to();
            shown_ = false;
            entered_ = true;
            return;
        }
        if (record.kind != trace::Kind::Sent && record.kind != trace::Kind::Arrived) return;
        const trace::Transit transit = trace_.transit(record.ref);
        const bool arrives = record.kind == trace::Kind::Arrived;
        if (!arrives && transit.reason == trace::Reason::FromThePast) return; // it does not come from this end
        if (transit.segment.is_datagram()) return;
        const tcp::Segment segment = arrives ? transit.segment : transit.as_sent();
        OwnedPacket owned = packet_of(segment, record.at, ++number_);
        owned.packet.bad_checksum = arrives && record.detail != 0;
        follower_.take(arrives ? trace::other(end_) : end_, owned.packet);
        watch_.take(arrives ? trace::other(end_) : end_, owned.packet);
        head_passed_ = true;
        last_ = notation(segment, transit.window_bytes);
        if (segment.fin() && !arrives) shown_ = true;
    }
    std::string compare(trace::RecordId before)
    {
        shown_ = shown_ || (entered_ && head_passed_);
        entered_ = false;
        if (!shown_ || !head_passed_) return {};
        ++compared_;
        const tcp::State followed = follower_.state(end_);
        if (followed == state_) return {};
        return "record " + std::to_string(before) + ": " + std::string{name(state_)} + ", but after \"" + last_ +
               "\" it seems to be " + std::string{name(followed)};
    }

    const trace::Trace& trace_;
    trace::Side end_;
    Follower follower_;
    Watch watch_{{trace_.endpoint(trace::Side::Left), trace_.endpoint(trace::Side::Right)}};
    tcp::State state_ = tcp::State::Closed;
    bool shown_ = false;       // a segment shows that the end is in this state
    bool entered_ = false;     // since the last head
    bool head_passed_ = false; // a segment passed since the last head
    std::uint64_t number_ = 0;
    std::size_t compared_ = 0;
    std::string last_;
};

/// What an end does by a setting, or for a reason, that no segment shows.
const std::map<std::string_view, std::string_view> differences{
    {"time-wait-protected", "a RST does not end this end's TIME-WAIT (RFC 1337)"},
    {"blind-reset-by-the-old-rule", "this end believes any RST in its window (RFC 793)"},
    {"blind-syn-by-the-old-rule", "this end resets because of any SYN in its window (RFC 793)"},
    {"accept-queue-full", "the listener drops the third segment because its accept queue is full"},
    {"self-connect", "both ends are one"}};

TEST(FollowedLessons, EachEndIsInTheStateThatItsSegmentsShow)
{
    std::size_t compared = 0;
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        const auto scenario = lesson::find_lesson(std::string{built_in.id});
        ASSERT_TRUE(scenario.has_value());
        const run::Run run = run::run(*scenario);
        if (!run.trace.is_tcp()) continue;
        bool differs = false;
        for (const trace::Side end : trace::both_sides) {
            AtOneEnd at{run, end};
            const std::string difference = at.difference();
            differs = differs || !difference.empty();
            if (!differences.contains(built_in.id))
                EXPECT_EQ(difference, "") << built_in.id << ", captured at " << run.trace.endpoint(end).name;
            compared += at.compared();
        }
        EXPECT_EQ(differs, differences.contains(built_in.id)) << built_in.id;
    }
    EXPECT_GT(compared, 1000U);
}

/// The states that the end entered, without CLOSED and LISTEN: it may enter those with nobody noticing.
std::string passed_through(const trace::Trace& trace, trace::Side end)
{
    std::string states;
    for (const trace::Record& record : trace.records()) {
        if (record.kind != trace::Kind::Entered || record.side != end) continue;
        if (record.connection != trace::the_conversation || record.to() <= tcp::State::Listen) continue;
        states += (states.empty() ? "" : " ") + std::string{name(record.to())};
    }
    return states;
}

/// Where the trace of a capture at one end has other states than that end, and why.
const std::map<std::string_view, std::string_view> other_states{
    {"two-passive", "it gets a SYN,ACK and never sent a SYN: the capture seems to lack it"},
    {"self-connect", "both ends are one"}};

TEST(FollowedLessons, TheTraceOfACaptureHasTheStatesOfTheEndWhereItWasTaken)
{
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        const auto scenario = lesson::find_lesson(std::string{built_in.id});
        ASSERT_TRUE(scenario.has_value());
        const run::Run run = run::run(*scenario);
        if (!run.trace.is_tcp()) continue;
        bool differs = false;
        for (const trace::Side end : trace::both_sides) {
            AtOneEnd at{run, end};
            static_cast<void>(at.difference());
            if (at.watch().sightings().empty()) continue;
            const std::string ours = passed_through(at.watch().trace().trace, end);
            const std::string its = passed_through(run.trace, end);
            differs = differs || ours != its;
            if (!other_states.contains(built_in.id))
                EXPECT_EQ(ours, its) << built_in.id << ", captured at " << run.trace.endpoint(end).name;
        }
        EXPECT_EQ(differs, other_states.contains(built_in.id)) << built_in.id;
    }
}

} // namespace
} // namespace tcpstage::capture
