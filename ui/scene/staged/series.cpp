#include "ui/scene/staged/series.h"

#include "core/trace/kernel_report.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace tcpstage::scene {

namespace {

bool same(const Sample& a, const Sample& b)
{
    return a.una == b.una && a.nxt == b.nxt && a.wnd == b.wnd && a.cwnd == b.cwnd && a.ssthresh == b.ssthresh &&
           a.srtt == b.srtt && a.rttvar == b.rttvar && a.rto == b.rto && a.backoff == b.backoff &&
           a.recovery == b.recovery && a.state == b.state;
}

std::uint16_t seenUntil(const Sample* before, const Sample& now)
{
    std::uint16_t seen = before ? before->seen : 0;
    if (now.backoff > 0) seen |= Seen::backoff;
    if (now.recovery == tcp::Recovery::Fast) seen |= Seen::fast;
    if (now.cwnd > 0 && now.ssthresh < 1U << 30U) seen |= Seen::ssthresh;
    if (now.cwnd > 0) seen |= Seen::controlled;
    if (now.srtt > Duration{0}) seen |= Seen::timed;
    seen |= Seen::in(phaseOf(now));
    if (!before || before->state < tcp::State::Established || now.state < tcp::State::Established) return seen;
    if (now.cwnd != before->cwnd) seen |= Seen::cwnd;
    const bool full = now.inFlight() > 0 && now.inFlight() >= now.wnd; // the window stops the sender
    if (now.wnd != before->wnd || full) seen |= Seen::window;
    return seen;
}

/// The members of a TCB that a sample has.
constexpr std::uint64_t plotted = [] {
    std::uint64_t mask = 0;
    for (const std::size_t offset :
         {offsetof(tcp::Tcb, state), offsetof(tcp::Tcb, recovery), offsetof(tcp::Tcb, backoff),
          offsetof(tcp::Tcb, snd.una), offsetof(tcp::Tcb, snd.nxt), offsetof(tcp::Tcb, snd.wnd),
          offsetof(tcp::Tcb, cwnd), offsetof(tcp::Tcb, ssthresh), offsetof(tcp::Tcb, srtt), offsetof(tcp::Tcb, rttvar),
          offsetof(tcp::Tcb, rto)})
        mask |= trace::SnapshotReader::bit_of(offset);
    return mask;
}();

constexpr std::size_t many = 100'000; // of what is taken at once

/// Whether the record is a head: not the consequence of a record at the same instant.
bool isHead(const trace::Record& record)
{
    return record.cause == trace::no_record || record.kind <= trace::Kind::TimerExpired;
}

/// Whether plots need nothing of such records.
bool isPassedOver(trace::Kind kind)
{
    switch (kind) {
    case trace::Kind::Called:
    case trace::Kind::Arrived:
    case trace::Kind::TimerExpired:
    case trace::Kind::Reason:
    case trace::Kind::TimerSet:
    case trace::Kind::TimerCancelled:
        return false;
    case trace::Kind::Lost:
    case trace::Kind::Entered:
    case trace::Kind::Signal:
    case trace::Kind::Delivered:
    case trace::Kind::Sent:
        return true;
    }
    return true;
}

} // namespace

void Series::follow(const trace::Trace& trace)
{
    const std::size_t count = trace.records().size();
    if (count < records_) *this = {};
    for (auto id = static_cast<trace::RecordId>(records_);
         trace.source() == trace::Source::Live && !reported_ && id < count; ++id)
        reported_ = is_kernel_report(trace.record(id));
    if (count != records_) {
        goBack();
        takeRecords(trace);
    }
    records_ = count;
    takeTransits(trace);
    if (reported_) countUnseen();
}

/// The octets of segments that are not seen, by what the kernel reports as acknowledged.
void Series::countUnseen()
{
    for (SideSeries& side : sides_) {
        const std::uint32_t moved = side.samples.empty() ? 0 : side.samples.back().una - side.samples.front().una;
        side.payload = moved > 2 ? moved : 0; // not a SYN and a FIN
    }
}

void Series::takeRecords(const trace::Trace& trace)
{
    const auto count = static_cast<trace::RecordId>(trace.records().size());
    auto group = count;
    while (group > 0 && !isHead(trace.record(--group))) {
    }
    const Mark before = mark_;
    if (records_ == 0 && count >= many)
        for (SideSeries& side : sides_)
            side.samples.reserve(trace.transits().size());
    Reading reading{trace, {trace.tcbs(trace::Side::Left), trace.tcbs(trace::Side::Right)}};
    for (trace::RecordId id = mark_.record; id < count; ++id) {
        if (reading.head != trace::no_record && !trace.follows(id, reading.head)) sample(reading, id - 1);
        if (id == group) mark(id);
        take(reading, id);
    }
    if (reading.head != trace::no_record) sample(reading, count - 1);
    for (const trace::Side side : trace::both_sides) {
        SideSeries& known = sides_[trace::index(side)];
        known.sampleSummaries.follow(known.samples, before.sizes[trace::index(side)].samples);
        known.tripSummaries.follow(known.roundTrips, before.sizes[trace::index(side)].roundTrips);
    }
}

