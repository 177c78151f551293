#pragma once
// Trace time <-> stage time. "Even" gives every step the room that its labels need and folds long silence; "to scale"
// keeps proportions. A pure value of a trace; it goes on as the trace does.

#include "core/compare/compare.h"
#include "core/trace/chunks.h"
#include "ui/scene/staged/stage_time.h"

#include <optional>
#include <vector>

namespace tcpstage::scene {

enum class TimeMapKind : std::uint8_t { Even, ToScale };

/// A silence that the stage shortens.
struct Fold {
    StageTime from;
    StageTime to;
    Duration silence;                        // of the timer that ends it, from its start; else the silence itself
    std::optional<tcp::Timer> timer;         // what ends it
    trace::RecordId next = trace::no_record; // the step that ends it
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

class TimeMap {
public:
    TimeMap() = default;
    TimeMap(const trace::Trace& trace, TimeMapKind kind);
    /// The trace has gone on, from where it was when this was made: the same as Pace{trace, kind()}, at the price of
    /// what is new. False: everything has another place now; else all before `settled` has kept its own.
    bool follow(const trace::Trace& trace);
    /// The first record whose place may still change, when the trace goes on: the last step, for more may follow from
    /// it.
    trace::RecordId settled() const { return steps_.empty() ? 0 : steps_.back().record; }

    TimeMapKind kind() const { return kind_; }
    /// When a record happens on the stage. Strictly increasing from step to step; consequences share their head's time.
    StageTime at(trace::RecordId record) const;
    StageTime end() const { return end_; }
    /// The last moment at or before a stage time, with all that follows from its step: at(moment(t).record) <= t.
    trace::Moment moment(StageTime time) const;
    /// The trace's own time that the clock shows then (linear between two steps).
    Instant clock(StageTime time) const;
    /// When the clock shows an instant: after all that happened then. Inverse of clock() where it runs.
    StageTime timeOf(Instant instant) const;
    const trace::Chunks<Fold>& folds() const { return folds_; }

    // Steps: the records of is_step() kinds, one after another.
    std::size_t stepCount() const { return steps_.size(); }
    trace::RecordId step(std::size_t index) const { return steps_[index].record; }
    /// How many steps have happened at `time`, that one included: 0..stepCount().
    std::size_t stepsUntil(StageTime time) const;
    StageTime nextStep(StageTime time) const;     // end() after the last
    StageTime previousStep(StageTime time) const; // 0 before the first

private:
    friend class TimeMapMaker;
    friend class Spreader;
    struct Stop {
        trace::RecordId record;
        StageTime at;
    };
    /// What the next step needs to know of those before it.
    struct Tail {
        std::array<StageTime, 2> free{};    // until where something stands beside the lifeline
        std::array<StageTime, 2> sent{};    // the last sending
        std::array<StageTime, 2> arrived{}; // the last arrival
        std::array<Instant, 2> latestEnds{};
        std::array<std::int64_t, 2> underWay{}; // of a live run: its segments that have not come to their ends
        std::array<std::array<Instant, tcp::timer_count>, 2> timerSince{};
        StageTime last{};
        Instant instant{};
        bool first = true;
    };
    /// The usual time from sending to arrival, and what it was taken from.
    struct Unit {
        Duration length{};
        std::size_t sample = 0;  // so many first flights
        std::size_t settled = 0; // so many first flights have come to their ends
    };
    static Unit unitOf(const trace::Trace& trace, Unit known);

    TimeMapKind kind_ = TimeMapKind::Even;
    trace::Chunks<Stop> steps_;
    trace::Chunks<std::uint32_t> stepOf_; // of each record: how many steps have begun until then
    trace::Chunks<Instant> instants_;     // of each step
    std::size_t records_ = 0;
    trace::Chunks<Fold> folds_;
    StageTime end_{};
    Unit unit_;
    Tail before_; // the last step
};

/// Two runs on one stage: what belongs together happens at the same stage time, and nothing else does.
std::array<TimeMap, 2> timeMapsTogether(const std::array<const trace::Trace*, 2>& traces,
                                        const std::vector<compare::Pair>& steps, TimeMapKind kind);

} // namespace tcpstage::scene
