#pragma once
// The congestion window by transmission rounds, as textbooks draw it: a round ends when all that was sent when it began
// is acknowledged, or when the retransmission timer expires.

#include "ui/scene/staged/series.h"
#include "ui/scene/staged/view_input.h"

#include <span>
#include <vector>

namespace tcpstage::scene {

struct Round {
    trace::RecordId record; // what began it
    std::uint32_t cwnd;     // octets, when it begins
    std::uint32_t ssthresh;
    Phase phase;
    bool timeout; // it was begun by the timer
};
/// Those of one side of the trace, in order; the first one begins with the first data. `samples` are its first ones, or
/// all.
std::vector<Round> roundsOf(std::span<const Sample> samples, const trace::Trace& trace, trace::Side side);

/// cwnd and ssthresh in segments of the largest size, over the number of the round.
Scene roundPlot(const ViewInput& input);

} // namespace tcpstage::scene
