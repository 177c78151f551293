#pragma once
// The clocks of two worlds on one stage. They run together: a world in which nothing happens shows as much time as the
// other since the last step that both have.

#include "core/compare/compare.h"
#include "ui/scene/staged/stage_time.h"

#include <vector>

namespace tcpstage::scene {

/// What the clock of one world shows at a step of either.
struct ClockTick {
    StageTime at;
    Instant instant;
    bool waits = false; // for a step that both worlds have, later in the other one
};

/// `at`: the stage times of the steps, in their order.
std::array<std::vector<ClockTick>, 2> jointTicks(const std::array<const trace::Trace*, 2>& traces,
                                                 const std::vector<compare::Pair>& steps,
                                                 const std::vector<StageTime>& at);
/// Linear between two ticks, of which there is at least one.
Instant clockAt(const std::vector<ClockTick>& ticks, StageTime time);
/// The stage time at which the clock shows `instant`, after all events of that instant; at most `end`.
StageTime timeOfClock(const std::vector<ClockTick>& ticks, Instant instant, StageTime end);
/// Whether the clock stands still until the other world is as far.
bool waitsAt(const std::vector<ClockTick>& ticks, StageTime time);

} // namespace tcpstage::scene
