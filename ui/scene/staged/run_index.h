#pragma once
// What the views look up in a trace again and again: made in one pass, with places in stage time. It goes on as the
// trace does.

#include "ui/scene/staged/time_map.h"

#include <array>
#include <optional>
#include <vector>

namespace tcpstage::scene {

/// A state, from its beginning until the next span of the same side begins.
struct StateSpan {
    trace::RecordId record; // Entered; no_record: the state at the beginning
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
    /// The trace has gone on, and its pace has followed it.
    void follow(const trace::Trace& trace, const TimeMap& timeMap);

    const std::vector<StateSpan>& spans(trace::Side side) const { return spans_[trace::index(side)]; }
    const trace::Chunks<SideEvent>& events(trace::Side side) const { return events_[trace::index(side)]; }
    /// The last span that has begun at `record`. O(log n).
    const StateSpan* spanAt(trace::Side side, trace::RecordId record) const;
    /// When the running timer was started. O(log n).
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
    trace::RecordId settled_ = 0; // what comes before does not change any more
};

/// Where a flight is on the stage.
struct TransitSpan {
    StageTime from;
    StageTime to;
};
TransitSpan spanOf(const trace::Transit& transit, const TimeMap& timeMap);

} // namespace tcpstage::scene
