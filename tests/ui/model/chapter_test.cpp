// Keys go from chapter to chapter, to where each one's name stands over the scrubber.
#include "tests/ui/model/staged_run.h"
#include "ui/model/catalogue.h"
#include "ui/model/store/update.h"
#include "ui/model/words.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <ranges>

namespace tcpstage::model {
namespace {

std::vector<scene::StageTime> beginsOf(const Model& model)
{
    std::vector<scene::StageTime> begins;
    for (const scene::Chapter& chapter : scene::chapters(*model.staged))
        begins.push_back(scene::beginOf(*model.staged, chapter));
    return begins;
}

TEST(Chapters, AreReachedOneAfterTheOtherInBothDirections)
{
    for (const char* lesson : {"four-way-close", "three-way-handshake", "why-2msl", "congestion-avoidance"})
        for (const bool presenting : {false, true}) {
            Model model = after(opened(lesson), Command::First);
            if (presenting) model = after(model, Command::TogglePresent);
            const std::vector<scene::StageTime> begins = beginsOf(model);
            ASSERT_GE(begins.size(), 1U) << lesson;
            for (const scene::StageTime begin : begins) {
                model = after(model, Command::NextChapter);
                EXPECT_EQ(model.goal(), begin) << lesson;
            }
            const Model last = after(model, Command::NextChapter);
            EXPECT_EQ(last.goal(), model.goal()) << lesson;
            ASSERT_TRUE(last.notice);
            EXPECT_EQ(last.notice->sentence.en, wording::whyLastChapter.en);
            for (std::size_t i = begins.size() - 1; i-- > 0;) {
                model = after(model, Command::PreviousChapter);
                EXPECT_EQ(model.goal(), begins[i]) << lesson;
            }
        }
}

TEST(Chapters, BeginAgainFromTheMiddleOfOne)
{
    const Model begun = after(opened("four-way-close"), Command::NextChapter, Command::NextChapter);
    const Model middle = after(begun, Command::NextStep, Command::NextStep);
    ASSERT_GT(middle.goal(), begun.goal());
    EXPECT_EQ(after(middle, Command::PreviousChapter).goal(), begun.goal());
    EXPECT_EQ(after(opened("four-way-close"), Command::Last, Command::NextStep, Command::PreviousChapter).goal(),
              beginsOf(begun).back())
        << "from the last page, too";
}

TEST(Chapters, OfAnExamNameItsSubQuestionsInTheirOrder)
{
    std::size_t exams = 0;
    for (const LessonEntry& entry : catalogue()) {
        if (!entry.id.starts_with("exam-")) continue;
        const Model model = opened(entry.id.c_str());
        const lesson::Scenario& scenario = model.staged->scenario;
        const std::string& answer = scenario.notes.front().answer.en;
        const auto chapters = scene::chapters(*model.staged);
        EXPECT_TRUE(std::ranges::is_sorted(chapters, {}, &scene::Chapter::from)) << entry.id;
        const auto isNamed = [&](const std::string& name, Language language) {
            return std::ranges::any_of(chapters, [&](const scene::Chapter& chapter) {
                return chapter.title[language].find(name) != std::string::npos;
            });
        };
        for (char number = '1'; answer.find(std::string{"("} + number + ") ") != std::string::npos; ++number) {
            EXPECT_TRUE(isNamed(std::string{"("} + number + ")", Language::English)) << entry.id << " " << number;
            EXPECT_TRUE(isNamed(std::string{"（"} + number + "）", Language::Chinese)) << entry.id << " " << number;
            exams += number == '1' ? 1 : 0;
        }
    }
    EXPECT_EQ(exams, 2U);
}

TEST(Chapters, LeaveTheKeysOfClickersAlone)
{
    EXPECT_EQ(info(Command::NextChapter).keys, "Ctrl+PgDown");
    EXPECT_NE(info(Command::NextStep).keys.find("PgDown"), std::string_view::npos);
    EXPECT_NE(info(Command::PreviousStep).keys.find("PgUp"), std::string_view::npos);
}

} // namespace
} // namespace tcpstage::model
