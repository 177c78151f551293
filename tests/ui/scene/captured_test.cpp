// What a capture does not show, as the stage draws it: estimated times, and octets that were cut off.
#include "core/capture/file/origin.h"
#include "core/formats/formats.h"
#include "core/sources/joined_run.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/words/caption.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::stagedRun;
using testing::texts;
using testing::timeOfStep;

capture::Origin capturedAt(const std::string& lesson, formats::Viewpoint end)
{
    return capture::Origin::of_octets(formats::to_pcapng(stagedRun(lesson)->trace(), end), "run.pcapng");
}

std::shared_ptr<const StagedRun> staged(Result<run::LessonRun> run)
{
    EXPECT_TRUE(run);
    return stageRun(std::move(run->scenario), std::move(run->run), TimeMapKind::Even);
}

/// The arrows' lines with that stroke.
std::vector<Line> lines(const Scene& scene, Stroke stroke)
{
    std::vector<Line> found;
    for (const Mark& mark : scene.still)
        if (const auto* line = std::get_if<Line>(&mark.shape);
            line && line->stroke == stroke && mark.ref.kind == Ref::Kind::Segment)
            found.push_back(*line);
    return found;
}

Scene wholeAt(const StagedRun& run, StageTime time, Language language = Language::English)
{
    DisplayOptions display;
    display.language = language;
    return ladder({run, time, Viewport{{1000, 2000}, 0, 1}, {}, display});
}

TEST(EstimatedTimes, AreTheDottedPartsOfTheArrowsAtTheFarEnd)
{
    const auto run = staged(sources::capture_run(capturedAt("three-way-handshake", formats::Viewpoint::Left), 1));
    const Scene scene = wholeAt(*run, run->timeMap.end());
    const auto dotted = lines(scene, Stroke::Dotted);
    ASSERT_EQ(dotted.size(), run->trace().transits().size()) << "one end of each segment was not captured";
    const double middle = scene.size.width() / 2;
    for (const Line& line : dotted)
        EXPECT_GT(std::max(line.from.x(), line.to.x()), middle) << "the left end was captured";
    for (const Line& line : lines(scene, Stroke::Solid))
        EXPECT_LT(std::min(line.from.x(), line.to.x()), middle);
    const Line& last = dotted.back();
    EXPECT_EQ(hintAt(scene, (last.from + last.to) / 2), estimatedMeaning(Language::English));
}

TEST(EstimatedTimes, HaveASignBeforeTheClockAndALegendInBothLanguages)
{
    const auto run = staged(sources::capture_run(capturedAt("three-way-handshake", formats::Viewpoint::Left), 1));
    const auto clock = [&](std::size_t step) {
        const QStringList all = texts(wholeAt(*run, timeOfStep(*run, step)));
        return all.filter(QStringLiteral("t ")).value(0);
    };
    EXPECT_TRUE(clock(0).startsWith(QStringLiteral("t = "))) << clock(0).toStdString();
    EXPECT_TRUE(clock(1).startsWith(QStringLiteral("t ~ "))) << clock(1).toStdString();
    for (const Language language : {Language::English, Language::Chinese}) {
        EXPECT_EQ(signsLegend(*run, run->timeMap.end(), language), estimatedMeaning(language));
        EXPECT_EQ(signsLegend(*run, StageTime{}, language), QString{}) << "nothing has happened yet";
    }
    EXPECT_TRUE(estimatedMeaning(Language::Chinese).contains(QStringLiteral("估计")));
}

TEST(EstimatedTimes, AreNoneWhereBothEndsWereCaptured)
{
    const auto run = staged(sources::joined_run(capturedAt("three-way-handshake", formats::Viewpoint::Left), 1,
                                                capturedAt("three-way-handshake", formats::Viewpoint::Right), 0));
    EXPECT_TRUE(lines(wholeAt(*run, run->timeMap.end()), Stroke::Dotted).empty());
    EXPECT_EQ(signsLegend(*run, run->timeMap.end(), Language::English), QString{});
    EXPECT_TRUE(lines(wholeAt(*stagedRun("three-way-handshake"), stagedRun("three-way-handshake")->timeMap.end()),
                      Stroke::Dotted)
                    .empty());
}

} // namespace

} // namespace tcpstage::scene
