#include "tests/core/lesson/lesson.h"

#include "core/formats/formats.h"

#include <algorithm>
#include <set>

namespace tcpstage::lesson {
namespace {

/// The built-in lessons of a group.
class BuiltInLesson : public ::testing::TestWithParam<Group> {
protected:
    void SetUp() override
    {
        for (const BuiltIn& one : built_in_lessons()) {
            auto lesson = find_lesson(std::string{one.id});
            ASSERT_TRUE(lesson) << lesson.error().sentence();
            if (lesson->group == GetParam()) lessons_.push_back(std::move(*lesson));
        }
        ASSERT_FALSE(lessons_.empty());
    }

    std::vector<Scenario> lessons_;
};

void expect_both(const OwnedText& text, const Place& place)
{
    if (text.empty()) return;
    EXPECT_FALSE(text.en.empty()) << place.line;
    EXPECT_FALSE(text.zh.empty()) << place.line;
    EXPECT_NE(text.en, text.zh.empty() ? text.en : "") << place.line;
}

TEST_P(BuiltInLesson, RunsAsItExpectsAndEveryNoteHasItsMoment)
{
    for (const Scenario& lesson : lessons_)
        for (const Error& difference : run::check(lesson, run::run(lesson)))
            ADD_FAILURE() << lesson.id << ": " << difference.sentence();
}

TEST_P(BuiltInLesson, SpeaksOfAStateOfBothEndsOnlyWhenBothAreInIt)
{
    for (const Scenario& lesson : lessons_) {
        const run::Run run = run::run(lesson);
        for (const run::PlacedNote& placed : run.notes) {
            const std::string& title = lesson.notes[placed.note].title.en;
            if (placed.from == trace::no_record || title.find("oth ") == std::string::npos)
                continue; // "Both ends are ..."
            for (const tcp::State state : {tcp::State::Established, tcp::State::TimeWait, tcp::State::Closing})
                for (const trace::Side side : trace::both_sides)
                    if (title.find(tcp::name(state)) != std::string::npos)
                        EXPECT_EQ(run.trace.at(side, run.trace.moment_after(placed.from)).state, state)
                            << lesson.id << ": " << title;
        }
    }
}

TEST_P(BuiltInLesson, SaysEverythingInBothLanguages)
{
    for (const Scenario& lesson : lessons_) {
        SCOPED_TRACE(lesson.id);
        EXPECT_FALSE(lesson.summary.empty());
        EXPECT_FALSE(lesson.rfc.empty());
        EXPECT_FALSE(lesson.notes.empty());
        expect_both(lesson.title, {});
        expect_both(lesson.summary, {});
        for (const Note& note : lesson.notes)
            for (const OwnedText* text :
                 {&note.title, &note.text, &note.simple, &note.analogy, &note.answer, &note.chapter})
                expect_both(*text, note.place);
    }
}

TEST_P(BuiltInLesson, SaysWhichSegmentsAndStatesItExpects)
{
    for (const Scenario& lesson : lessons_) {
        EXPECT_FALSE(lesson.expect.segments.empty()) << lesson.id;
        for (const trace::Side side : trace::both_sides)
            EXPECT_FALSE(lesson.expect.states[trace::index(side)].empty()) << lesson.id;
    }
}

TEST_P(BuiltInLesson, ReadsBackAsItIsWritten)
{
    for (const Scenario& lesson : lessons_) {
        SCOPED_TRACE(lesson.id);
        const std::string written = write_scenario(lesson);
        const auto again = read_scenario(written, lesson.id + ".yaml");

        ASSERT_TRUE(again) << again.error().sentence();
        EXPECT_EQ(write_scenario(*again), written);
        const run::Run one = run::run(lesson);
        const run::Run other = run::run(*again);
        EXPECT_EQ(formats::to_json(other.trace), formats::to_json(one.trace));
        EXPECT_EQ(other.notes, one.notes);
        EXPECT_TRUE(run::check(*again, other).empty());
    }
}

std::vector<Group> all_groups()
{
    std::vector<Group> groups;
    for (std::size_t i = 0; i < group_ids.size(); ++i)
        groups.push_back(static_cast<Group>(i));
    return groups;
}

INSTANTIATE_TEST_SUITE_P(All, BuiltInLesson, ::testing::ValuesIn(all_groups()), [](const auto& group) {
    return std::string{group_ids[static_cast<std::size_t>(group.param)]};
});

TEST(BuiltInLessons, AreInTheOrderOfTheirGroups)
{
    Group last = Group::Basics;
    for (const BuiltIn& lesson : built_in_lessons()) {
        const Group group = find_lesson(std::string{lesson.id})->group;
        EXPECT_GE(group, last) << lesson.id;
        last = group;
    }
}

TEST(BuiltInLessons, OfTheExamBeginWithAQuestionAndItsAnswer)
{
    int questions = 0;
    for (const BuiltIn& built_in : built_in_lessons()) {
        const Scenario lesson = *find_lesson(std::string{built_in.id});
        if (lesson.group != Group::Exam) continue;
        ++questions;
        EXPECT_EQ(lesson.notes.front().at.kind, NoteTrigger::Kind::Start) << built_in.id;
        EXPECT_FALSE(lesson.notes.front().answer.empty()) << built_in.id;
        EXPECT_GT(lesson.notes.size(), 3U) << built_in.id << " does not show the computation";
    }
    EXPECT_GE(questions, 15);
}

TEST(BuiltInLessons, HaveIdsOfTheirOwn)
{
    std::set<std::string_view> ids;
    for (const BuiltIn& lesson : built_in_lessons())
        EXPECT_TRUE(ids.insert(lesson.id).second) << lesson.id;
}

TEST(FindLesson, NamesTheNearestWhenThereIsNoSuchLesson)
{
    EXPECT_EQ(said_in_both(find_lesson("half-clos").error()),
              "there is no lesson \"half-clos\"; did you mean \"half-close\"?");
    EXPECT_EQ(said_in_both(find_lesson("xyzzy").error()),
              "there is no lesson \"xyzzy\"; \"tcpstage list\" shows them all");
    EXPECT_EQ(said_in_both(find_lesson("no/such.yaml").error()), "no/such.yaml: there is no such file; check the name");
}

} // namespace
} // namespace tcpstage::lesson
