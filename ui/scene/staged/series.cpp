#include "ui/scene/staged/series.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

bool same(const Sample& a, const Sample& b)
{
    return a.una == b.una && a.nxt == b.nxt && a.wnd == b.wnd && a.cwnd == b.cwnd && a.ssthresh == b.ssthresh &&
           a.srtt == b.srtt && a.rttvar == b.rttvar && a.rto == b.rto && a.backoff == b.backoff &&
           a.recovery == b.recovery && a.state == b.state;
}

std::uint8_t seenUntil(const Sample* before, const Sample& now)
{
    std::uint8_t seen = before ? before->seen : 0;
    if (now.backoff > 0) seen |= Seen::backoff;
    if (now.recovery == tcp::Recovery::Fast) seen |= Seen::fast;
    if (now.cwnd > 0 && now.ssthresh < 1U << 30U) seen |= Seen::ssthresh;
    if (!before || before->state < tcp::State::Established || now.state < tcp::State::Established) return seen;
    if (now.cwnd != before->cwnd) seen |= Seen::cwnd;
    const bool full = now.inFlight() > 0 && now.inFlight() >= now.wnd; // the window stops the sender
    if (now.wnd != before->wnd || full) seen |= Seen::window;
    return seen;
}

/// Whether the record is a head: not the consequence of a record at the same instant.
bool isHead(const trace::Record& record)
{
    return record.cause == trace::no_record || record.kind <= trace::Kind::TimerExpired;
}

trace::Moment before(const trace::Trace& trace, trace::RecordId id)
{
    return id == 0 ? trace::Moment{} : trace.moment_after(id - 1);
}

} // namespace

Phase phaseOf(const Sample& sample)
{
    if (sample.cwnd == 0 || sample.state < tcp::State::Established) return Phase::None;
    if (sample.recovery == tcp::Recovery::Fast) return Phase::FastRecovery;
    return sample.cwnd < sample.ssthresh ? Phase::SlowStart : Phase::CongestionAvoidance;
}

void Series::follow(const trace::Trace& trace)
{
    const std::size_t count = trace.records().size();
    if (count < records_) *this = {};
    goBack();
    auto group = static_cast<trace::RecordId>(count);
    while (group > 0 && !isHead(trace.record(--group))) {
    }
    for (trace::RecordId id = mark_.record; id < count; ++id) {
        if (id == group) mark(id);
        take(trace, id);
    }
    records_ = count;
    takeTransits(trace);
}

void Series::mark(trace::RecordId record)
{
    mark_.record = record;
    mark_.running = running_;
    for (const trace::Side side : trace::both_sides) {
        const SideSeries& known = of(side);
        mark_.sizes[trace::index(side)] = {known.samples.size(), known.roundTrips.size(), known.timers.size()};
    }
}

void Series::goBack()
{
    running_ = mark_.running;
    for (const trace::Side side : trace::both_sides) {
        SideSeries& known = sides_[trace::index(side)];
        const auto& [samples, roundTrips, timers] = mark_.sizes[trace::index(side)];
        known.samples.resize(samples);
        known.roundTrips.resize(roundTrips);
        known.timers.resize(timers);
        for (const std::size_t running : running_[trace::index(side)]) {
            if (running == 0) continue;
            TimerRun& run = known.timers[running - 1];
            run.ended = trace::no_record;
            run.to = {};
            run.end = TimerRun::End::Running;
        }
    }
}

