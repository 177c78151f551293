// The program of an end beside it: in its panel, on the projector, and in words.

#include "tests/support/lessons.h"
#include "tests/ui/scene/overlap.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/spoken_marks.h"
#include "ui/scene/words/program_words.h"

#include <gmock/gmock.h>

namespace tcpstage::scene {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::stagedRun;
using testing::texts;

constexpr std::array lanePanels{QSizeF{201, 430}, QSizeF{235, 495}, QSizeF{306, 470}, QSizeF{312, 690}};
constexpr std::array laneScreens{QSizeF{1024, 768}, QSizeF{1366, 768}, QSizeF{1920, 1080}};

std::vector<std::string> wordsOn(const Scene& scene)
{
    std::vector<std::string> list;
    for (const QString& text : texts(scene))
        list.push_back(text.toStdString());
    return list;
}

Scene lanePanel(const StagedRun& staged, trace::Side side, StageTime time, QSizeF size = {312, 690},
                const DisplayOptions& display = {})
{
    return endpointPanel({staged, time, {size, 0, 1}, {}, display}, side);
}

DisplayOptions displayWith(ProgramLanes lanes)
{
    DisplayOptions display;
    display.programs = lanes;
    return display;
}

/// The lessons whose programs are looked at everywhere.
std::vector<std::string> laneLessons()
{
    return {"half-close",    "abort",          "close-wait-leak",   "connection-refused", "socket-calls",
            "process-crash", "nobody-answers", "accept-queue-full", "address-in-use",     "udp"};
}

TEST(ProgramLane, StandsWhereARunIsAboutPrograms)
{
    for (const char* id : {"half-close", "abort", "close-wait-leak", "connection-refused", "socket-calls",
                           "process-crash", "nobody-answers", "accept-queue-full"})
        EXPECT_TRUE(showsPrograms(*stagedRun(id), {})) << id;
    for (const char* id : {"three-way-handshake", "four-way-close", "slow-start", "syn-lost"})
        EXPECT_FALSE(showsPrograms(*stagedRun(id), {})) << id;
    EXPECT_TRUE(showsPrograms(*stagedRun("three-way-handshake"), displayWith(ProgramLanes::Always)));
    EXPECT_FALSE(showsPrograms(*stagedRun("abort"), displayWith(ProgramLanes::Never)));
}

TEST(ProgramLane, HasNoLineFromTheFuture)
{
    const auto staged = stagedRun("abort");
    const StageTime end = staged->timeMap.end();

    EXPECT_THAT(wordsOn(lanePanel(*staged, trace::Side::Right, staged->opening())), Not(Contains("= -1 ECONNRESET")));
    EXPECT_THAT(wordsOn(lanePanel(*staged, trace::Side::Right, staged->opening())), Contains("… blocked"));
    EXPECT_THAT(wordsOn(lanePanel(*staged, trace::Side::Right, end)), Contains("= -1 ECONNRESET"));
    EXPECT_THAT(wordsOn(lanePanel(*staged, trace::Side::Right, end)), Not(Contains("… blocked")));
}

TEST(ProgramLane, SaysWhereNothingHasBeenCalled)
{
    const auto staged = stagedRun("connection-refused");

    EXPECT_THAT(wordsOn(lanePanel(*staged, trace::Side::Right, staged->timeMap.end())), Contains("no calls so far"));
}

/// By more than a colour: a bar beside the line of the step, a dashed frame around one that blocks.
TEST(ProgramLane, MarksTheLineOfTheStepAndTheOneThatBlocks)
{
    const auto staged = stagedRun("half-close");
    bool marked = false;
    bool framed = false;
    for (std::size_t i = 0; i < staged->stepCount(); ++i)
        for (const Mark& mark : lanePanel(*staged, trace::Side::Left, staged->stepTime(i)).moving) {
            const auto* box = std::get_if<Box>(&mark.shape);
            if (!box || mark.ref.kind != Ref::Kind::Step) continue;
            marked = marked || (box->fill == Ink::Accent && box->rect.width() < 5);
            framed = framed || box->stroke == Stroke::Dashed;
        }
    EXPECT_TRUE(marked);
    EXPECT_TRUE(framed);
}

TEST(ProgramLane, KeepsThePresentLineVisible)
{
    for (const std::string& id : laneLessons()) {
        const auto staged = stagedRun(id);
        for (const trace::Side side : trace::both_sides)
            for (std::size_t i = 0; i < staged->stepCount(); ++i) {
                const trace::RecordId step = staged->timeMap.moment(staged->stepTime(i)).record;
                const auto lines = programOf(*staged, side).until(step, 1);
                if (lines.empty() || staged->trace().kind(lines.back().begins) != trace::Kind::Called) continue;
                const Scene scene =
                    lanePanel(*staged, side, staged->stepTime(i), {235, 430}, displayWith(ProgramLanes::Always));
                const bool seen = std::ranges::any_of(scene.moving, [&](const Mark& mark) {
                    return mark.ref == Ref{Ref::Kind::Step, side, lines.back().begins} &&
                           std::holds_alternative<Label>(mark.shape);
                });
                EXPECT_TRUE(seen) << id << " step " << i + 1;
            }
    }
}

TEST(ProgramLane, FitsBesideEveryEndInBothLanguages)
{
    for (const std::string& id : laneLessons()) {
        const auto staged = stagedRun(id);
        for (const Language language : {Language::English, Language::Chinese})
            for (const QSizeF size : lanePanels)
                for (std::size_t i = 0; i < staged->stepCount(); i += 2)
                    for (const trace::Side side : trace::both_sides) {
                        DisplayOptions display = displayWith(ProgramLanes::Always);
                        display.language = language;
                        const Scene scene = lanePanel(*staged, side, staged->stepTime(i), size, display);
                        std::vector<Mark> labels;
                        for (const Mark& mark : scene.moving) {
                            if (!std::holds_alternative<Label>(mark.shape)) continue;
                            labels.push_back(mark);
                            ASSERT_TRUE(QRectF({-3, -3}, size + QSizeF{6, 6}).contains(bounds(mark)))
                                << id << " " << size.width() << " " << std::get<Label>(mark.shape).text.toStdString();
                        }
                        ASSERT_EQ(testing::overlap(labels), "") << id << " step " << i + 1 << " " << size.width();
                    }
    }
}

TEST(ProgramLane, FitsOnTheProjector)
{
    for (const std::string& id : laneLessons()) {
        const auto staged = stagedRun(id);
        for (const QSizeF size : laneScreens)
            for (std::size_t i = 0; i < staged->stepCount(); i += 3) {
                DisplayOptions display = displayWith(ProgramLanes::Always);
                display.presenting = true;
                const Scene scene = wholeStage({*staged, staged->stepTime(i), {size, 0, 1}, {}, display});
                std::vector<Mark> lane;
                for (const Mark& mark : scene.moving) {
                    const auto* label = std::get_if<Label>(&mark.shape);
                    if (!label || mark.ref.kind != Ref::Kind::Step || label->face != Face::Mono) continue;
                    lane.push_back(mark);
                    ASSERT_GE(label->pixels, std::floor(27 * size.height() / 1080)) << label->text.toStdString();
                    ASSERT_TRUE(QRectF({0, 0}, size).contains(bounds(mark))) << label->text.toStdString();
                }
                ASSERT_EQ(testing::overlap(lane), "") << id << " step " << i + 1 << " " << size.width();
            }
    }
}

TEST(ProgramLane, IsOnTheWholeStageOfAPictureToo)
{
    const auto staged = stagedRun("abort");
    const Scene scene = wholeStage({*staged, staged->timeMap.end(), {{1920, 1080}, 0, 1}, {}, {}});

    EXPECT_THAT(wordsOn(scene), Contains("= -1 ECONNRESET"));
}

TEST(ProgramLane, IsSpokenWithItsStep)
{
    const auto staged = stagedRun("abort");
    const StageTime end = staged->timeMap.end();
    const Scene scene = lanePanel(*staged, trace::Side::Right, end);
    std::vector<std::string> values;
    for (const SpokenMark& mark : spokenMarks(scene, *staged, end, {}))
        values.push_back(mark.value.toStdString());

    EXPECT_THAT(values, Contains(HasSubstr("read(conn) = -1 ECONNRESET")));
}

TEST(ProgramLane, IsNotMadeUpWhereNoCallIsKnown)
{
    for (const trace::Side side : trace::both_sides) {
        captions::Program program{stagedRun("abort")->scenario, side};
        trace::Trace captured{trace::Source::Capture, {}};
        program.follow(captured);
        EXPECT_FALSE(program.is_known());
        EXPECT_TRUE(program.lines().empty());
    }
}

} // namespace
} // namespace tcpstage::scene
