#pragma once
// The views of the centre besides the ladder. Pure functions, like all views. The viewport's zoom stretches time; its
// scroll is the width in pixels left of the view's edge.

#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/view_input.h"

namespace tcpstage::scene {

/// Both directions' sequence spaces, the sender's over the receiver's, with what is under way between them.
Scene sequenceSpaces(const ViewInput& input);

/// Where the time axis of a plot ends: a little after the last segment.
Instant endOfPlot(const StagedRun& staged);
/// That of the timers: after the last timer, too.
Instant endOfTimers(const StagedRun& staged);

/// Sequence numbers over time, a chart for each direction (Stevens, tcptrace).
Scene timeSequence(const ViewInput& input);
/// cwnd, ssthresh and what is in flight, with the phases named.
Scene windowPlot(const ViewInput& input);
/// Round-trip samples, SRTT, RTTVAR and RTO.
Scene roundTripPlot(const ViewInput& input);
/// Each timer of each end as bars over time.
Scene timersLane(const ViewInput& input);
/// What each state does with each kind of segment.
Scene stateMatrix(const ViewInput& input);
/// By how many pixels its rows are higher than the view, in large type.
double matrixOverflow(const ViewInput& input);

} // namespace tcpstage::scene
