#pragma once
// The ladder's cache for one run.

#include "ui/scene/ladder/ladder_plan.h"
#include "ui/scene/words/origins.h"

namespace tcpstage::scene {

/// The ladder plans of the last few sizes.
class LadderPlans : public Kept {
public:
    /// The reference is valid until the next call for another staged run.
    const LadderPlan& at(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display);

    /// originsOf(), cached for the last segment asked for.
    const std::vector<Origin>& origins(const StagedRun& staged, trace::TransitId transit,
                                       const DisplayOptions& display);

private:
    struct Entry {
        LadderStyle style;
        DisplayOptions display;
        std::unique_ptr<LadderPlan> plan;
        std::uint64_t used = 0;
    };
    std::vector<Entry> entries_;
    std::uint64_t clock_ = 0;
    struct Remembered {
        std::shared_ptr<const Layout> layout;
        trace::TransitId transit = trace::no_transit;
        DisplayOptions display;
        std::vector<Origin> origins;
    };
    Remembered remembered_;
};

/// The plans of a run, made at the first call. GUI thread only.
LadderPlans& plansOf(const StagedRun& staged);

} // namespace tcpstage::scene
