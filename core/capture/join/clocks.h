#pragma once
// How far the clocks of two captures are apart, by the segments that both have. Private to core/capture/join.

#include "core/base/time.h"

#include <cstdint>
#include <vector>

namespace tcpstage::capture {

/// How long a segment seems to take, by the two clocks.
struct Delay {
    Instant at{}; // by the first clock
    Duration took{0};
};

/// The second clock beside the first one.
struct Clocks {
    Instant since{};
    Duration ahead{0};  // at that instant
    double drift = 0;   // by which the second one gains
    bool known = false; // there were segments in both directions

    /// By the first clock what the second one calls `at`.
    Instant corrected(Instant at) const;
};

/// `there` and `back` are the delays from the first capture to the second and from it. The quickest in both directions
/// are taken to be equally long. A drift is taken for true if the quickest of both directions show it with opposite
/// signs, and it moves the clocks by more than a tenth of the quickest round trip.
Clocks estimate_clocks(const std::vector<Delay>& there, const std::vector<Delay>& back);

} // namespace tcpstage::capture
