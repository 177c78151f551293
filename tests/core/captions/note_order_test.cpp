// That the notes of every lesson stand in the order of its run, and that none is ahead of what it speaks of.

#include "core/captions/trace_step.h"
#include "core/lesson/library.h"
#include "core/run/run.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <iterator>
#include <regex>
#include <set>

namespace tcpstage::captions {
namespace {

/// The numbers that the segments sent until then have: "seq=301", "ack=101".
std::set<std::string> sent_until(const trace::Trace& trace, trace::RecordId until)
{
    std::set<std::string> numbers;
    for (trace::TransitId id = 0; id < trace.transits().size(); ++id) {
        const trace::Transit transit = trace.transit(id);
        if (until == trace::no_record || transit.sent_record > until) continue;
        const tcp::Segment& segment = transit.as_sent();
        numbers.insert("seq=" + std::to_string(segment.seq.value()));
        if (segment.has_ack()) numbers.insert("ack=" + std::to_string(segment.ack.value()));
    }
    return numbers;
}

/// The first of these numbers in the title that no segment has had so far; else empty.
std::string ahead_in(const std::string& title, const std::set<std::string>& sent)
{
    static const std::regex number{"(seq|ack)=[0-9]+"};
    for (std::sregex_iterator at{title.begin(), title.end(), number}; at != std::sregex_iterator{}; ++at)
        if (!sent.contains(at->str())) return at->str();
    return {};
}

/// What is wrong with the notes of a run: the order of the file, two at one step, a number that comes later; else
/// empty.
std::string misplaced_note(const lesson::Scenario& lesson, const run::Run& run)
{
    std::size_t next = 0;
    trace::RecordId last_step = trace::no_record;
    for (const run::PlacedNote& placed : run.notes) {
        const lesson::Note& note = lesson.notes[placed.note];
        const std::string where = lesson.id + ", \"" + note.title.en + "\": ";
        if (placed.note != next++) return where + "the file has it at another place than the run";
        if (placed.from != trace::no_record) {
            const trace::RecordId step = step_of(run.trace, placed.from).value_or(TraceStep{}).record;
            if (step == last_step) return where + "another note is at the same step";
            last_step = step;
        }
        const std::string ahead = ahead_in(note.title.en, sent_until(run.trace, placed.from));
        if (!ahead.empty()) return where + "no segment has had " + ahead + " so far";
    }
    return {};
}

TEST(EveryNote, StandsWhereWhatItSpeaksOfHasHappened)
{
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        const lesson::Scenario lesson = *lesson::find_lesson(std::string{built_in.id});
        EXPECT_EQ(misplaced_note(lesson, run::run(lesson)), "");
        if (!lesson.beside) continue;
        EXPECT_EQ(misplaced_note(*lesson.beside, run::run(*lesson.beside)), "");
    }
}

TEST(EveryNote, IsFoundWhereItIsMisplaced)
{
    lesson::Scenario lesson = *lesson::find_lesson("four-way-close");
    std::swap(lesson.notes[2], lesson.notes[3]);
    EXPECT_NE(misplaced_note(lesson, run::run(lesson)), "");
    std::swap(lesson.notes[2], lesson.notes[3]);
    lesson.notes[2].title.en = "First segment of the close: FIN, seq=100 ack=301"; // 301 is acknowledged by the fourth
    EXPECT_NE(misplaced_note(lesson, run::run(lesson)), "");
    lesson.notes[2].title.en = "First segment of the close: FIN, seq=100 ack=300";
    EXPECT_EQ(misplaced_note(lesson, run::run(lesson)), "");
}

} // namespace
} // namespace tcpstage::captions
