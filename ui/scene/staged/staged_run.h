#pragma once
// A lesson that was run and laid out in stage time: all that the views need. Shared, never edited. Of a run that goes
// on, each story is another value; they share what they have in common.

#include "core/compare/compare.h"
#include "core/run/saved_run.h"
#include "ui/scene/staged/backlog.h"
#include "ui/scene/staged/run_index.h"
#include "ui/scene/staged/time_map.h"

#include <array>
#include <memory>
#include <optional>
#include <stop_token>

namespace tcpstage::scene {

class Series;

/// What a view keeps of a run from frame to frame. Each view has a type of its own for it.
struct Kept {
    Kept() = default;
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    virtual ~Kept() = default;
};
struct Layout {};

/// A segment that is not the same in the other world, and in what.
struct TransitDifference {
    trace::TransitId transit;
    compare::Difference::Kind kind;
};
/// Here a side would send something in the other world.
struct Absence {
    StageTime at;
    trace::Side side;
};

struct StagedRun {
    std::uint64_t number = 0; // no other story has it
    lesson::Scenario scenario;
    run::Run run;
    TimeMap timeMap;
    RunIndex runIndex;
    std::array<std::optional<Backlog>, 2> backlogs; // of the side that listens for many peers
    /// Where labels stand at some width, kept from frame to frame, and from one story of a run to the next. In the GUI
    /// thread only; what it holds follows from the story alone.
    std::shared_ptr<std::unique_ptr<Kept>> plans;
    /// What plots show, made at the first look at one, and kept likewise.
    std::shared_ptr<Series> series;
    /// The same in two stories of a run that goes on: what has its place in one has it in the other, up to
    /// pace.settled() of the shorter one.
    std::shared_ptr<const Layout> layout;

    // Two worlds on one stage: both share one stage time, so that what belongs together stands at one height.
    std::shared_ptr<const StagedRun> beside;               // of the first one: the second
    std::shared_ptr<const compare::Comparison> comparison; // of the first one
    std::vector<StageTime> stops;                          // of the first one: the steps of both
    std::vector<TransitDifference> differences;            // of either, in order of its flights
    std::vector<Absence> absences;                         // of either, in order of time

    const trace::Trace& trace() const { return run.trace; }
    /// The half of a pair that a mark belongs to.
    const StagedRun& half(std::size_t which) const { return which == 1 && beside ? *beside : *this; }
    // The steps of the stage: of both worlds where there are two.
    std::size_t stepCount() const { return beside ? stops.size() : timeMap.stepCount(); }
    std::size_t stepsUntil(StageTime time) const;
    StageTime stepTime(std::size_t index) const { return beside ? stops[index] : timeMap.at(timeMap.step(index)); }
    StageTime nextStep(StageTime time) const;     // the end after the last
    StageTime previousStep(StageTime time) const; // 0 before the first
};

/// Runs the scenario and lays it out; when it has another world beside it, both. Empty when it was told to stop.
std::shared_ptr<const StagedRun> stageRun(lesson::Scenario scenario, TimeMapKind timeMap = TimeMapKind::Even,
                                          std::stop_token stop = {});
/// Lays out a run that is there already; another world beside it is run now.
std::shared_ptr<const StagedRun> stageRun(lesson::Scenario scenario, run::Run run,
                                          TimeMapKind timeMap = TimeMapKind::Even, std::stop_token stop = {});
/// The run has gone on since `before` was told: the same as telling all of it, at the price of what is new.
std::shared_ptr<const StagedRun> stageLonger(const StagedRun& before, run::Run run);
/// All of the run that `before` was told of, from its beginning: it is not as it was known, or to have another pace.
std::shared_ptr<const StagedRun> stageAnew(const StagedRun& before, run::Run run, TimeMapKind timeMap);
/// Whether both are of one run, which may have gone on.
bool isSameRun(const std::shared_ptr<const StagedRun>& a, const std::shared_ptr<const StagedRun>& b);
/// Lays out any two runs side by side; each is called by its half_title().
std::shared_ptr<const StagedRun> stageTogether(run::LessonRun first, run::LessonRun second,
                                               TimeMapKind timeMap = TimeMapKind::Even, std::stop_token stop = {});
/// A simulated run, and what real kernels made of its lesson.
bool isRealBesideSimulated(const StagedRun& staged);
/// How a segment differs from its counterpart in the other world.
std::optional<compare::Difference::Kind> differenceOf(const StagedRun& staged, trace::TransitId transit);
/// The newest note at a moment, or nullptr.
const lesson::Note* noteAt(const StagedRun& staged, trace::Moment moment);

/// What plots show, made at the first call and kept with the story; in the GUI thread only.
const Series& seriesOf(const StagedRun& staged);

struct Chapter {
    StageTime from;
    StageTime to;
    OwnedText title;
};
/// Handshake, data, close: from the lesson's own chapters where it has some, else from the states of both ends.
std::vector<Chapter> chapters(const StagedRun& staged);

} // namespace tcpstage::scene
