#pragma once
// An index of the states, calls, timers and transits of a trace, with their stage times. Made in one pass, and extended
// when the trace grows.

#include "ui/scene/staged/time_map.h"

#include <array>
#include <optional>
#include <vector>

namespace tcpstage::scene {

/// A state of one side; it lasts until the side's next span begins.
struct StateSpan {
    trace::RecordId record; // the Entered record; no_record: the initial state
    StageTime from;
    tcp::State state;
};
/// A call or an expired timer.
struct SideEvent {
    trace::RecordId record;
    StageTime at;
};
struct TimerStart {
    trace::RecordId record;
    Instant since;
    Instant due;
};

class RunIndex {
public:
    RunIndex() = default;
    RunIndex(const trace::Trace& trace, const TimeMap& timeMap);
    /// Extends the index after the trace has grown and `timeMap` has followed it.
    void follow(const trace::Trace& trace, const TimeMap& timeMap);

    const std::vector<StateSpan>& spans(trace::Side side) const { return spans_[trace::index(side)]; }
    const trace::Chunks<SideEvent>& events(trace::Side side) const { return events_[trace::index(side)]; }
    /// The last span that begins at or before `record`. O(log n).
    const StateSpan* spanAt(trace::Side side, trace::RecordId record) const;
    /// The start of the running timer; nullptr if it does not run. O(log n).
    const TimerStart* timerAt(trace::Side side, tcp::Timer timer, trace::RecordId record) const;
    /// Whether the state was entered at or before `record`. O(1).
    bool visited(trace::Side side, tcp::State state, trace::RecordId record) const;

private:
    void forget(trace::RecordId from);
    void take(const trace::Record& record, trace::RecordId id, StageTime at);

    std::array<std::vector<StateSpan>, 2> spans_;
    std::array<trace::Chunks<SideEvent>, 2> events_;
    std::array<std::array<trace::Chunks<TimerStart>, tcp::timer_count>, 2> timers_;
    std::array<std::array<std::optional<trace::RecordId>, tcp::state_count>, 2> firstVisit_{};
    trace::RecordId settled_ = 0; // entries before it no longer change
};

/// The stage time of a segment's transit.
struct TransitSpan {
    StageTime from;
    StageTime to;
};
TransitSpan spanOf(const trace::Transit& transit, const TimeMap& timeMap);
/// The segments under way at a stage time, in order of sending. O(log n + k log n).
std::vector<trace::TransitId> transitsUnderWay(const trace::Trace& trace, const TimeMap& timeMap, StageTime time);

} // namespace tcpstage::scene
