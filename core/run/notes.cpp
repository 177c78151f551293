#include "core/lesson/note_moment.h"
#include "core/run/run.h"

#include <algorithm>
#include <array>
#include <string>

namespace tcpstage::run {

namespace {

using TriggerKind = lesson::NoteTrigger::Kind;

/// Whether the trigger refers to the sender of this segment.
bool is_sender(const lesson::NoteTrigger& at, const trace::Trace& trace, const trace::Transit& transit)
{
    if (transit.connection == trace::the_conversation) return !at.of_others && transit.from == at.side;
    return at.of_others && trace.peer(transit.connection).host != transit.from;
}

/// Notes do not count copies made by the network, nor what a kernel sends again while its segment is held.
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

bool is_alike(const tcp::Segment& a, const tcp::Segment& b)
{
    return a.flags == b.flags && a.seq == b.seq && a.ack == b.ack && a.payload == b.payload;
}

/// Compares what a note may mention about the other end.
bool is_nearly_alike(const tcp::Tcb& a, const tcp::Tcb& b)
{
    return a.state == b.state && a.snd.una == b.snd.una && a.snd.nxt == b.snd.nxt && a.snd.iss == b.snd.iss &&
           a.rcv.nxt == b.rcv.nxt && a.rcv.irs == b.rcv.irs;
}

/// Compares everything that a note may mention about its own end, except times.
bool is_alike(const tcp::Tcb& a, const tcp::Tcb& b)
{
    for (const tcp::Timer timer : tcp::all_timers)
        if ((a.deadline(timer) == never) != (b.deadline(timer) == never)) return false;
    return is_nearly_alike(a, b) && a.snd.wnd == b.snd.wnd && a.rcv == b.rcv && a.cwnd == b.cwnd &&
           a.ssthresh == b.ssthresh && a.duplicate_acks == b.duplicate_acks && a.retransmissions == b.retransmissions &&
           a.unsent_bytes == b.unsent_bytes && a.unread_bytes == b.unread_bytes &&
           a.out_of_order_bytes == b.out_of_order_bytes && a.recovery == b.recovery;
}

/// The rules of all records with the same head as this record.
std::vector<tcp::Rule> rules_around(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record record = trace.record(id);
    const bool head = record.kind <= trace::Kind::TimerExpired || record.cause == trace::no_record;
    std::vector<tcp::Rule> rules;
    const trace::RecordId first = head ? id : record.cause;
    const auto count = static_cast<trace::RecordId>(trace.records().size());
    for (trace::RecordId next = first + 1; next < count && trace.record(next).cause == first; ++next) {
        const trace::Record follows = trace.record(next);
        if (follows.kind == trace::Kind::Reason || follows.kind == trace::Kind::Entered)
            rules.push_back(follows.rule());
    }
    return rules;
}

/// Whether a title counts the segments of the run: "Second segment", "第二次握手".
bool counts_segments(const OwnedText& title)
{
    constexpr std::array english{"irst", "econd", "hird", "ourth", "ifth"};
    constexpr std::array chinese{"一", "二", "三", "四", "五"};
    const auto has = [](const std::string& text, const std::string& words) {
        return text.find(words) != std::string::npos;
    };
    for (const std::string ordinal : english)
        for (const char* noun : {" segment", " letter"})
            if (has(title.en, ordinal + noun)) return true;
    for (const std::string ordinal : chinese)
        for (const char* noun : {"次握手", "次挥手", "个报文段", "封信", "次："})
            if (has(title.zh, "第" + ordinal + noun)) return true;
    return false;
}

/// What such a title says beside the count: "SYN, ACK, seq=300 ack=101"; empty: nothing.
OwnedText without_count(const OwnedText& title)
{
    const auto rest = [](const std::string& text, std::string_view colon) {
        const std::size_t at = text.find(colon);
        return at == std::string::npos ? std::string{} : text.substr(at + colon.size());
    };
    return {rest(title.en, ": "), rest(title.zh, "：")};
}

/// How many segments both ends have sent to each other up to a record, without what notes do not count.
std::size_t segments_until(const trace::Trace& trace, trace::RecordId last)
{
    std::size_t count = 0;
    for (const trace::Transit& transit : trace.transits()) {
        if (transit.sent_record > last) break;
        if (transit.connection == trace::the_conversation && can_carry_notes(transit)) ++count;
    }
    return count;
}

/// The kind of record that a note about a segment waits for.
trace::Kind kind_of(TriggerKind kind)
{
    if (kind == TriggerKind::SegmentArrived) return trace::Kind::Arrived;
    return kind == TriggerKind::SegmentLost ? trace::Kind::Lost : trace::Kind::Sent;
}

bool may_be(const lesson::NoteTrigger& at, const lesson::NoteMoment& like, const trace::Trace& trace,
            const trace::Record& record)
{
    if (!is_segment(at.kind)) return triggers(at, record);
    if (record.kind != kind_of(at.kind) || !like.segment) return false;
    const trace::Transit transit = trace.transit(record.ref);
    return can_carry_notes(transit) && is_sender(at, trace, transit) && is_alike(transit.as_sent(), *like.segment);
}

bool is_like(const lesson::NoteTrigger& at, const lesson::NoteMoment& like, const trace::Trace& trace,
             trace::RecordId id)
{
    const trace::Record record = trace.record(id);
    if (!may_be(at, like, trace, record)) return false;
    const trace::Side here = record.side;
    const trace::Moment moment = trace.moment_after(id);
    return is_alike(trace.at(here, moment), like.ends[index(here)]) &&
           is_nearly_alike(trace.at(other(here), moment), like.ends[index(other(here))]) &&
           rules_around(trace, id) == like.rules;
}

/// The number of `from`, from 1, among the records or segments that the note counts.
std::uint32_t count_until(const lesson::NoteTrigger& at, const trace::Trace& trace, trace::RecordId from)
{
    std::uint32_t count = 0;
    if (is_segment(at.kind)) {
        const trace::TransitId last = trace.record(from).ref;
        for (trace::TransitId id = 0; id <= last; ++id)
            if (const trace::Transit transit = trace.transit(id);
                can_carry_notes(transit) && is_sender(at, trace, transit))
                ++count;
        return count;
    }
    for (trace::RecordId id = 0; id <= from; ++id)
        if (triggers(at, trace.record(id))) ++count;
    return count;
}

} // namespace

NotePlacer::NotePlacer(const std::vector<lesson::Note>& notes)
{
    for (const lesson::Note& note : notes)
        notes_.push_back({note.at, note.like});
}

/// Finds the segments that notes wait for by count, and their records.
void NotePlacer::scan_transits(const trace::Trace& trace)
{
    const auto waits = [](const Wanted& note) {
        return is_segment(note.at.kind) && !note.like && note.transit == trace::no_transit;
    };
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
        return (!is_segment(note.at.kind) || note.like) && note.at.kind != TriggerKind::Start &&
               note.from == trace::no_record;
    };
    const std::size_t count = trace.records().size();
    for (; records_ < count && std::ranges::any_of(notes_, waits); ++records_) {
        const auto id = static_cast<trace::RecordId>(records_);
        const trace::Record record = trace.record(id);
        for (Wanted& note : notes_) {
            if (!waits(note)) continue;
            const bool come = note.like ? is_like(note.at, *note.like, trace, id)
                                        : triggers(note.at, record) && ++note.count == note.at.nth;
            if (come) note.from = id;
        }
    }
}

