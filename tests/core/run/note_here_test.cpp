#include "core/run/note_here.h"

#include "core/lesson/library.h"
#include "tests/core/lesson/lesson.h"

#include <algorithm>

namespace tcpstage {
namespace {

TEST(NoteHere, BeginsExactlyAtItsMomentInEveryLesson)
{
    for (const BuiltIn& built_in : built_in_lessons()) {
        const Scenario scenario = *find_lesson(std::string{built_in.id});
        const tcpstage::Run told = run(scenario);
        if (told.trace.transits().size() > 60) continue;
        for (RecordId id = 0; id < told.trace.records().size(); ++id) {
            const Record record = told.trace.record(id);
            if (!is_step(record.kind) || record.connection != the_conversation) continue;
            const bool segment = record.kind != Kind::Called && record.kind != Kind::TimerExpired;
            if (segment && told.trace.transit(record.ref).copy_of != no_transit) continue; // is told with its original
            const WrittenNote note =
                with_note(std::string{built_in.yaml}, moment_text(scenario, told.trace, id), Language::English);
            const auto again = read_scenario(note.text, "noted.yaml");
            ASSERT_TRUE(again) << built_in.id << ": " << again.error().sentence();
            const auto placed = run(*again).notes;
            const bool there = std::ranges::any_of(placed, [&](const PlacedNote& one) {
                return again->notes[one.note].title.en == "Title" && one.from == id;
            });
            ASSERT_TRUE(there) << built_in.id << ", record " << id << ": " << moment_text(scenario, told.trace, id);
        }
    }
}

TEST(NoteHere, ALessonWithoutNotesGetsItsFirst)
{
    const WrittenNote note = with_note(lesson_text(handshake), "start", Language::Chinese);
    const auto again = read_scenario(note.text, "noted.yaml");
    ASSERT_TRUE(again) << again.error().sentence() << note.text;
    ASSERT_EQ(again->notes.size(), 1U);
    EXPECT_EQ(note.text.substr(note.title, note.title_bytes), "标题");
}

TEST(NoteHere, KeepsWhatIsWritten)
{
    const std::string text = lesson_text(handshake) + "# mine\nnotes: # these\n- at: start\n  title: A\n  text: B\n";
    const WrittenNote note = with_note(text, "client call connect", Language::English);
    EXPECT_NE(note.text.find("# mine\nnotes: # these\n- at: start\n  title: A\n  text: B\n- at: client call connect\n"),
              std::string::npos)
        << note.text;
    EXPECT_TRUE(read_scenario(note.text, "noted.yaml"));
}

} // namespace
} // namespace tcpstage
