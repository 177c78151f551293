#include "core/run/real_notes.h"

#include <algorithm>

namespace tcpstage::run {

namespace {

using Content = RealNotePlacer::Content;
using Expiry = RealNotePlacer::Expiry;
using TriggerKind = lesson::NoteTrigger::Kind;

bool is_of_segment(TriggerKind kind)
{
    return kind == TriggerKind::SegmentSent || kind == TriggerKind::SegmentArrived || kind == TriggerKind::SegmentLost;
}

/// What an end of the conversation has sent; not what a kernel repeats while a person holds the original.
bool is_sent_by_an_end(const trace::Transit& transit)
{
    return transit.copy_of == trace::no_transit && transit.reason != trace::Reason::Swallowed &&
           transit.connection == trace::the_conversation;
}

/// `iss`: of both sides; a SYN of the connection brings a new one.
Content content_of(const trace::Transit& transit, std::array<tcp::Seq, 2>& iss)
{
    const tcp::Segment& segment = transit.as_sent();
    if (segment.syn() && transit.reason != trace::Reason::FromThePast) iss[trace::index(transit.from)] = segment.seq;
    Content content;
    content.from = transit.from;
    content.flags = segment.rst() ? tcp::Flags{tcp::Flag::Rst}.bits() : segment.flags.without(tcp::Flag::Psh).bits();
    content.seq = segment.seq - iss[trace::index(transit.from)];
    content.ack = segment.has_ack() && !segment.rst() ? segment.ack - iss[trace::index(trace::other(transit.from))] : 0;
    content.payload_bytes = static_cast<std::uint32_t>(segment.payload.size());
    content.closes_window = transit.window_bytes == 0 && !segment.rst();
    return content;
}

Expiry expiry_of(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record record = trace.record(id);
    const tcp::Tcb before = trace.at(record.side, id == 0 ? trace::Moment{} : trace.moment_after(id - 1));
    const bool retransmits = record.timer() == tcp::Timer::Retransmit;
    return {record.side, record.timer(), before.state, retransmits ? before.snd.una - before.snd.iss : 0};
}

bool is_expiry(const trace::Record& record)
{
    return record.kind == trace::Kind::TimerExpired && record.connection == trace::the_conversation;
}

/// The record that a note of this kind waits for; no_record: it has not come.
trace::RecordId record_of(TriggerKind kind, const trace::Transit& transit)
{
    if (kind == TriggerKind::SegmentSent) return transit.sent_record;
    const trace::Fate wanted = kind == TriggerKind::SegmentLost ? trace::Fate::Lost : trace::Fate::Arrived;
    return transit.fate == wanted ? transit.end_record : trace::no_record;
}

} // namespace

RealNotePlacer::RealNotePlacer(const lesson::Scenario& scenario) : others_{scenario.notes}
{
    notes_.resize(scenario.notes.size());
    bool any = false;
    for (std::size_t i = 0; i < notes_.size(); ++i) {
        notes_[i].kind = scenario.notes[i].at.kind;
        any = any || is_of_segment(notes_[i].kind) || notes_[i].kind == TriggerKind::TimerExpired;
    }
    if (!any) return;
    const trace::Trace simulated = run(scenario).trace;
    for (const PlacedNote& placed : place_notes(scenario.notes, simulated))
        if (placed.from != trace::no_record) learn(notes_[placed.note], simulated, placed.from);
}

/// What the note is about, and how often the same comes before it.
void RealNotePlacer::learn(Wanted& note, const trace::Trace& simulated, trace::RecordId moment) const
{
    if (note.kind == TriggerKind::TimerExpired) {
        note.expiry = expiry_of(simulated, moment);
        note.nth = 0;
        for (trace::RecordId id = 0; id <= moment; ++id)
            if (is_expiry(simulated.record(id)) && expiry_of(simulated, id) == *note.expiry) ++note.nth;
    }
    if (!is_of_segment(note.kind)) return;
    std::vector<Content> before;
    std::array<tcp::Seq, 2> iss{};
    const trace::TransitId last = simulated.record(moment).ref;
    for (trace::TransitId id = 0; id <= last; ++id)
        if (const trace::Transit transit = simulated.transit(id); is_sent_by_an_end(transit))
            before.push_back(content_of(transit, iss));
    if (before.empty() || !is_sent_by_an_end(simulated.transit(last))) return;
    note.segment = before.back();
    note.nth = static_cast<std::uint32_t>(std::ranges::count(before, before.back()));
}

void RealNotePlacer::scan(const trace::Trace& trace)
{
    for (const std::size_t count = trace.transits().size(); transits_ < count; ++transits_) {
        const auto id = static_cast<trace::TransitId>(transits_);
        const trace::Transit transit = trace.transit(id);
        if (!is_sent_by_an_end(transit)) continue;
        const Content content = content_of(transit, iss_);
        for (Wanted& note : notes_)
            if (note.segment == content && ++note.count >= note.nth && note.from == trace::no_record)
                note.transits.push_back(id);
    }
    for (const std::size_t count = trace.records().size(); records_ < count; ++records_) {
        const auto id = static_cast<trace::RecordId>(records_);
        if (!is_expiry(trace.record(id))) continue;
        const Expiry expiry = expiry_of(trace, id);
        for (Wanted& note : notes_)
            if (note.expiry == expiry && ++note.count == note.nth) note.from = id;
    }
}

/// A segment that is lost may be sent again: what arrives then is what the note waits for.
void RealNotePlacer::take_segments(const trace::Trace& trace)
{
    for (Wanted& note : notes_) {
        for (const trace::TransitId id : note.transits) {
            if (note.from != trace::no_record) break;
            note.from = record_of(note.kind, trace.transit(id));
            if (note.kind != TriggerKind::SegmentArrived) break;
        }
    }
}

std::vector<PlacedNote> RealNotePlacer::place(const trace::Trace& trace, trace::RecordId begin)
{
    scan(trace);
    take_segments(trace);
    std::vector<PlacedNote> placed = others_.place(trace, begin);
    std::erase_if(placed, [this](const PlacedNote& note) {
        return is_of_segment(notes_[note.note].kind) || notes_[note.note].kind == TriggerKind::TimerExpired;
    });
    for (std::size_t i = 0; i < notes_.size(); ++i)
        if (notes_[i].from != trace::no_record) placed.push_back({notes_[i].from, i});
    std::ranges::stable_sort(placed, {}, [](const PlacedNote& note) {
        return std::pair{static_cast<trace::RecordId>(note.from + 1U), note.note};
    });
    return placed;
}

std::vector<PlacedNote> place_notes(const lesson::Scenario& scenario, const trace::Trace& trace, trace::RecordId begin)
{
    if (trace.source() == trace::Source::Live) return RealNotePlacer{scenario}.place(trace, begin);
    return place_notes(scenario.notes, trace, begin);
}

} // namespace tcpstage::run
