#pragma once
// What became of a lesson when something was changed in it: the lesson itself and its branches, all still there.

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
    std::size_t parent = 0;                     // the one it was made from
    trace::RecordId parting = trace::no_record; // up to this record both are the same
    std::optional<run::WhatIf> change{};        // what was changed in its parent; empty: it is the lesson
    scene::StageTime opened{};                  // where the stage stood when it was made
    bool written = false;                       // it follows the text that is being written
    std::uint64_t id = 0;                       // of this branch for ever; 0: the lesson
    bool named = false;                         // by the user: the name stays
    TextPtr text{};                             // as the user wrote it; empty: as the program writes it
    TextPtr draft{};                            // what stands in its text and was not run; empty: nothing
};

struct Branches {
    std::vector<Branch> all; // empty until something is changed; then the lesson comes first
    std::size_t shown = 0;
    bool compared = false;   // two stand side by side: the shown one on the right
    std::size_t against = 0; // and this one on the left
    TextPtr draft{};         // of the lesson, while it has no branches

    /// What stands in the text of the one that is shown and was not run; empty: nothing.
    TextPtr& draftOfShown() { return all.empty() ? draft : all[shown].draft; }
    const TextPtr& draftOfShown() const { return all.empty() ? draft : all[shown].draft; }
};

/// Where the same moment is in another branch: by its record as far as both are the same, by its time after that.
scene::StageTime sameMoment(const scene::StagedRun& from, scene::StageTime time, const scene::StagedRun& to,
                            trace::RecordId parting);
/// The segment that is meant when none is selected: the newest that an end has sent by then. no_flight: none.
trace::TransitId newestOwn(const scene::StagedRun& staged, scene::StageTime time);

} // namespace tcpstage::model
