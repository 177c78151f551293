#include "tests/ui/model/staged_run.h"
#include "ui/model/store/update.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace tcpstage::model {

TEST(ReducedMotion, FollowsTheDesktopUntilItIsChosen)
{
    const Model calm = after(opened("four-way-close"), DesktopIsCalm{true});
    EXPECT_TRUE(calm.isCalm());
    EXPECT_FALSE(after(calm, DesktopIsCalm{false}).isCalm());
    const Model chosen = after(calm, Command::ToggleCalm);
    EXPECT_FALSE(chosen.isCalm());
    EXPECT_FALSE(after(chosen, DesktopIsCalm{true}).isCalm()) << "the choice counts more";
    EXPECT_TRUE(std::ranges::any_of(update(calm, Command::ToggleCalm).requests, [](const Request& request) {
        return std::holds_alternative<RememberChoices>(request);
    }));
}

TEST(ReducedMotion, JumpsToTheNextStep)
{
    Model model = opened("four-way-close");
    model.animates = true;
    EXPECT_TRUE(after(model, Command::NextStep).glide);
    const Model calm = after(model, DesktopIsCalm{true}, Command::NextStep);
    EXPECT_FALSE(calm.glide);
    EXPECT_EQ(calm.time, calm.staged->stepTime(0));
}

TEST(ReducedMotion, PlaysFromStepToStepInTheSameTime)
{
    using namespace std::chrono_literals;
    Model flows = after(opened("four-way-close"), SetPlayStops{PlayStops::Never}, Command::TogglePlay);
    Model calm = after(flows, DesktopIsCalm{true});
    std::set<scene::StageTime> times;
    for (int frame = 0; frame < 400 && flows.playing; ++frame) {
        flows = after(flows, Elapsed{16ms});
        calm = after(calm, Elapsed{16ms});
        times.insert(calm.time);
        EXPECT_EQ(calm.staged->stepsUntil(calm.time), flows.staged->stepsUntil(flows.time)) << "frame " << frame;
    }
    for (const scene::StageTime time : times)
        EXPECT_TRUE(time == scene::StageTime{} || time == calm.staged->timeMap.end() ||
                    calm.staged->stepTime(calm.staged->stepsUntil(time) - 1) == time)
            << "it stands only at steps";
    EXPECT_GT(times.size(), 3U);
}

} // namespace tcpstage::model
