#pragma once
// Converts trace time to stage time and back. "Even" gives every step the room that its labels need and folds long
// silences; "to scale" keeps proportions. Depends only on the trace, and can be extended when it grows.

#include "core/compare/compare.h"
#include "core/trace/chunks.h"
#include "ui/scene/staged/joint_clocks.h"
#include "ui/scene/staged/stage_time.h"

#include <optional>
#include <vector>

namespace tcpstage::scene {

enum class TimeMapKind : std::uint8_t { Even, ToScale };

/// A silence that is shortened on the stage.
struct Fold {
    StageTime from;
    StageTime to;
    Duration silence;                // if a timer ends it, since the timer's start; otherwise the silence itself
    std::optional<tcp::Timer> timer; // the timer that ends it
    trace::RecordId next = trace::no_record; // the step that ends it
};

/// Distances in stage time. At 44 px per stage second they give text of 13 px enough room.
namespace room {
inline constexpr double pixels_per_second = 44;
constexpr StageTime pixels(double count) { return StageTime{static_cast<std::int64_t>(count * 6000 / 44)}; }
inline constexpr StageTime hop = stage_second;        // from sending to arrival
inline constexpr StageTime crossing_hop = pixels(66); // if two segments cross
inline constexpr StageTime reply = pixels(6);         // under the arrival that caused it
inline constexpr StageTime parallel = pixels(27);     // between two arrows in the same direction
inline constexpr StageTime state_line = pixels(17);   // a state's name beside its lifeline
inline constexpr StageTime tag = pixels(21);          // a call or a timer beside the lifeline
inline constexpr StageTime together = pixels(2);      // to an event of the same instant at the other end
inline constexpr StageTime fold = pixels(64);         // a folded silence
} // namespace room

class TimeMap {
public:
    TimeMap() = default;
    TimeMap(const trace::Trace& trace, TimeMapKind kind);
    /// Extends the map after the trace has grown: equal to TimeMap{trace, kind()}, at the cost of the new part. True:
    /// records before settled() have kept their places. False: all places have changed.
    bool follow(const trace::Trace& trace);
    /// The first record whose place may change when the trace grows: the last step, which may get more consequences.
    trace::RecordId settled() const { return steps_.empty() ? 0 : steps_.back().record; }

    TimeMapKind kind() const { return kind_; }
    /// The stage time of a record. Strictly increasing from step to step; consequences share the time of their head.
    StageTime at(trace::RecordId record) const;
    StageTime end() const { return end_; }
    /// The last moment at or before a stage time, including the consequences of its step: at(moment(t).record) <= t.
    trace::Moment moment(StageTime time) const;
    /// The trace time that the clock shows at a stage time; linear between two steps. See joint_clocks.h.
    Instant clock(StageTime time) const;
    /// Whether the clock stands still until the other world is as far.
    bool clockWaits(StageTime time) const { return waitsAt(ticks_, time); }
    /// The stage time at which the clock shows `instant`, after all events of that instant. The inverse of clock()
    /// where the clock runs.
    StageTime timeOf(Instant instant) const;
    const trace::Chunks<Fold>& folds() const { return folds_; }

    // The steps: records of is_step() kinds, in order.
    std::size_t stepCount() const { return steps_.size(); }
    trace::RecordId step(std::size_t index) const { return steps_[index].record; }
    /// The number of steps at or before `time`: 0..stepCount().
    std::size_t stepsUntil(StageTime time) const;
    StageTime nextStep(StageTime time) const;     // end() after the last step
    StageTime previousStep(StageTime time) const; // 0 before the first

private:
    friend class TimeMapMaker;
    friend class Spreader;
    struct Stop {
        trace::RecordId record;
        StageTime at;
    };
    /// What the placement of the next step must know about those before it.
    struct Tail {
        std::array<StageTime, 2> free{};    // where the text beside the lifeline ends
        std::array<StageTime, 2> sent{};    // last sending
        std::array<StageTime, 2> arrived{}; // last arrival
        std::array<Instant, 2> latestEnds{};
        std::array<std::int64_t, 2> underWay{}; // for a live run: segments that have not ended
        std::array<std::array<Instant, tcp::timer_count>, 2> timerSince{};
        StageTime last{};
        Instant instant{};
        bool first = true;
    };
    /// The typical time from sending to arrival, and the sample that gave it.
    struct Unit {
        Duration length{};
        std::size_t sample = 0;  // this many first transits
        std::size_t settled = 0; // this many first transits have ended
    };
    static Unit unitOf(const trace::Trace& trace, Unit known);

    TimeMapKind kind_ = TimeMapKind::Even;
    trace::Chunks<Stop> steps_;
    trace::Chunks<std::uint32_t> stepOf_; // by record: the number of steps begun by then
    trace::Chunks<Instant> instants_;     // by step
    std::size_t records_ = 0;
    trace::Chunks<Fold> folds_;
    std::vector<ClockTick> ticks_; // of one of two worlds
    StageTime end_{};
    Unit unit_;
    Tail before_; // the tail before the last step
};

/// Time maps for two runs on one stage: matching steps get the same stage time, all others different ones.
std::array<TimeMap, 2> timeMapsTogether(const std::array<const trace::Trace*, 2>& traces,
                                        const std::vector<compare::Pair>& steps, TimeMapKind kind);

} // namespace tcpstage::scene
