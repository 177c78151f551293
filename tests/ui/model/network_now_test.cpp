// The network sliders act on what leaves at the step where the stage stands.

#include "tests/ui/model/staged_run.h"

#include <gtest/gtest.h>

namespace tcpstage::model {
namespace {

std::array<sim::LinkSettings, 2> slow(const Model& model)
{
    std::array<sim::LinkSettings, 2> links = model.staged->scenario.setup.links;
    links[0].delay = links[1].delay = 700ms;
    return links;
}

/// The model when the branch that it waits for has been made.
Model loaded(const Model& waiting, const StagedRunPtr& parent)
{
    const auto child = run::branch(parent->scenario, parent->trace(), *waiting.loading->branch->change);
    EXPECT_TRUE(child);
    return after(waiting, RunLoaded{waiting.loading->ticket, scene::stageRun(*child)});
}

trace::RecordId recordOf(const Model& model) { return model.staged->timeMap.moment(model.goal()).record; }

TEST(NetworkSliders, ActOnTheSegmentThatLeavesAtThisStepAndTheStageStays)
{
    const Model lesson = opened("three-way-handshake");
    std::size_t sendings = 0;
    for (Model here = after(lesson, Command::NextStep); here.goal() < here.staged->timeMap.end();
         here = after(here, Command::NextStep)) {
        const trace::RecordId stands = recordOf(here);
        const Model branched = loaded(after(here, SetNetwork{slow(here)}), here.staged);
        ASSERT_EQ(branched.branches.all.size(), 2U);
        EXPECT_EQ(recordOf(branched), stands) << "it stays at its step";
        const trace::Trace& trace = branched.staged->trace();
        const trace::Record step = trace.record(stands);
        for (const trace::Transit& transit : trace.transits()) {
            if (transit.sent == step.at) {
                EXPECT_EQ(transit.ends - transit.sent, Duration{700ms});
            }
            if (transit.sent < step.at) {
                EXPECT_LT(transit.ends - transit.sent, Duration{700ms});
            }
            sendings += transit.sent == step.at ? 1 : 0;
        }
        const Model again = after(branched, SetNetwork{slow(branched)});
        ASSERT_TRUE(again.loading);
        EXPECT_TRUE(again.loading->replaces) << "moved once more at the same place, it changes the same branch";
        EXPECT_EQ(recordOf(loaded(again, here.staged)), stands);
    }
    EXPECT_GT(sendings, 3U);
}

TEST(NetworkSliders, LeaveASegmentThatIsUnderWayAlone)
{
    Model here = after(opened("three-way-handshake"), Command::NextSegment);
    const trace::Transit flying = here.staged->trace().transit(0);
    const scene::StageTime sent = here.staged->timeMap.at(flying.sent_record);
    const scene::StageTime ends = here.staged->timeMap.at(flying.end_record);
    here = after(here, Seek{sent + (ends - sent) / 2});
    const Model branched = loaded(after(here, SetNetwork{slow(here)}), here.staged);
    EXPECT_EQ(branched.staged->trace().transit(0).ends, flying.ends);
}

} // namespace
} // namespace tcpstage::model
