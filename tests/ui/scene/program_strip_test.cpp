// The programs of two runs side by side, below their ladders.
#include "tests/support/lessons.h"
#include "tests/ui/scene/overlap.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/strips/program_strip.h"
#include "ui/scene/strips/strip.h"
#include "ui/scene/views.h"

#include <gmock/gmock.h>

namespace tcpstage::scene {
namespace {

using ::testing::HasSubstr;
using testing::stagedRun;

/// What the strip says after the last step.
std::string atTheEnd(const std::string& id)
{
    const auto staged = stagedRun(id);
    return stripText(*staged, staged->stepTime(staged->stepCount() - 1), {}).toStdString();
}

TEST(ProgramStrip, SaysWhatBothProgramsOfBothRunsGet)
{
    const std::string said = atTheEnd("process-crash");
    EXPECT_EQ(std::ranges::count(said, '\n'), 3) << said;
    EXPECT_THAT(said, HasSubstr("The process crashes: client: send(fd, 7) = -1 EPIPE\n"));
    EXPECT_THAT(said, HasSubstr("The machine loses its power: client: read(fd) = -1 ETIMEDOUT\n"));
    EXPECT_THAT(said, HasSubstr("server: the machine crashes"));
}

TEST(ProgramStrip, SaysWhatTheStepDoesRatherThanWhatCameLast)
{
    const auto staged = stagedRun("process-crash");
    std::size_t returns = 0;
    for (std::size_t step = 0; step < staged->stepCount(); ++step) {
        const StageTime time = staged->stepTime(step);
        Scene scene{{1366, 100}};
        addProgramStrip(scene, {*staged, time, {scene.size}, {}, {}}, time, {{0, 0}, scene.size}, 12);
        for (const Mark& mark : scene.moving)
            if (const auto* box = std::get_if<Box>(&mark.shape); box && box->fill == Ink::Highlight) ++returns;
    }
    EXPECT_GT(returns, 8U) << "the lines of steps are marked";
}

TEST(ProgramStrip, FitsEveryScreenWhereverItIsShown)
{
    std::size_t shown = 0;
    for (const auto& built_in : lesson::built_in_lessons()) {
        const auto staged = stagedRun(std::string{built_in.id});
        if (!showsProgramStrip(*staged, {})) continue;
        ++shown;
        for (const Language language : {Language::English, Language::Chinese})
            for (const QSizeF size : {QSizeF{1024, 768}, QSizeF{1366, 768}, QSizeF{1920, 1080}})
                for (const double letters : {12.0, std::round(27.4 * size.height() / 1080)})
                    for (std::size_t step = 0; step < staged->stepCount(); ++step) {
                        Scene scene{{size.width(), programStripHeight(letters)}};
                        DisplayOptions display;
                        display.language = language;
                        const StageTime time = staged->stepTime(step);
                        addProgramStrip(scene, {*staged, time, {scene.size}, {}, display}, time, {{0, 0}, scene.size},
                                        letters);
                        std::vector<Mark> labels;
                        for (const std::vector<Mark>* marks : {&scene.still, &scene.moving})
                            for (const Mark& mark : *marks) {
                                ASSERT_TRUE(QRectF({0, 0}, scene.size).contains(bounds(mark))) << built_in.id;
                                if (std::holds_alternative<Label>(mark.shape)) labels.push_back(mark);
                            }
                        ASSERT_EQ(testing::overlap(labels), "") << built_in.id << " step " << step + 1;
                    }
    }
    EXPECT_GT(shown, 0U);
}

TEST(ProgramStrip, IsBelowTheLaddersOnTheProjectorAndInPictures)
{
    const auto staged = stagedRun("process-crash");
    ViewInput input{*staged, staged->timeMap.end(), {{1366, 768}}, {}, {}};
    const auto isShown = [&] { return testing::texts(wholeStage(input)).contains(QStringLiteral("= -1 ETIMEDOUT")); };
    EXPECT_TRUE(isShown());
    input.display.presenting = true;
    EXPECT_FALSE(isShown()) << "the ladders need the height";
    input.display.programs = ProgramLanes::Always;
    EXPECT_TRUE(isShown());
    input.display.programs = ProgramLanes::Never;
    EXPECT_FALSE(isShown());
    EXPECT_FALSE(hasStrip(*staged, input.display));
    EXPECT_FALSE(showsProgramStrip(*stagedRun("abort"), {})) << "one run has them beside its ends";
}

} // namespace
} // namespace tcpstage::scene
