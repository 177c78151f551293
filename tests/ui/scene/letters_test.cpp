// Letters of a presentation that are chosen larger, and words of it that are never cut.
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {
namespace {

using testing::stagedRun;
using testing::texts;

DisplayOptions projectedIn(Language language)
{
    DisplayOptions display;
    display.language = language;
    display.presenting = true;
    return display;
}

TEST(OnTheProjector, ABadgeSaysAllOfWhatWasDone)
{
    const auto staged = stagedRun("three-way-handshake");
    StageExtras extras;
    for (const char* branch :
         {"What if: the server's 12th segment is delayed by 300 ms", "假如：服务器的第 12 个报文段延迟 300 毫秒"}) {
        extras.branch = QString::fromUtf8(branch);
        for (const QSizeF size : {QSizeF{1024, 768}, QSizeF{1366, 768}, QSizeF{1920, 1080}}) {
            const Scene scene = wholeStage({*staged, {}, {size, 0, 1}, {}, projectedIn(Language::English)}, extras);
            EXPECT_TRUE(texts(scene).contains(extras.branch)) << branch << " at " << size.width();
        }
    }
}

/// The largest letters of the caption, of an endpoint and of the ladder.
std::array<double, 3> lettersOf(const Scene& scene)
{
    std::array<double, 3> largest{};
    for (const Mark& mark : scene.moving)
        if (const auto* label = std::get_if<Label>(&mark.shape)) {
            const bool caption = mark.ref.kind == Ref::Kind::Nothing && label->at.y() > scene.size.height() * 0.6;
            if (caption) largest[0] = std::max(largest[0], label->pixels);
            if (mark.ref.kind == Ref::Kind::Variable) largest[1] = std::max(largest[1], label->pixels);
        }
    for (const Mark& mark : scene.still)
        if (const auto* label = std::get_if<Label>(&mark.shape); label && mark.ref.kind == Ref::Kind::Segment)
            largest[2] = std::max(largest[2], label->pixels);
    return largest;
}

TEST(OnTheProjector, LargerLettersAreLargerEverywhereAndLoseNoName)
{
    std::size_t named = 0;
    std::size_t smaller = 0; // on a ladder that larger captions make lower
    for (const char* id : {"four-way-close", "three-way-handshake", "whole-connection", "syn-lost"})
        for (const QSizeF size : {QSizeF{1366, 768}, QSizeF{1920, 1080}}) {
            const auto staged = stagedRun(id);
            for (std::size_t step = 2; step < staged->stepCount(); ++step) {
                const auto at = [&](double zoom) {
                    return wholeStage(
                        {*staged, staged->stepTime(step), {size, 0, zoom}, {}, projectedIn(Language::Chinese)});
                };
                const Scene usual = at(1);
                const Scene larger = at(1.52);
                const auto before = lettersOf(usual);
                const auto after = lettersOf(larger);
                EXPECT_GT(after[0], before[0]) << id << " step " << step;
                if (before[1] > 0) EXPECT_GT(after[1], before[1]) << id << " step " << step;
                if (before[2] > 0) EXPECT_GT(after[2], 0) << id << " step " << step << ": no segment has a name";
                smaller += after[2] < before[2] ? 1 : 0;
                named += after[2] > 0 ? 1 : 0;
            }
        }
    EXPECT_GT(named, 40U);
    EXPECT_LE(smaller, 2U);
}

} // namespace
} // namespace tcpstage::scene