void Series::takeTransits(const trace::Trace& trace)
{
    for (; transits_ < trace.transits().size(); ++transits_) {
        const auto id = static_cast<trace::TransitId>(transits_);
        const trace::Transit transit = trace.transit(id);
        if (transit.connection != trace::the_conversation) continue;
        SideSeries& sender = sides_[trace::index(transit.from)];
        if (!transit.segment.is_datagram()) sender.payload += transit.segment.payload.size();
        sender.control = sender.control || (transit.segment.payload.empty() && transit.segment.length() > 0);
        sender.again = sender.again || (transit.retransmission && transit.segment.length() > 0);
        if (transit.segment.options.sack_count > 0) sides_[trace::index(trace::other(transit.from))].selective = true;
        underWay_.push_back(id);
    }
    lastEnd_ = lastKnownEnd_;
    std::erase_if(underWay_, [&](trace::TransitId id) {
        const trace::Transit transit = trace.transit(id);
        lastEnd_ = std::max(lastEnd_, transit.ends == never ? transit.sent : transit.ends); // its end is unknown
        if (transit.end_record == trace::no_record) return false;
        lastKnownEnd_ = std::max(lastKnownEnd_, transit.ends);
        if (transit.fate == trace::Fate::Lost && transit.segment.length() > 0)
            sides_[trace::index(transit.from)].lost = true;
        return true;
    });
}

void Series::take(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record& record = trace.record(id);
    if (record.connection != trace::the_conversation) return;
    switch (record.kind) {
    case trace::Kind::TimerExpired:
        timer(record, id);
        sample(trace, record.side, id);
        return;
    case trace::Kind::Called:
    case trace::Kind::Arrived:
        sample(trace, record.side, id);
        return;
    case trace::Kind::TimerSet:
    case trace::Kind::TimerCancelled:
        timer(record, id);
        return;
    case trace::Kind::Reason:
        if (record.rule() == tcp::Rule::RttMeasured) measured(trace, record);
        return;
    case trace::Kind::Lost:
    case trace::Kind::Entered:
    case trace::Kind::Signal:
    case trace::Kind::Delivered:
    case trace::Kind::Sent:
        return;
    }
}

void Series::sample(const trace::Trace& trace, trace::Side side, trace::RecordId id)
{
    const trace::Record& record = trace.record(id);
    const tcp::Tcb tcb = trace.after_group(side, id);
    const trace::TransitId by = record.kind == trace::Kind::Arrived ? record.ref : trace::no_transit;
    Sample now{record.at,    id,       by,         tcb.snd.una, tcb.snd.nxt, tcb.snd.wnd,  tcb.cwnd,
               tcb.ssthresh, tcb.srtt, tcb.rttvar, tcb.rto,     tcb.backoff, tcb.recovery, tcb.state};
    auto& samples = sides_[trace::index(side)].samples;
    now.seen = seenUntil(samples.empty() ? nullptr : &samples.back(), now);
    if (samples.empty() || !same(samples.back(), now)) samples.push_back(now);
}

void Series::measured(const trace::Trace& trace, const trace::Record& record)
{
    const trace::RecordId head = record.cause;
    if (head == trace::no_record) return;
    const Duration was = trace.at(record.side, before(trace, head)).srtt;
    const Duration is = trace.at(record.side, trace.moment_after(head)).srtt;
    const Duration length = was == Duration{0} ? is : is * 8 - was * 7; // RFC 6298 (2.3), solved for the sample
    const trace::Record& cause = trace.record(head);
    sides_[trace::index(record.side)].roundTrips.push_back(
        {record.at, head, cause.kind == trace::Kind::Arrived ? cause.ref : trace::no_transit, length});
}

void Series::timer(const trace::Record& record, trace::RecordId id)
{
    auto& timers = sides_[trace::index(record.side)].timers;
    std::size_t& running = running_[trace::index(record.side)][static_cast<std::size_t>(record.timer())];
    if (running != 0) {
        TimerRun& run = timers[running - 1];
        run.ended = id;
        run.to = record.at;
        run.end = record.kind == trace::Kind::TimerExpired     ? TimerRun::End::Expired
                  : record.kind == trace::Kind::TimerCancelled ? TimerRun::End::Cancelled
                                                               : TimerRun::End::Restarted;
        running = 0;
    }
    if (record.kind != trace::Kind::TimerSet) return;
    timers.push_back({record.timer(), record.at, Instant{Duration{record.value}}, id});
    running = timers.size();
}

} // namespace tcpstage::scene
