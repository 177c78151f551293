#include "core/scenario/run.h"

#include <algorithm>

namespace tcpstage {

namespace {

using TriggerKind = NoteTrigger::Kind;

/// The nth segment that a side sends, copies made by the network aside.
FlightId nth_flight(const Trace& trace, Side from, std::uint32_t nth)
{
    std::uint32_t count = 0;
    const auto flights = trace.flights();
    for (std::size_t i = 0; i < flights.size(); ++i)
        if (flights[i].from == from && flights[i].copy_of == no_flight && flights[i].connection == the_conversation &&
            ++count == nth)
            return static_cast<FlightId>(i);
    return no_flight;
}

RecordId segment_record(const NoteTrigger& at, const Trace& trace)
{
    const FlightId id = nth_flight(trace, at.side, at.nth);
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
        return no_record;
    }
    return no_record;
}

bool triggers(const NoteTrigger& at, const Record& record)
{
    if (record.side != at.side || record.connection != the_conversation) return false;
    switch (at.kind) {
    case TriggerKind::StateEntered:
        return record.kind == Kind::Entered && record.to() == at.state;
    case TriggerKind::TimerExpired:
        return record.kind == Kind::TimerExpired && record.timer() == at.timer;
    case TriggerKind::CallMade:
        return record.kind == Kind::Called && record.call() == at.call;
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
