#pragma once
// Trace time <-> stage time. "Even" gives every step the room that its labels need and folds long silence; "to scale"
// keeps proportions. A pure value, made once for a trace.

#include "core/trace/compare.h"
#include "ui/scene/stage_time.h"

#include <optional>
#include <vector>

namespace tcpstage {

enum class PaceKind : std::uint8_t { Even, ToScale };

/// A silence that the stage shortens.
struct Fold {
    StageTime from;
    StageTime to;
    Duration silence;           // of the timer that ends it, from its start; else the silence itself
    std::optional<Timer> timer; // what ends it
    RecordId next = no_record;  // the step that ends it
};

/// Room in stage time. With 44 px for a stage second, 13 px text and its neighbours have what they need.
namespace room {
inline constexpr double pixels_per_second = 44;
constexpr StageTime pixels(double count) { return StageTime{static_cast<std::int64_t>(count * 6000 / 44)}; }
inline constexpr StageTime hop = stage_second;        // from sending to arrival
inline constexpr StageTime crossing_hop = pixels(66); // where two segments cross
inline constexpr StageTime reply = pixels(6);         // under the arrival that caused it
inline constexpr StageTime parallel = pixels(27);     // between two arrows the same way
inline constexpr StageTime state_line = pixels(17);   // a state's name beside its lifeline
inline constexpr StageTime tag = pixels(21);          // a call or a timer beside the lifeline
inline constexpr StageTime together = pixels(2);      // the same instant at the other end
inline constexpr StageTime fold = pixels(64);         // a folded silence
} // namespace room

class Pace {
public:
    Pace() = default;
    Pace(const Trace& trace, PaceKind kind);

    PaceKind kind() const { return kind_; }
    /// When a record happens on the stage. Strictly increasing from step to step; consequences share their head's time.
    StageTime at(RecordId record) const;
    StageTime end() const { return end_; }
    /// The last moment at or before a stage time, with all that follows from its step: at(moment(t).record) <= t.
    Moment moment(StageTime time) const;
    /// The trace's own time that the clock shows then (linear between two steps).
    Instant clock(StageTime time) const;
    /// When the clock shows an instant: after all that happened then. Inverse of clock() where it runs.
    StageTime timeOf(Instant instant) const;
    const std::vector<Fold>& folds() const { return folds_; }

    // Steps: the records of is_step() kinds, one after another.
    std::size_t stepCount() const { return steps_.size(); }
    RecordId step(std::size_t index) const { return steps_[index].record; }
    /// How many steps have happened at `time`, that one included: 0..stepCount().
    std::size_t stepsUntil(StageTime time) const;
    StageTime nextStep(StageTime time) const;     // end() after the last
    StageTime previousStep(StageTime time) const; // 0 before the first

private:
    friend class PaceMaker;
    struct Stop {
        RecordId record;
        StageTime at;
    };
    PaceKind kind_ = PaceKind::Even;
    std::vector<Stop> steps_;
    std::vector<std::uint32_t> stepOf_; // of each record: how many steps have begun until then
    std::vector<Instant> instants_;     // of each step
    std::size_t records_ = 0;
    std::vector<Fold> folds_;
    StageTime end_{};
};

/// Two runs on one stage: what belongs together happens at the same stage time, and nothing else does.
std::array<Pace, 2> pacesTogether(const std::array<const Trace*, 2>& traces, const std::vector<Pair>& steps,
                                  PaceKind kind);

} // namespace tcpstage