void Series::mark(trace::RecordId record)
{
    mark_.record = record;
    mark_.running = running_;
    for (const trace::Side side : trace::both_sides) {
        const SideSeries& known = of(side);
        Sizes& sizes = mark_.sizes[trace::index(side)];
        sizes = {known.samples.size(), known.rounds.size(), finders_[trace::index(side)], known.roundTrips.size(), {},
                 known.timerEnds};
        std::ranges::transform(known.timers, sizes.timers.begin(), &std::vector<TimerRun>::size);
    }
}

void Series::goBack()
{
    running_ = mark_.running;
    for (const trace::Side side : trace::both_sides) {
        SideSeries& known = sides_[trace::index(side)];
        const Sizes& sizes = mark_.sizes[trace::index(side)];
        known.samples.resize(sizes.samples);
        known.rounds.resize(sizes.rounds);
        finders_[trace::index(side)] = sizes.finder;
        known.roundTrips.resize(sizes.roundTrips);
        known.timerEnds = sizes.timerEnds;
        for (std::size_t kind = 0; kind < tcp::timer_count; ++kind) {
            known.timers[kind].resize(sizes.timers[kind]);
            if (!running_[trace::index(side)][kind]) continue;
            TimerRun& run = known.timers[kind].back();
            run.ended = trace::no_record;
            run.to = {};
            run.end = TimerRun::End::Running;
        }
    }
}

void Series::takeTransits(const trace::Trace& trace)
{
    const std::array<std::size_t, 2> before{sides_[0].sendings.size(), sides_[1].sendings.size()};
    if (transits_ == 0 && trace.transits().size() >= many) // memory that is not touched costs nothing
        for (SideSeries& side : sides_)
            side.sendings.reserve(trace.transits().size());
    std::vector<std::pair<trace::Side, Selection>> selections;
    const auto ends = [&](const trace::Transit& transit, trace::TransitId id) {
        if (transit.end_record == trace::no_record) return false;
        lastKnownEnd_ = std::max(lastKnownEnd_, transit.ends);
        if (transit.fate == trace::Fate::Lost && transit.segment.length() > 0)
            sides_[trace::index(transit.from)].lost = true;
        if (transit.fate == trace::Fate::Arrived && transit.segment.options.sack_count > 0)
            selections.push_back({trace::other(transit.from),
                                  {transit.ends, transit.end_record, id, transit.segment.options.sack.front()}});
        return true;
    };
    std::erase_if(underWay_, [&](trace::TransitId id) {
        const trace::Transit transit = trace.transit(id);
        if (!ends(transit, id)) return false;
        if (transit.fate == trace::Fate::Lost) loseSending(transit, id);
        return true;
    });
    for (; transits_ < trace.transits().size(); ++transits_) {
        const auto id = static_cast<trace::TransitId>(transits_);
        const trace::Transit transit = trace.transit(id);
        if (transit.connection != trace::the_conversation) continue;
        sent(transit, id);
        if (!ends(transit, id)) underWay_.push_back(id);
    }
    lastEnd_ = lastKnownEnd_;
    for (const trace::TransitId id : underWay_) {
        const trace::Transit transit = trace.transit(id);
        lastEnd_ = std::max(lastEnd_, transit.ends == never ? transit.sent : transit.ends); // its end is unknown
    }
    std::ranges::sort(selections, {}, [](const auto& each) { return each.second.record; });
    for (const auto& [side, selection] : selections)
        sides_[trace::index(side)].selections.push_back(selection);
    for (std::size_t i = 0; i < sides_.size(); ++i)
        sides_[i].sendingSummaries.follow(sides_[i].sendings, before[i]);
}

/// Takes a segment of the conversation when it is sent.
void Series::sent(const trace::Transit& transit, trace::TransitId id)
{
    SideSeries& sender = sides_[trace::index(transit.from)];
    const tcp::Segment& segment = transit.segment;
    if (segment.options.sack_count > 0) sides_[trace::index(trace::other(transit.from))].selective = true;
    if (segment.is_datagram()) return;
    const std::uint32_t length = segment.length();
    sender.payload += segment.payload.size();
    if (length == 0) return;
    sender.control = sender.control || segment.payload.empty();
    sender.again = sender.again || transit.retransmission;
    if (!sender.initial || (segment.syn() && !sender.synchronized)) sender.initial = segment.seq;
    sender.synchronized = sender.synchronized || segment.syn();
    const bool lost = transit.fate == trace::Fate::Lost;
    sender.sendings.push_back({transit.sent, id, transit.sent_record, lost ? transit.end_record : trace::no_record,
                               segment.seq, length, transit.retransmission});
}

