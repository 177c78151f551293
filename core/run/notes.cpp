#include "core/run/run.h"

#include <algorithm>

namespace tcpstage::run {

namespace {

using TriggerKind = lesson::NoteTrigger::Kind;

/// Whether the trigger refers to the sender of this segment.
bool is_sender(const lesson::NoteTrigger& at, const trace::Trace& trace, const trace::Transit& transit)
{
    if (transit.connection == trace::the_conversation) return !at.of_others && transit.from == at.side;
    return at.of_others && trace.peer(transit.connection).host != transit.from;
}

/// Notes do not count copies that the network made, nor what a kernel repeats while its segment is held.
bool can_carry_notes(const trace::Transit& transit)
{
    return transit.copy_of == trace::no_transit && transit.reason != trace::Reason::Swallowed;
}

bool is_segment(TriggerKind kind)
{
    return kind == TriggerKind::SegmentSent || kind == TriggerKind::SegmentArrived || kind == TriggerKind::SegmentLost;
}

trace::RecordId segment_record(TriggerKind kind, const trace::Transit& transit)
{
    switch (kind) {
    case TriggerKind::SegmentSent:
        return transit.sent_record;
    case TriggerKind::SegmentArrived:
        return transit.fate == trace::Fate::Arrived ? transit.end_record : trace::no_record;
    case TriggerKind::SegmentLost:
        return transit.fate == trace::Fate::Lost ? transit.end_record : trace::no_record;
    case TriggerKind::Start:
    case TriggerKind::StateEntered:
    case TriggerKind::TimerExpired:
    case TriggerKind::CallMade:
    case TriggerKind::RuleNamed:
        return trace::no_record;
    }
    return trace::no_record;
}

bool triggers(const lesson::NoteTrigger& at, const trace::Record& record)
{
    if (record.side != at.side) return false;
    if (record.connection != trace::the_conversation && at.kind != TriggerKind::RuleNamed) return false;
    switch (at.kind) {
    case TriggerKind::StateEntered:
        return record.kind == trace::Kind::Entered && record.to() == at.state;
    case TriggerKind::TimerExpired:
        return record.kind == trace::Kind::TimerExpired && record.timer() == at.timer;
    case TriggerKind::CallMade:
        return record.kind == trace::Kind::Called && record.call() == at.call;
    case TriggerKind::RuleNamed:
        return (record.kind == trace::Kind::Reason || record.kind == trace::Kind::Entered) && record.rule() == at.rule;
    case TriggerKind::Start:
    case TriggerKind::SegmentSent:
    case TriggerKind::SegmentArrived:
    case TriggerKind::SegmentLost:
        return false;
    }
    return false;
}

} // namespace

NotePlacer::NotePlacer(const std::vector<lesson::Note>& notes)
{
    for (const lesson::Note& note : notes)
        notes_.push_back({note.at});
}

/// Finds the segments that the notes wait for.
void NotePlacer::scan_transits(const trace::Trace& trace)
{
    const auto waits = [](const Wanted& note) { return is_segment(note.at.kind) && note.transit == trace::no_transit; };
    const std::size_t count = trace.transits().size();
    for (; transits_ < count && std::ranges::any_of(notes_, waits); ++transits_) {
        const auto id = static_cast<trace::TransitId>(transits_);
        const trace::Transit transit = trace.transit(id);
        if (!can_carry_notes(transit)) continue;
        for (Wanted& note : notes_)
            if (waits(note) && is_sender(note.at, trace, transit) && ++note.count == note.at.nth) note.transit = id;
    }
    for (Wanted& note : notes_)
        if (note.transit != trace::no_transit && note.from == trace::no_record)
            note.from = segment_record(note.at.kind, trace.transit(note.transit));
}

void NotePlacer::scan_records(const trace::Trace& trace)
{
    const auto waits = [](const Wanted& note) {
        return !is_segment(note.at.kind) && note.at.kind != TriggerKind::Start && note.from == trace::no_record;
    };
    const std::size_t count = trace.records().size();
    for (; records_ < count && std::ranges::any_of(notes_, waits); ++records_) {
        const auto id = static_cast<trace::RecordId>(records_);
        const trace::Record record = trace.record(id);
        for (Wanted& note : notes_)
            if (waits(note) && triggers(note.at, record) && ++note.count == note.at.nth) note.from = id;
    }
}

std::vector<PlacedNote> NotePlacer::place(const trace::Trace& trace)
{
    scan_transits(trace);
    scan_records(trace);
    std::vector<PlacedNote> placed;
    for (std::size_t i = 0; i < notes_.size(); ++i)
        if (notes_[i].at.kind == TriggerKind::Start || notes_[i].from != trace::no_record)
            placed.push_back({notes_[i].from, i});
    std::ranges::stable_sort(placed, {},
                             [](const PlacedNote& note) { return static_cast<trace::RecordId>(note.from + 1U); });
    return placed;
}

std::vector<PlacedNote> place_notes(const std::vector<lesson::Note>& notes, const trace::Trace& trace)
{
    return NotePlacer{notes}.place(trace);
}

} // namespace tcpstage::run
