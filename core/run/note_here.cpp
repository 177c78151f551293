#include "core/run/note_here.h"

#include "core/lesson/yaml/parts.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::run {

namespace {

using TriggerKind = lesson::NoteTrigger::Kind;

/// How many records up to `id`, itself included, satisfy `like`.
template <typename Like> std::uint32_t count_until(const trace::Trace& trace, trace::RecordId id, Like like)
{
    std::uint32_t count = 0;
    for (trace::RecordId i = 0; i <= id; ++i)
        if (like(trace.record(i))) ++count;
    return count;
}

lesson::NoteTrigger of_segment(const trace::Trace& trace, const trace::Record& record)
{
    trace::TransitId id = record.ref;
    if (trace.transit(id).copy_of != trace::no_transit) id = trace.transit(id).copy_of;
    const trace::Transit transit = trace.transit(id);
    lesson::NoteTrigger at;
    at.kind = record.kind == trace::Kind::Sent      ? TriggerKind::SegmentSent
              : record.kind == trace::Kind::Arrived ? TriggerKind::SegmentArrived
                                                    : TriggerKind::SegmentLost;
    at.side = transit.from;
    at.of_others = transit.connection != trace::the_conversation && trace.peer(transit.connection).host != transit.from;
    at.nth = 0;
    for (trace::TransitId i = 0; i <= id; ++i) {
        const trace::Transit other = trace.transit(i);
        const bool foreign = other.connection != trace::the_conversation;
        const bool of_others = foreign && trace.peer(other.connection).host != other.from;
        const bool same = at.of_others ? of_others : !foreign && other.from == at.side;
        if (other.copy_of == trace::no_transit && same) ++at.nth;
    }
    return at;
}

lesson::NoteTrigger trigger_of(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record record = trace.record(id);
    lesson::NoteTrigger at;
    at.side = record.side;
    const auto count = [&](auto same) {
        at.nth = count_until(trace, id, [&](const trace::Record& other) {
            return other.kind == record.kind && other.side == record.side &&
                   other.connection == trace::the_conversation && same(other);
        });
    };
    switch (record.kind) {
    case trace::Kind::Called:
        at.kind = TriggerKind::CallMade;
        at.call = record.call();
        count([&](const trace::Record& other) { return other.call() == at.call; });
        return at;
    case trace::Kind::TimerExpired:
        at.kind = TriggerKind::TimerExpired;
        at.timer = record.timer();
        count([&](const trace::Record& other) { return other.timer() == at.timer; });
        return at;
    case trace::Kind::Entered:
        at.kind = TriggerKind::StateEntered;
        at.state = record.to();
        count([&](const trace::Record& other) { return other.to() == at.state; });
        return at;
    case trace::Kind::Sent:
    case trace::Kind::Arrived:
    case trace::Kind::Lost:
        return of_segment(trace, record);
    case trace::Kind::Reason:
    case trace::Kind::Signal:
    case trace::Kind::Delivered:
    case trace::Kind::TimerSet:
    case trace::Kind::TimerCancelled:
        break;
    }
    // Not its cause: that may be a call, and a segment that the call sent may be the step to which this record belongs.
    return record.cause == trace::no_record ? lesson::NoteTrigger{} : trigger_of(trace, id - 1);
}

/// The end of the lesson's line "notes:"; npos if there is none, or if its value is on the same line.
std::size_t end_of_notes_line(const std::string& text)
{
    for (std::size_t line = 0; line < text.size();) {
        const std::size_t end = std::min(text.find('\n', line), text.size());
        if (text.compare(line, 6, "notes:") == 0) {
            const std::size_t rest = text.find_first_not_of(" \t\r", line + 6);
            if (rest == std::string::npos || rest >= end || text[rest] == '#') return end;
        }
        line = end + 1;
    }
    return std::string::npos;
}

/// The end of the last line of the block whose heading line ends at `from`.
std::size_t end_of_block(const std::string& text, std::size_t from)
{
    std::size_t last = from;
    for (std::size_t line = from + 1; line < text.size();) {
        const std::size_t end = std::min(text.find('\n', line), text.size());
        const std::size_t first = text.find_first_not_of(" \t\r", line);
        const bool blank = first >= end;
        if (!blank && first == line && text[line] != '-') break;
        if (!blank) last = end;
        line = end + 1;
    }
    return last;
}

/// The blanks before the first "- " after `from`.
std::string indent_after(const std::string& text, std::size_t from)
{
    const std::size_t line = from + 1;
    const std::size_t dash = text.find_first_not_of(' ', line);
    return dash != std::string::npos && text[dash] == '-' ? text.substr(line, dash - line) : "  ";
}

} // namespace

std::string moment_text(const lesson::Scenario& scenario, const trace::Trace& trace, trace::RecordId record)
{
    const lesson::yaml::Names names{{scenario.setup.endpoints[0].name, scenario.setup.endpoints[1].name}};
    return lesson::yaml::trigger_text(record == trace::no_record ? lesson::NoteTrigger{} : trigger_of(trace, record),
                                      names);
}

WrittenNote with_note(const std::string& text, const std::string& at, Language language)
{
    constexpr std::string_view english = "Title";
    constexpr std::string_view chinese = "标题";
    WrittenNote note;
    std::size_t place = end_of_notes_line(text);
    std::string begins = "\n";
    if (place == std::string::npos) {
        place = text.find_last_not_of('\n');
        place = place == std::string::npos ? 0 : place + 1;
        begins = "\nnotes:\n";
    }
    const std::string indent = begins.size() > 1 ? "  " : indent_after(text, place);
    if (begins.size() == 1) place = end_of_block(text, place); // of two notes at one moment the later one is shown
    const std::string entry = fmt::format("{0}{1}- at: {2}\n{1}  title: {{en: \"{3}\", zh: \"{4}\"}}\n"
                                          "{1}  text:  {{en: \"The text of the note.\", zh: \"这里要说的话。\"}}",
                                          begins, indent, at, english, chinese);
    const std::string_view wanted = language == Language::English ? english : chinese;
    note.text = text.substr(0, place) + entry + (place >= text.size() ? "\n" : text.substr(place));
    note.title = place + entry.find(fmt::format("\"{}\"", wanted)) + 1;
    note.title_bytes = wanted.size();
    return note;
}

} // namespace tcpstage::run
