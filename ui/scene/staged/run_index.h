#pragma once
// What the views look up in a trace again and again: made in one pass, with places in stage time. It goes on as the
// trace does.

#include "ui/scene/staged/time_map.h"

#include <array>
#include <optional>
#include <vector>

namespace tcpstage {

/// A state, from its beginning until the next span of the same side begins.
struct StateSpan {
    RecordId record; // Entered; no_record: the state at the beginning
    StageTime from;
    State state;
};
/// A call or an expired timer.
struct SideEvent {
    RecordId record;
    StageTime at;
};
struct TimerStart {
    RecordId record;
    Instant since;
    Instant due;
};

class RunIndex {
public:
    RunIndex() = default;
    RunIndex(const Trace& trace, const TimeMap& timeMap);
    /// The trace has gone on, and its pace has followed it.
    void follow(const Trace& trace, const TimeMap& timeMap);

    const std::vector<StateSpan>& spans(Side side) const { return spans_[index(side)]; }
    const Chunks<SideEvent>& events(Side side) const { return events_[index(side)]; }
    /// The last span that has begun at `record`. O(log n).
    const StateSpan* spanAt(Side side, RecordId record) const;
    /// When the running timer was started. O(log n).
    const TimerStart* timerAt(Side side, Timer timer, RecordId record) const;
    /// Whether the state was entered at or before `record`. O(1).
    bool visited(Side side, State state, RecordId record) const;

private:
    void forget(RecordId from);
    void take(const Record& record, RecordId id, StageTime at);

    std::array<std::vector<StateSpan>, 2> spans_;
    std::array<Chunks<SideEvent>, 2> events_;
    std::array<std::array<Chunks<TimerStart>, timer_count>, 2> timers_;
    std::array<std::array<std::optional<RecordId>, state_count>, 2> firstVisit_{};
    RecordId settled_ = 0; // what comes before does not change any more
};

/// Where a flight is on the stage.
struct TransitSpan {
    StageTime from;
    StageTime to;
};
TransitSpan spanOf(const Transit& transit, const TimeMap& timeMap);

} // namespace tcpstage
