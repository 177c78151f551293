#pragma once
// A lesson and its branches: variants with one change each.

#include "core/run/branch.h"
#include "ui/scene/staged/staged_run.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tcpstage::model {

using StagedRunPtr = std::shared_ptr<const scene::StagedRun>;
using TextPtr = std::shared_ptr<const std::string>;

struct Branch {
    OwnedText name;
    StagedRunPtr staged;
    std::size_t parent = 0;                     // the branch it was made from
    trace::RecordId parting = trace::no_record; // both are equal up to this record
    std::optional<run::WhatIf> change{};        // the change to its parent; empty: this is the lesson
    scene::StageTime opened{};                  // time of the stage when it was made
    bool written = false;                       // made from the edited text
    std::uint64_t id = 0;                       // never reused; 0: the lesson
    bool named = false;                         // by the user, so the name is kept
    TextPtr text{};                             // the user's YAML; empty: written by the program
    TextPtr draft{};                            // edited text not run yet; empty: none
};

struct Branches {
    std::vector<Branch> all; // empty until the first change; then the lesson is first
    std::size_t shown = 0;
    bool compared = false;   // two are side by side: the shown one on the right
    std::size_t against = 0; // and this one on the left
    TextPtr draft{};         // the lesson's, while there are no branches

    /// The edited text, not run yet, of the shown branch; empty: none.
    TextPtr& draftOfShown() { return all.empty() ? draft : all[shown].draft; }
    const TextPtr& draftOfShown() const { return all.empty() ? draft : all[shown].draft; }
    /// The run that changes are made to: of two side by side the shown branch, else what is on the stage.
    const StagedRunPtr& runToChange(const StagedRunPtr& onStage) const
    {
        return compared && shown < all.size() ? all[shown].staged : onStage;
    }
};

/// The time of the same moment in another branch: found by its record while both are equal, by its time after that.
scene::StageTime sameMoment(const scene::StagedRun& from, scene::StageTime time, const scene::StagedRun& to,
                            trace::RecordId parting);
/// The same for what is on the stage: of two compared runs that half which shows the branch `to`.
scene::StageTime momentOnStageIn(const scene::StagedRun& onStage, scene::StageTime time, const Branches& branches,
                                 const StagedRunPtr& to, trace::RecordId parting = trace::no_record);
/// The segment for commands without a selection: the newest that an end has sent by `time`. no_transit: none.
trace::TransitId newestOwn(const scene::StagedRun& staged, scene::StageTime time);

} // namespace tcpstage::model
