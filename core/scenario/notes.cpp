#include "core/scenario/run.h"

#include <algorithm>

namespace tcpstage {

namespace {

using TriggerKind = NoteTrigger::Kind;

/// Whether the moment speaks of the sender of this segment.
bool is_sender(const NoteTrigger& at, const Trace& trace, const Flight& flight)
{
    if (flight.connection == the_conversation) return !at.of_others && flight.from == at.side;
    return at.of_others && trace.peer(flight.connection).host != flight.from;
}

/// Copies that the network made, and what a kernel repeats while its segment is held, are nothing that a lesson tells.
bool is_told(const Flight& flight) { return flight.copy_of == no_flight && flight.reason != Reason::Swallowed; }

/// The nth segment that somebody sends.
FlightId nth_flight(const Trace& trace, const NoteTrigger& at)
{
    std::uint32_t count = 0;
    const auto flights = trace.flights();
    for (std::size_t i = 0; i < flights.size(); ++i)
        if (is_told(flights[i]) && is_sender(at, trace, flights[i]) && ++count == at.nth)
            return static_cast<FlightId>(i);
    return no_flight;
}

RecordId segment_record(const NoteTrigger& at, const Trace& trace)
{
    const FlightId id = nth_flight(trace, at);
    if (id == no_flight) return no_record;
    const Flight& flight = trace.flight(id);
    switch (at.kind) {
    case TriggerKind::SegmentSent:
        return flight.sent_record;
    case TriggerKind::SegmentArrived:
        return flight.fate == Fate::Arrived ? flight.end_record : no_record;
    case TriggerKind::SegmentLost:
        return flight.fate == Fate::Lost ? flight.end_record : no_record;
    case TriggerKind::Start:
    case TriggerKind::StateEntered:
    case TriggerKind::TimerExpired:
    case TriggerKind::CallMade:
    case TriggerKind::RuleNamed:
        return no_record;
    }
    return no_record;
}

bool triggers(const NoteTrigger& at, const Record& record)
{
    if (record.side != at.side) return false;
    if (record.connection != the_conversation && at.kind != TriggerKind::RuleNamed) return false;
    switch (at.kind) {
    case TriggerKind::StateEntered:
        return record.kind == Kind::Entered && record.to() == at.state;
    case TriggerKind::TimerExpired:
        return record.kind == Kind::TimerExpired && record.timer() == at.timer;
    case TriggerKind::CallMade:
        return record.kind == Kind::Called && record.call() == at.call;
    case TriggerKind::RuleNamed:
        return (record.kind == Kind::Reason || record.kind == Kind::Entered) && record.rule() == at.rule;
    case TriggerKind::Start:
    case TriggerKind::SegmentSent:
    case TriggerKind::SegmentArrived:
    case TriggerKind::SegmentLost:
        return false;
    }
    return false;
}

RecordId nth_record(const NoteTrigger& at, const Trace& trace)
{
    std::uint32_t count = 0;
    const auto records = trace.records();
    for (std::size_t i = 0; i < records.size(); ++i)
        if (triggers(at, records[i]) && ++count == at.nth) return static_cast<RecordId>(i);
    return no_record;
}

} // namespace

std::vector<PlacedNote> place_notes(const std::vector<Note>& notes, const Trace& trace)
{
    std::vector<PlacedNote> placed;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        const NoteTrigger& at = notes[i].at;
        const bool is_segment = at.kind == TriggerKind::SegmentSent || at.kind == TriggerKind::SegmentArrived ||
                                at.kind == TriggerKind::SegmentLost;
        const RecordId from = is_segment ? segment_record(at, trace) : nth_record(at, trace);
        if (at.kind == TriggerKind::Start || from != no_record) placed.push_back({from, i});
    }
    std::ranges::stable_sort(placed, {}, [](const PlacedNote& note) { return static_cast<RecordId>(note.from + 1U); });
    return placed;
}

} // namespace tcpstage
