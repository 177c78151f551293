#pragma once
// A moment of a run, as notes and expectations name it.

#include "core/tcp/rules.h"
#include "core/tcp/tcb/state.h"
#include "core/tcp/tcb/timer.h"
#include "core/trace/record.h"

#include <cstdint>

namespace tcpstage::lesson {

/// When a note is shown. Segments are counted per sender, without copies that the network makes; states, timers, calls
/// and rules are counted separately. `nth` selects the segment, not the event: "client segment 4 lost" waits for the
/// loss of the client's fourth segment.
struct NoteTrigger {
    enum class Kind : std::uint8_t {
        Start,
        SegmentSent,
        SegmentArrived,
        SegmentLost,
        StateEntered,
        TimerExpired,
        CallMade,
        RuleNamed // by that side, whatever the connection
    };
    Kind kind = Kind::Start;
    trace::Side side = trace::Side::Left;
    bool of_others = false; // a segment that another peer sends; the side does not matter
    std::uint32_t nth = 1;  // on that side, from 1
    tcp::State state = tcp::State::Closed;
    tcp::Timer timer = tcp::Timer::Retransmit;
    trace::Call call = trace::Call::Listen;
    tcp::Rule rule = tcp::Rule::OpenPassive;
};

} // namespace tcpstage::lesson
