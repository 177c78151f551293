#include "ui/scene/staged/series.h"

#include <algorithm>

namespace tcpstage {

namespace {

bool same(const Sample& a, const Sample& b)
{
    return a.una == b.una && a.nxt == b.nxt && a.wnd == b.wnd && a.cwnd == b.cwnd && a.ssthresh == b.ssthresh &&
           a.srtt == b.srtt && a.rttvar == b.rttvar && a.rto == b.rto && a.backoff == b.backoff &&
           a.recovery == b.recovery && a.state == b.state;
}

/// It follows from nothing that was recorded at the same instant.
bool isHead(const Record& record) { return record.cause == no_record || record.kind <= Kind::TimerExpired; }

Moment before(const Trace& trace, RecordId id) { return id == 0 ? Moment{} : trace.moment_after(id - 1); }

} // namespace

Phase phaseOf(const Sample& sample)
{
    if (sample.cwnd == 0 || sample.state < State::Established) return Phase::None;
    if (sample.recovery == Recovery::Fast) return Phase::FastRecovery;
    if (sample.recovery == Recovery::Timeout) return Phase::Timeout;
    return sample.cwnd < sample.ssthresh ? Phase::SlowStart : Phase::CongestionAvoidance;
}

void Series::follow(const Trace& trace)
{
    const std::size_t count = trace.records().size();
    if (count < records_) *this = {};
    goBack();
    auto group = static_cast<RecordId>(count);
    while (group > 0 && !isHead(trace.record(--group))) {
    }
    for (RecordId id = mark_.record; id < count; ++id) {
        if (id == group) mark(id);
        take(trace, id);
    }
    records_ = count;
    takeTransits(trace);
}

void Series::mark(RecordId record)
{
    mark_.record = record;
    mark_.running = running_;
    for (const Side side : both_sides) {
        const SideSeries& known = of(side);
        mark_.sizes[index(side)] = {known.samples.size(), known.roundTrips.size(), known.timers.size()};
    }
}

void Series::goBack()
{
    running_ = mark_.running;
    for (const Side side : both_sides) {
        SideSeries& known = sides_[index(side)];
        const auto& [samples, roundTrips, timers] = mark_.sizes[index(side)];
        known.samples.resize(samples);
        known.roundTrips.resize(roundTrips);
        known.timers.resize(timers);
        for (const std::size_t running : running_[index(side)]) {
            if (running == 0) continue;
            TimerRun& run = known.timers[running - 1];
            run.ended = no_record;
            run.to = {};
            run.end = TimerRun::End::Running;
        }
    }
}

void Series::takeTransits(const Trace& trace)
{
    for (; transits_ < trace.transits().size(); ++transits_) {
        const auto id = static_cast<TransitId>(transits_);
        const Transit transit = trace.transit(id);
        if (transit.connection != the_conversation) continue;
        if (!transit.segment.is_datagram()) sides_[index(transit.from)].payload += transit.segment.payload.size();
        underWay_.push_back(id);
    }
    lastEnd_ = lastKnownEnd_;
    std::erase_if(underWay_, [&](TransitId id) {
        const Transit transit = trace.transit(id);
        lastEnd_ =
            std::max(lastEnd_, transit.ends == never ? transit.sent : transit.ends); // really under way: who knows
        if (transit.end_record == no_record) return false;
        lastKnownEnd_ = std::max(lastKnownEnd_, transit.ends);
        return true;
    });
}

void Series::take(const Trace& trace, RecordId id)
{
    const Record& record = trace.record(id);
    if (record.connection != the_conversation) return;
    switch (record.kind) {
    case Kind::TimerExpired:
        timer(record, id);
        sample(trace, record.side, id);
        return;
    case Kind::Called:
    case Kind::Arrived:
        sample(trace, record.side, id);
        return;
    case Kind::TimerSet:
    case Kind::TimerCancelled:
        timer(record, id);
        return;
    case Kind::Reason:
        if (record.rule() == Rule::RttMeasured) measured(trace, record);
        return;
    case Kind::Lost:
    case Kind::Entered:
    case Kind::Told:
    case Kind::Delivered:
    case Kind::Sent:
        return;
    }
}

void Series::sample(const Trace& trace, Side side, RecordId id)
{
    const Record& record = trace.record(id);
    const Tcb tcb = trace.at(side, trace.moment_after(id));
    const TransitId by = record.kind == Kind::Arrived ? record.ref : no_transit;
    const Sample now{record.at,    id,       by,         tcb.snd.una, tcb.snd.nxt, tcb.snd.wnd,  tcb.cwnd,
                     tcb.ssthresh, tcb.srtt, tcb.rttvar, tcb.rto,     tcb.backoff, tcb.recovery, tcb.state};
    auto& samples = sides_[index(side)].samples;
    if (samples.empty() || !same(samples.back(), now)) samples.push_back(now);
}

void Series::measured(const Trace& trace, const Record& record)
{
    const RecordId head = record.cause;
    if (head == no_record) return;
    const Duration was = trace.at(record.side, before(trace, head)).srtt;
    const Duration is = trace.at(record.side, trace.moment_after(head)).srtt;
    const Duration length = was == Duration{0} ? is : is * 8 - was * 7; // RFC 6298 2.3, backwards
    const Record& cause = trace.record(head);
    sides_[index(record.side)].roundTrips.push_back(
        {record.at, head, cause.kind == Kind::Arrived ? cause.ref : no_transit, length});
}

void Series::timer(const Record& record, RecordId id)
{
    auto& timers = sides_[index(record.side)].timers;
    std::size_t& running = running_[index(record.side)][static_cast<std::size_t>(record.timer())];
    if (running != 0) {
        TimerRun& run = timers[running - 1];
        run.ended = id;
        run.to = record.at;
        run.end = record.kind == Kind::TimerExpired     ? TimerRun::End::Expired
                  : record.kind == Kind::TimerCancelled ? TimerRun::End::Cancelled
                                                        : TimerRun::End::Restarted;
        running = 0;
    }
    if (record.kind != Kind::TimerSet) return;
    timers.push_back({record.timer(), record.at, Instant{Duration{record.value}}, id});
    running = timers.size();
}

} // namespace tcpstage
