#pragma once
// Trace time <-> stage time. "Even" gives every step the room that its labels need and folds long silence; "to scale" keeps
// proportions. A pure value, made once for a trace.

#include "core/trace/trace.h"
#include "ui/scene/stage_time.h"

#include <vector>

namespace tcpstage {

enum class PaceKind : std::uint8_t { Even, ToScale };

/// A silence that the stage shortens.
struct Fold {
    StageTime from;
    StageTime to;
    Duration silence;
};

class Pace {
public:
    Pace() = default;
    Pace(const Trace& trace, PaceKind kind);

    PaceKind kind() const { return kind_; }
    /// When a record happens on the stage. Strictly increasing from step to step; consequences share their head's time.
    StageTime at(RecordId record) const;
    StageTime end() const { return end_; }
    /// The last moment at or before a stage time. Inverse of at() for steps.
    Moment moment(StageTime time) const;
    /// The trace's own time that the clock shows then (linear between two steps).
    Instant clock(StageTime time) const;
    const std::vector<Fold>& folds() const { return folds_; }

    // Steps: the records of is_step() kinds, one after another.
    std::size_t stepCount() const { return steps_.size(); }
    RecordId step(std::size_t index) const { return steps_[index].record; }
    /// How many steps have happened at `time`, that one included: 0..stepCount().
    std::size_t stepsUntil(StageTime time) const;
    StageTime nextStep(StageTime time) const;     // end() after the last
    StageTime previousStep(StageTime time) const; // 0 before the first

private:
    struct Stop {
        RecordId record;
        StageTime at;
    };
    PaceKind kind_ = PaceKind::Even;
    std::vector<Stop> steps_;
    std::vector<StageTime> byRecord_;
    std::vector<Instant> instants_; // of each step
    std::vector<Fold> folds_;
    StageTime end_{};
};

} // namespace tcpstage
