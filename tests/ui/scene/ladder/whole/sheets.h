#pragma once
// The whole run of a lesson on its sheets, in the sizes in which people see it.

#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <vector>

namespace tcpstage::testing::whole {

using namespace tcpstage::scene;

inline constexpr QSizeF smallCentre{1120, 400};  // the centre of a window of 1366 x 768
inline constexpr QSizeF onProjector{1878, 760};  // of a projector of 1920 x 1080
inline constexpr QSizeF onOldOne{994, 587};      // of one of 1024 x 768
inline constexpr QSizeF underACaption{984, 500}; // of the same one, with a long caption
inline constexpr std::size_t fewSegments = 14;   // a lesson that a class should be able to read on one page
inline constexpr std::size_t manySegments = 200;

inline ViewInput pageOf(const StagedRun& staged, QSizeF size, bool presenting, StageTime time)
{
    DisplayOptions display;
    display.view = View::Whole;
    display.presenting = presenting;
    return {staged, time, {size, 0, 1}, {}, display};
}

inline ViewInput pageOf(const StagedRun& staged, QSizeF size, bool presenting)
{
    return pageOf(staged, size, presenting, staged.timeMap.end());
}

/// The sheets of a run, each once.
inline std::vector<Scene> sheets(const StagedRun& staged, QSizeF size, bool presenting)
{
    std::vector<Scene> all;
    QString last;
    const auto add = [&](StageTime time) {
        Scene scene = wholeRun(pageOf(staged, size, presenting, time));
        const QString title = texts(scene).front();
        if (!all.empty() && title == last) return;
        last = title;
        all.push_back(std::move(scene));
    };
    add(staged.timeMap.end());
    if (!last.startsWith(QStringLiteral("Sheet "))) return all;
    all.clear();
    last.clear();
    const std::size_t stride = std::max<std::size_t>(1, staged.stepCount() / 48); // a sheet has more steps
    for (std::size_t i = 0; i < staged.stepCount(); i += stride)
        add(staged.stepTime(i));
    add(staged.timeMap.end());
    return all;
}

} // namespace tcpstage::testing::whole
