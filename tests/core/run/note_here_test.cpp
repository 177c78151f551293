#include "core/run/note_here.h"

#include "core/lesson/library.h"
#include "tests/core/lesson/lesson.h"
#include "tests/support/lessons.h"

#include <algorithm>

namespace tcpstage::run {
namespace {

TEST(NoteHere, BeginsExactlyAtItsMomentInEveryLesson)
{
    for (const std::string& lesson : testing::some_lessons(5)) {
        const lesson::BuiltIn& built_in = *lesson::find_built_in(lesson);
        const lesson::Scenario scenario = *lesson::find_lesson(lesson);
        const run::Run lesson_run = run(scenario);
        if (lesson_run.trace.transits().size() > 60) continue;
        for (trace::RecordId id = 0; id < lesson_run.trace.records().size(); ++id) {
            const trace::Record record = lesson_run.trace.record(id);
            if (!trace::is_step(record.kind) || record.connection != trace::the_conversation) continue;
            const bool segment = record.kind != trace::Kind::Called && record.kind != trace::Kind::TimerExpired;
            if (segment && lesson_run.trace.transit(record.ref).copy_of != trace::no_transit)
                continue; // a copy is described together with its original
            const WrittenNote note =
                with_note(std::string{built_in.yaml}, moment_text(scenario, lesson_run.trace, id), Language::English);
            const auto again = lesson::read_scenario(note.text, "noted.yaml");
            ASSERT_TRUE(again) << built_in.id << ": " << again.error().sentence();
            const auto placed = run(*again).notes;
            const bool there = std::ranges::any_of(placed, [&](const PlacedNote& one) {
                return again->notes[one.note].title.en == "Title" && one.from == id;
            });
            ASSERT_TRUE(there) << built_in.id << ", record " << id << ": "
                               << moment_text(scenario, lesson_run.trace, id);
        }
    }
}

TEST(NoteHere, ALessonWithoutNotesGetsItsFirst)
{
    const WrittenNote note = with_note(lesson::lesson_text(lesson::handshake), "start", Language::Chinese);
    const auto again = lesson::read_scenario(note.text, "noted.yaml");
    ASSERT_TRUE(again) << again.error().sentence() << note.text;
    ASSERT_EQ(again->notes.size(), 1U);
    EXPECT_EQ(note.text.substr(note.title, note.title_bytes), "标题");
}

TEST(NoteHere, KeepsWhatIsWritten)
{
    const std::string text =
        lesson::lesson_text(lesson::handshake) + "# mine\nnotes: # these\n- at: start\n  title: A\n  text: B\n";
    const WrittenNote note = with_note(text, "client call connect", Language::English);
    EXPECT_NE(note.text.find("# mine\nnotes: # these\n- at: start\n  title: A\n  text: B\n- at: client call connect\n"),
              std::string::npos)
        << note.text;
    EXPECT_TRUE(lesson::read_scenario(note.text, "noted.yaml"));
}

} // namespace
} // namespace tcpstage::run
