// Words in the plots stand clear of the curves.

#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {
namespace {

using testing::stagedRun;

/// Whether a line of the scene passes through the rectangle, sampled along it.
bool isCrossed(const Scene& scene, const QRectF& words)
{
    const auto passes = [&](const Mark& mark) {
        const auto* line = std::get_if<Line>(&mark.shape);
        if (!line || line->ink == Ink::Rule || line->ink == Ink::Faint) return false; // the grid
        for (int i = 0; i <= 200; ++i)
            if (words.contains(line->from + (line->to - line->from) * (i / 200.0))) return true;
        return false;
    };
    return std::ranges::any_of(scene.still, passes);
}

TEST(WindowPlot, WritesTimeoutClearOfTheCurves)
{
    for (const char* id : {"timeout-collapse", "exam-2009-39"})
        for (const WindowUnits units : {WindowUnits::OctetsOverTime, WindowUnits::SegmentsByRound})
            for (const QSizeF size : {QSizeF{1366, 560}, QSizeF{1920, 700}}) {
                const auto staged = stagedRun(id);
                ViewInput input{*staged, staged->timeMap.end(), {size, 0, 1}, {}, {}};
                input.display.view = View::Window;
                input.display.windowUnits = units;
                const Scene scene = viewScene(input);
                for (const Mark& mark : scene.still)
                    if (const auto* label = std::get_if<Label>(&mark.shape);
                        label && label->text.startsWith(QStringLiteral("timeout")) && label->ink == Ink::Timer)
                        EXPECT_FALSE(isCrossed(scene, bounds(mark).adjusted(1, 2, -1, -2)))
                            << id << " " << size.width() << (units == WindowUnits::SegmentsByRound ? " by rounds" : "");
            }
}

} // namespace
} // namespace tcpstage::scene
