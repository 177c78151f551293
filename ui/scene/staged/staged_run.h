#pragma once
// A run prepared for display, with everything that views need. Shared and immutable. Each extension of a live run is a
// new value that shares data with the previous one.

#include "core/captions/caption.h"
#include "core/compare/compare.h"
#include "core/run/goal.h"
#include "core/run/saved_run.h"
#include "ui/scene/staged/backlog.h"
#include "ui/scene/staged/run_index.h"
#include "ui/scene/staged/time_map.h"

#include <array>
#include <stop_token>

namespace tcpstage::scene {

class Series;

/// A view's cache of a run between frames. Each view derives its own type.
struct Kept {
    Kept() = default;
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    virtual ~Kept() = default;
};
struct Layout {};

/// A segment that differs in the other world, and how.
struct TransitDifference {
    trace::TransitId transit;
    compare::Difference::Kind kind;
};
/// A segment that a side sends, or a copy that it gets, only in the other world.
struct Absence {
    StageTime at;
    trace::Side side;
};

struct StagedRun {
    std::uint64_t number = 0; // unique among staged runs
    lesson::Scenario scenario;
    run::Run run;
    TimeMap timeMap;
    RunIndex runIndex;
    captions::Ordinals ordinals;                     // of the trace
    std::shared_ptr<const run::Judgement> judgement; // of a simulated run whose lesson has a goal
    int clockDecimals = 3;                           // of a second
    bool standsIn = false;                           // for a lesson that cannot be read: no end has a state
    std::array<std::optional<Backlog>, 2> backlogs;  // for a side that listens with a backlog
    /// Cached layouts of labels by width, shared by all stagings of a run. GUI thread only.
    std::shared_ptr<std::unique_ptr<Kept>> plans;
    /// The data of plots, made when first needed and kept in the same way.
    std::shared_ptr<Series> series;
    std::shared_ptr<class Programs> programs; // of both ends, in the same way
    /// Equal in two stagings of a growing run if places agree up to timeMap.settled() of the shorter one.
    std::shared_ptr<const Layout> layout;

    // Two worlds on one stage share the stage time, so that matching events are at the same height.
    std::shared_ptr<const StagedRun> beside;               // in the first world: the second one
    std::shared_ptr<const compare::Comparison> comparison; // in the first world
    std::vector<StageTime> stops;                          // in the first world: the steps of both
    std::vector<TransitDifference> differences;            // in both worlds, ordered by transit
    std::vector<Absence> absences;                         // in both worlds, in time order

    const trace::Trace& trace() const { return run.trace; }
    captions::Captioned captioned() const { return {scenario, run, ordinals}; }
    /// The world to which a mark belongs.
    const StagedRun& half(std::size_t which) const { return which == 1 && beside ? *beside : *this; }
    /// Whether an end has a state to show: not one that a script plays.
    bool hasStates(trace::Side side) const { return !standsIn && !trace().is_scripted(side); }
    // The steps of the stage; with two worlds those of both.
    std::size_t stepCount() const { return beside ? stops.size() : timeMap.stepCount(); }
    std::size_t stepsUntil(StageTime time) const;
    StageTime stepTime(std::size_t index) const { return beside ? stops[index] : timeMap.at(timeMap.step(index)); }
    /// Where the stage opens: what the lesson's `begin` lets stand done is before it.
    StageTime opening() const { return run.begin == trace::no_record ? StageTime{} : timeMap.at(run.begin); }
    /// Steps as people count them, from the opening on; 0 before and at it.
    std::size_t shownStep(StageTime time) const;
    std::size_t shownSteps() const { return stepCount() - stepsUntil(opening()); }
    StageTime nextStep(StageTime time) const;     // the end after the last step
    StageTime previousStep(StageTime time) const; // 0 before the first step
};

/// Runs and stages the scenario, with its second world if it has one. Empty if `stop` was requested.
std::shared_ptr<const StagedRun> stageRun(lesson::Scenario scenario, TimeMapKind timeMap = TimeMapKind::Even,
                                          std::stop_token stop = {});
/// Stages an existing run; runs the scenario's second world if it has one.
std::shared_ptr<const StagedRun> stageRun(lesson::Scenario scenario, run::Run run,
                                          TimeMapKind timeMap = TimeMapKind::Even, std::stop_token stop = {});
/// Extends `before` by what the run has gained; the result equals staging all of it, at the cost of the new part.
std::shared_ptr<const StagedRun> stageLonger(const StagedRun& before, run::Run run);
/// Stages the run of `before` again from its beginning, when earlier records have changed or with another time map.
std::shared_ptr<const StagedRun> stageAnew(const StagedRun& before, run::Run run, TimeMapKind timeMap);
/// Whether both are stagings of the same run, which may have grown.
bool isSameRun(const std::shared_ptr<const StagedRun>& a, const std::shared_ptr<const StagedRun>& b);
/// Stages two runs side by side, each named by its half_title().
std::shared_ptr<const StagedRun> stageTogether(run::LessonRun first, run::LessonRun second,
                                               TimeMapKind timeMap = TimeMapKind::Even, std::stop_token stop = {});
/// Whether this is a simulated run beside a real run of the same lesson.
bool isRealBesideSimulated(const StagedRun& staged);
/// How a segment differs from its counterpart in the other world.
std::optional<compare::Difference::Kind> differenceOf(const StagedRun& staged, trace::TransitId transit);
/// The note that is said at a moment, which is its own, or nullptr.
const lesson::Note* noteAt(const StagedRun& staged, trace::Moment moment);

/// The data of plots, made at the first call. GUI thread only.
const Series& seriesOf(const StagedRun& staged);

struct Chapter {
    StageTime from;
    StageTime to;
    OwnedText title;
};
/// The lesson's own, and a handshake before them; else handshake, data and close, by the states of both ends.
std::vector<Chapter> chapters(const StagedRun& staged);
/// Where a chapter begins to be seen: if it begins with the run, at its first step.
StageTime beginOf(const StagedRun& staged, const Chapter& chapter);

} // namespace tcpstage::scene
