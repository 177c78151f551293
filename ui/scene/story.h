#pragma once
// A lesson that was run and laid out in stage time: all that the views need. Shared, never edited.

#include "core/scenario/run.h"
#include "ui/scene/backlog.h"
#include "ui/scene/outline.h"
#include "ui/scene/pace.h"

#include <array>
#include <memory>
#include <optional>

namespace tcpstage {

class LadderPlans;
class Series;

struct Story {
    Scenario scenario;
    Run run;
    Pace pace;
    Outline outline;
    std::array<std::optional<Backlog>, 2> backlogs; // of the side that listens for many peers
    /// Where labels stand at some width, kept from frame to frame. In the GUI thread only; what it holds follows from
    /// the story alone.
    std::shared_ptr<LadderPlans> plans;
    /// What plots show, made at the first look at one. In the GUI thread only; it follows from the story alone.
    mutable std::shared_ptr<const Series> series;

    const Trace& trace() const { return run.trace; }
};

/// Runs the scenario and lays it out.
std::shared_ptr<const Story> tell(Scenario scenario, PaceKind pace = PaceKind::Even);
/// Lays out a run that is there already.
std::shared_ptr<const Story> tell(Scenario scenario, Run run, PaceKind pace = PaceKind::Even);
/// The newest note at a moment, or nullptr.
const Note* noteAt(const Story& story, Moment moment);

struct Chapter {
    StageTime from;
    StageTime to;
    OwnedText title;
};
/// Handshake, data, close: from the lesson's own chapters where it has some, else from the states of both ends.
std::vector<Chapter> chapters(const Story& story);

} // namespace tcpstage
