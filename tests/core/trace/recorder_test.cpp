#include "core/trace/recorder.h"

#include <gtest/gtest.h>
#include <vector>

namespace tcpstage::trace {

namespace {

Instant milliseconds_in(std::int64_t ms) { return Instant{std::chrono::milliseconds{ms}}; }

Transit syn_at(Instant sent)
{
    Transit transit;
    transit.segment.flags = tcp::Flag::Syn;
    transit.sent = sent;
    transit.ends = sent + 100ms;
    return transit;
}

tcp::Tcb with_timer(tcp::Timer timer, Instant due)
{
    tcp::Tcb tcb;
    tcb.deadlines[static_cast<std::size_t>(timer)] = due;
    return tcb;
}

std::vector<Kind> kinds(const Trace& trace)
{
    std::vector<Kind> found;
    for (const Record& record : trace.records())
        found.push_back(record.kind);
    return found;
}

} // namespace

TEST(Recorder, IgnoresEverythingWhenOff)
{
    Recorder recorder;
    recorder.called(Side::Left, Call::Connect, 0, milliseconds_in(0));
    recorder.changed(Side::Left, tcp::Tcb{}.deadlines, with_timer(tcp::Timer::Retransmit, milliseconds_in(5)),
                     milliseconds_in(0));
    EXPECT_EQ(recorder.sent(syn_at(milliseconds_in(0))), no_transit);
    EXPECT_EQ(recorder.injected(syn_at(milliseconds_in(0))), no_transit);
    recorder.arrived(no_transit, Side::Right, milliseconds_in(1));
    recorder.lost(no_transit, milliseconds_in(1));
    EXPECT_FALSE(recorder.on());
}

TEST(Recorder, MakesTheHeadTheCauseOfWhatFollows)
{
    Trace trace;
    Recorder recorder{trace};
    recorder.called(Side::Left, Call::Connect, 0, milliseconds_in(0));
    recorder.entered(Side::Left, tcp::State::Closed, tcp::State::SynSent, tcp::Rule::OpenPassive, milliseconds_in(0));
    recorder.sent(syn_at(milliseconds_in(0)));
    recorder.called(Side::Right, Call::Send, 42, milliseconds_in(1));
    recorder.signal(Side::Right, tcp::Signal::NoConnection, milliseconds_in(1));

    EXPECT_EQ(trace.record(0).cause, no_record);
    EXPECT_EQ(trace.record(1).cause, 0U);
    EXPECT_EQ(trace.record(1).to(), tcp::State::SynSent);
    EXPECT_EQ(trace.record(2).cause, 0U);
    EXPECT_EQ(trace.record(3).cause, no_record);
    EXPECT_EQ(trace.record(3).value, 42);
    EXPECT_EQ(trace.record(4).cause, 3U);
    EXPECT_EQ(trace.record(4).signal(), tcp::Signal::NoConnection);
}

TEST(Recorder, TracesAnArrivalBackToItsSending)
{
    Trace trace;
    Recorder recorder{trace};
    recorder.called(Side::Left, Call::Connect, 0, milliseconds_in(0));
    const TransitId transit = recorder.sent(syn_at(milliseconds_in(0)));
    recorder.arrived(transit, Side::Right, milliseconds_in(100));

    EXPECT_EQ(trace.transit(transit).sent_record, 1U);
    EXPECT_EQ(trace.transit(transit).end_record, 2U);
    EXPECT_EQ(trace.record(2).cause, 1U);
    EXPECT_EQ(trace.record(2).side, Side::Right);
    EXPECT_EQ(trace.record(2).detail, 0);
}

TEST(Recorder, TracesALossBackToItsSendingAndShowsItAtTheSender)
{
    Trace trace;
    Recorder recorder{trace};
    const TransitId transit = recorder.sent(syn_at(milliseconds_in(0)));
    recorder.lost(transit, milliseconds_in(50));
    EXPECT_EQ(trace.record(1).kind, Kind::Lost);
    EXPECT_EQ(trace.record(1).cause, 0U);
    EXPECT_EQ(trace.record(1).side, Side::Left);
    EXPECT_EQ(trace.transit(transit).end_record, 1U);
}

TEST(Recorder, SaysThatACorruptedSegmentArrivedSo)
{
    Trace trace;
    Recorder recorder{trace};
    Transit damaged = syn_at(milliseconds_in(0));
    damaged.corrupted = true;
    recorder.arrived(recorder.sent(damaged), Side::Right, milliseconds_in(100));
    EXPECT_EQ(trace.record(1).detail, 1);
}

TEST(Recorder, LetsACopyShareTheSendingOfItsOriginal)
{
    Trace trace;
    Recorder recorder{trace};
    recorder.called(Side::Left, Call::Connect, 0, milliseconds_in(0));
    Transit copy = syn_at(milliseconds_in(0));
    copy.copy_of = recorder.sent(syn_at(milliseconds_in(0)));
    const TransitId id = recorder.copied(copy);
    recorder.arrived(id, Side::Right, milliseconds_in(110));
    EXPECT_EQ(kinds(trace), (std::vector{Kind::Called, Kind::Sent, Kind::Arrived}));
    EXPECT_EQ(trace.record(2).cause, 1U);
    EXPECT_EQ(trace.record(2).ref, id);
}

TEST(Recorder, GivesAnOldSegmentNoCause)
{
    Trace trace;
    Recorder recorder{trace};
    recorder.called(Side::Left, Call::Connect, 0, milliseconds_in(0));
    recorder.injected(syn_at(milliseconds_in(1)));
    EXPECT_EQ(trace.record(1).kind, Kind::Sent);
    EXPECT_EQ(trace.record(1).cause, no_record);
}

TEST(Recorder, RecordsTimersThatAreSetAndCancelled)
{
    Trace trace;
    Recorder recorder{trace};
    recorder.called(Side::Left, Call::Connect, 0, milliseconds_in(0));
    const tcp::Tcb running = with_timer(tcp::Timer::Retransmit, milliseconds_in(1000));
    recorder.changed(Side::Left, tcp::Tcb{}.deadlines, running, milliseconds_in(0));
    recorder.called(Side::Left, Call::Abort, 0, milliseconds_in(10));
    recorder.changed(Side::Left, running.deadlines, tcp::Tcb{}, milliseconds_in(10));

    EXPECT_EQ(kinds(trace), (std::vector{Kind::Called, Kind::TimerSet, Kind::Called, Kind::TimerCancelled}));
    EXPECT_EQ(trace.record(1).timer(), tcp::Timer::Retransmit);
    EXPECT_EQ(trace.record(1).value, 1'000'000'000);
    EXPECT_EQ(trace.record(3).cause, 2U);
}

TEST(Recorder, DoesNotCancelATimerThatExpired)
{
    Trace trace;
    Recorder recorder{trace};
    tcp::Tcb before = with_timer(tcp::Timer::TimeWait, milliseconds_in(1000));
    before.deadlines[static_cast<std::size_t>(tcp::Timer::UserTimeout)] = milliseconds_in(5000);
    recorder.timer_expired(Side::Left, tcp::Timer::TimeWait, milliseconds_in(1000));
    recorder.changed(Side::Left, before.deadlines, tcp::Tcb{}, milliseconds_in(1000));
    ASSERT_EQ(kinds(trace), (std::vector{Kind::TimerExpired, Kind::TimerCancelled}));
    EXPECT_EQ(trace.record(1).timer(), tcp::Timer::UserTimeout);
}

TEST(Recorder, ShowsTheNewTcbFromTheHeadOfTheGroupOn)
{
    Trace trace;
    Recorder recorder{trace};
    const tcp::Tcb after = with_timer(tcp::Timer::Retransmit, milliseconds_in(1000));
    recorder.called(Side::Right, Call::Listen, 0, milliseconds_in(0));
    recorder.called(Side::Left, Call::Connect, 0, milliseconds_in(0));
    recorder.sent(syn_at(milliseconds_in(0)));
    recorder.changed(Side::Left, tcp::Tcb{}.deadlines, after, milliseconds_in(0));
    EXPECT_EQ(trace.at(Side::Left, trace.moment_after(0)), tcp::Tcb{});
    EXPECT_EQ(trace.at(Side::Left, trace.moment_after(1)), after);
    EXPECT_EQ(trace.at(Side::Left, trace.last_moment()), after);
}

TEST(Recorder, MarksHowSureItIs)
{
    Trace trace;
    Recorder recorder{trace, Certainty::Observed};
    recorder.called(Side::Left, Call::Connect, 0, milliseconds_in(0));
    recorder.signal(Side::Left, tcp::Signal::Connected, milliseconds_in(0));
    for (const Record& record : trace.records())
        EXPECT_EQ(record.certainty, Certainty::Observed);
}

} // namespace tcpstage::trace
