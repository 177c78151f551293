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

    /// How far time is stretched so that most segments have their names with all numbers: see stretched().
    double stretch(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display);

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
    struct Stretched {
        LadderStyle style;
        DisplayOptions display;
        std::uint64_t run;
        double stretch;
    };
    std::vector<Stretched> stretched_; // the latest last
    std::uint64_t clock_ = 0;
    struct Remembered {
        std::shared_ptr<const Layout> layout;
        trace::TransitId transit = trace::no_transit;
        DisplayOptions display;
        std::vector<Origin> origins;
    };
    Remembered remembered_;
};

/// The style with time stretched where that gives many segments of the run their names and all their numbers: on
/// steeper arrows, and between them, words have more room, but fewer are seen at once. `style` is of the whole width,
/// also of two worlds. Unchanged for a long run, and for one that goes on growing: its earlier arrows would move.
LadderStyle stretched(const StagedRun& staged, LadderStyle style, const DisplayOptions& display);

/// The plans of a run, made at the first call. GUI thread only.
LadderPlans& plansOf(const StagedRun& staged);

} // namespace tcpstage::scene