std::vector<PlacedNote> NotePlacer::place(const trace::Trace& trace, trace::RecordId begin)
{
    scan_transits(trace);
    scan_records(trace);
    std::vector<PlacedNote> placed;
    for (std::size_t i = 0; i < notes_.size(); ++i)
        if (notes_[i].at.kind == TriggerKind::Start)
            placed.push_back({begin, i});
        else if (notes_[i].from != trace::no_record)
            placed.push_back({notes_[i].from, i});
    std::ranges::stable_sort(placed, {},
                             [](const PlacedNote& note) { return static_cast<trace::RecordId>(note.from + 1U); });
    return placed;
}

lesson::NoteMoment moment_of(const lesson::Note& note, const trace::Trace& trace, trace::RecordId from)
{
    lesson::NoteMoment moment;
    if (is_segment(note.at.kind)) moment.segment = trace.transit(trace.record(from).ref).as_sent();
    for (const trace::Side side : trace::both_sides)
        moment.ends[index(side)] = trace.at(side, trace.moment_after(from));
    moment.rules = rules_around(trace, from);
    if (counts_segments(note.title)) moment.segments = segments_until(trace, from);
    return moment;
}

std::vector<lesson::Note> settled(const std::vector<lesson::Note>& notes, const trace::Trace& trace)
{
    const std::vector<PlacedNote> placed = place_notes(notes, trace);
    std::vector<lesson::Note> kept;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        lesson::Note note = notes[i];
        const auto found = std::ranges::find(placed, i, &PlacedNote::note);
        if (note.like && found == placed.end()) continue;
        if (note.like) note.at.nth = count_until(note.at, trace, found->from);
        if (note.like && note.like->segments != 0 && segments_until(trace, found->from) != note.like->segments) {
            note.title = without_count(note.title);
            if (note.title.en.empty() || note.title.zh.empty() || counts_segments(note.title)) continue;
        }
        note.like.reset();
        kept.push_back(std::move(note));
    }
    return kept;
}

std::string written_lesson(lesson::Scenario scenario, const trace::Trace& trace)
{
    const bool waits =
        std::ranges::any_of(scenario.notes, [](const lesson::Note& note) { return note.like != nullptr; });
    if (waits) scenario.notes = settled(scenario.notes, trace);
    return lesson::write_scenario(scenario);
}

std::vector<PlacedNote> place_notes(const std::vector<lesson::Note>& notes, const trace::Trace& trace,
                                    trace::RecordId begin)
{
    return NotePlacer{notes}.place(trace, begin);
}

} // namespace tcpstage::run
