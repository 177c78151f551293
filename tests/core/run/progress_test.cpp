// What sending moves in a TCB shows from each segment's own record on.

#include "core/lesson/library.h"
#include "core/run/run.h"
#include "tests/support/lessons.h"

#include <gtest/gtest.h>

namespace tcpstage::run {
namespace {

trace::Moment moment_before(const trace::Trace& trace, trace::RecordId id)
{
    return id == 0 ? trace::Moment{} : trace.moment_after(id - 1);
}

/// Whether the same SYN was sent before: in a simultaneous open it goes again, with an ACK.
bool is_syn_again(const trace::Trace& trace, const trace::Transit& transit)
{
    if (!transit.as_sent().syn()) return false;
    const bool mirrored = trace.endpoint(trace::Side::Left).socket == trace.endpoint(trace::Side::Right).socket;
    for (const trace::Transit& earlier : trace.transits())
        if (earlier.sent_record < transit.sent_record && (earlier.from == transit.from || mirrored) &&
            earlier.as_sent().syn() && earlier.as_sent().seq == transit.as_sent().seq)
            return true;
    return false;
}

/// Whether the end has sent numbers for the first time, on a connection that it still has.
bool moves(const trace::Trace& trace, const trace::Transit& transit)
{
    if (is_syn_again(trace, transit)) return false;
    const tcp::State state = trace.at(transit.from, trace.moment_after(transit.sent_record)).state;
    return transit.connection == trace::the_conversation && transit.reason != trace::Reason::FromThePast &&
           transit.copy_of == trace::no_transit && !transit.retransmission && !transit.segment.is_datagram() &&
           !transit.as_sent().rst() && transit.as_sent().length() > 0 && state > tcp::State::Listen &&
           !trace.is_scripted(transit.from);
}

/// SND.NXT is SEG.SEQ right before each such segment, and SEG.SEQ + SEG.LEN right after it. Returns how many there are.
std::size_t check_progress(const trace::Trace& trace)
{
    std::size_t checked = 0;
    for (const trace::Transit& transit : trace.transits()) {
        if (!moves(trace, transit)) continue;
        const tcp::Segment segment = transit.as_sent();
        const tcp::Tcb before = trace.at(transit.from, moment_before(trace, transit.sent_record));
        const tcp::Tcb after = trace.at(transit.from, trace.moment_after(transit.sent_record));
        EXPECT_EQ(before.snd.nxt, segment.seq) << "before record " << transit.sent_record;
        EXPECT_EQ(after.snd.nxt, segment.end()) << "after record " << transit.sent_record;
        EXPECT_EQ(before.unsent_bytes - after.unsent_bytes, segment.payload.size()) << transit.sent_record;
        EXPECT_EQ(after.fin_sent, before.fin_sent || segment.fin()) << transit.sent_record;
        ++checked;
    }
    return checked;
}

TEST(SendProgress, IsThatOfEachSegmentInEveryLesson)
{
    std::size_t checked = 0;
    for (const std::string& id : testing::some_lessons(2)) {
        SCOPED_TRACE(id);
        checked += check_progress(run(*lesson::find_lesson(id)).trace);
    }
    EXPECT_GT(checked, 500U);
}

TEST(SendProgress, GrowsSegmentBySegmentInABurst)
{
    const trace::Trace trace = run(*lesson::find_lesson("slow-start")).trace;
    std::size_t longest = 0;
    for (trace::RecordId id = 0; id < trace.records().size(); ++id) {
        if (trace.record(id).kind > trace::Kind::TimerExpired || trace.record(id).side != trace::Side::Left) continue;
        std::uint32_t flight = trace.at(trace::Side::Left, trace.moment_after(id)).in_flight();
        std::size_t burst = 0;
        for (trace::RecordId next = id + 1; next < trace.records().size() && trace.record(next).cause == id; ++next) {
            if (trace.record(next).kind != trace::Kind::Sent) continue;
            const std::uint32_t now = trace.at(trace::Side::Left, trace.moment_after(next)).in_flight();
            EXPECT_EQ(now - flight, trace.transit(trace.record(next).ref).segment.length());
            flight = now;
            ++burst;
        }
        longest = std::max(longest, burst);
        if (burst > 0) {
            EXPECT_EQ(trace.after_group(trace::Side::Left, id).in_flight(), flight);
        }
    }
    EXPECT_GT(longest, 1U);
}

TEST(SendProgress, IsThatOfEachSegmentOfAConnectionWithItself)
{
    EXPECT_GT(check_progress(run(*lesson::find_lesson("self-connect")).trace), 0U);
}

} // namespace
} // namespace tcpstage::run