/// Takes the loss of a segment that was under way before.
void Series::loseSending(const trace::Transit& transit, trace::TransitId id)
{
    SideSeries& sender = sides_[trace::index(transit.from)];
    const auto sending = std::ranges::lower_bound(sender.sendings, id, {}, &Sending::id);
    if (sending == sender.sendings.end() || sending->id != id) return;
    sending->lost = transit.end_record;
    sender.sendingSummaries.renew(sender.sendings, static_cast<std::size_t>(sending - sender.sendings.begin()));
}

void Series::take(Reading& reading, trace::RecordId id)
{
    const trace::Kind kind = reading.trace.kind(id);
    if (isPassedOver(kind)) return;
    const trace::Heading heading = reading.trace.heading(id);
    if (heading.connection != trace::the_conversation) return;
    if (kind != trace::Kind::Arrived) takeAnother(reading, id);
    if (kind > trace::Kind::TimerExpired) return;
    reading.head = id;
    reading.side = heading.side;
}

/// Takes what has no segment that arrives.
void Series::takeAnother(Reading& reading, trace::RecordId id)
{
    const trace::Record record = reading.trace.record(id);
    if (record.kind == trace::Kind::Reason) {
        if (record.rule() == tcp::Rule::RttMeasured) measured(reading, record);
        return;
    }
    if (record.kind >= trace::Kind::TimerExpired) timer(record, id);
    if (record.kind == trace::Kind::Called && record.call() == trace::Call::Skip)
        sides_[trace::index(record.side)].skippedTo = reading.tcbs[trace::index(record.side)].at(id).snd.nxt;
}

/// Takes the variables after the group of the latest head, whose last record is `last`.
void Series::sample(Reading& reading, trace::RecordId last)
{
    const trace::RecordId id = std::exchange(reading.head, trace::no_record);
    auto& samples = sides_[trace::index(reading.side)].samples;
    trace::SnapshotReader& tcbs = reading.tcbs[trace::index(reading.side)];
    if (tcbs.go_to(last) && (tcbs.take_changes() & plotted) == 0 && !samples.empty()) return;
    const trace::Record record = reading.trace.record(id);
    const tcp::Tcb tcb = tcbs.at(last);
    const trace::TransitId by = record.kind == trace::Kind::Arrived ? record.ref : trace::no_transit;
    Sample now{record.at,    id,       by,         tcb.snd.una, tcb.snd.nxt, tcb.snd.wnd,  tcb.cwnd,
               tcb.ssthresh, tcb.srtt, tcb.rttvar, tcb.rto,     tcb.backoff, tcb.recovery, tcb.state};
    now.seen = seenUntil(samples.empty() ? nullptr : &samples.back(), now);
    if (!samples.empty() && same(samples.back(), now)) return;
    samples.push_back(now);
    finders_[trace::index(record.side)].take(now, reading.trace, record.side, sides_[trace::index(record.side)].rounds);
}

void Series::measured(Reading& reading, const trace::Record& record)
{
    const trace::RecordId head = record.cause;
    if (head == trace::no_record) return;
    trace::SnapshotReader& tcbs = reading.tcbs[trace::index(record.side)];
    const Duration was = head == 0 ? Duration{0} : tcbs.at(head - 1).srtt;
    const Duration is = tcbs.at(head).srtt;
    if (is < was && is == Duration{0}) return;                          // the TCB is deleted by the same event
    const Duration length = was == Duration{0} ? is : is * 8 - was * 7; // RFC 6298 (2.3), solved for the sample
    const trace::Record cause = reading.trace.record(head);
    sides_[trace::index(record.side)].roundTrips.push_back(
        {record.at, head, cause.kind == trace::Kind::Arrived ? cause.ref : trace::no_transit, length});
}

void Series::timer(const trace::Record& record, trace::RecordId id)
{
    SideSeries& known = sides_[trace::index(record.side)];
    const auto kind = static_cast<std::size_t>(record.timer());
    bool& running = running_[trace::index(record.side)][kind];
    if (running) {
        TimerRun& run = known.timers[kind].back();
        run.ended = id;
        run.to = record.at;
        run.end = record.kind == trace::Kind::TimerExpired     ? TimerRun::End::Expired
                  : record.kind == trace::Kind::TimerCancelled ? TimerRun::End::Cancelled
                                                               : TimerRun::End::Restarted;
        known.timerEnds |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(run.end));
    }
    running = record.kind == trace::Kind::TimerSet;
    if (running) known.timers[kind].push_back({record.timer(), record.at, Instant{Duration{record.value}}, id});
}

} // namespace tcpstage::scene
