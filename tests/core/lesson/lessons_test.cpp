#include "tests/core/lesson/lesson.h"

#include "core/formats/formats.h"

#include <algorithm>
#include <set>

namespace tcpstage::lesson {
namespace {

class BuiltInLesson : public ::testing::TestWithParam<BuiltIn> {
protected:
    BuiltInLesson() : lesson_{find_lesson(std::string{GetParam().id})} {}
    void SetUp() override { ASSERT_TRUE(lesson_) << lesson_.error().sentence(); }

    Result<Scenario> lesson_;
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
    for (const Error& difference : run::check(*lesson_, run::run(*lesson_)))
        ADD_FAILURE() << difference.sentence();
}

TEST_P(BuiltInLesson, SaysEverythingInBothLanguages)
{
    EXPECT_FALSE(lesson_->summary.empty());
    EXPECT_FALSE(lesson_->rfc.empty());
    EXPECT_FALSE(lesson_->notes.empty());
    expect_both(lesson_->title, {});
    expect_both(lesson_->summary, {});
    for (const Note& note : lesson_->notes)
        for (const OwnedText* text :
             {&note.title, &note.text, &note.simple, &note.analogy, &note.answer, &note.chapter})
            expect_both(*text, note.place);
}

TEST_P(BuiltInLesson, SaysWhichSegmentsAndStatesItExpects)
{
    EXPECT_FALSE(lesson_->expect.segments.empty());
    for (const trace::Side side : trace::both_sides)
        EXPECT_FALSE(lesson_->expect.states[trace::index(side)].empty());
}

TEST_P(BuiltInLesson, ReadsBackAsItIsWritten)
{
    const std::string written = write_scenario(*lesson_);
    const auto again = read_scenario(written, lesson_->id + ".yaml");

    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(write_scenario(*again), written);
    EXPECT_EQ(formats::to_json(run::run(*again).trace), formats::to_json(run::run(*lesson_).trace));
    EXPECT_EQ(run::run(*again).notes, run::run(*lesson_).notes);
    EXPECT_TRUE(run::check(*again, run::run(*again)).empty());
}

INSTANTIATE_TEST_SUITE_P(All, BuiltInLesson, ::testing::ValuesIn(built_in_lessons().begin(), built_in_lessons().end()),
                         [](const auto& lesson) {
                             std::string name{lesson.param.id};
                             std::ranges::replace(name, '-', '_');
                             return name;
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
