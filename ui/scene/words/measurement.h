#pragma once
// What lies between two moments of a run: time, round trips, segments, octets.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/staged/staged_run.h"

#include <QString>

namespace tcpstage::scene {

struct Measurement {
    Duration span{};          // >= 0
    double roundTrips = 0;    // the span in SRTTs of the end that has one then; 0: none is known
    std::size_t segments = 0; // sent meanwhile, by both ends; those of the two steps count
    std::uint64_t octets = 0; // of their data
};

/// `shown` is the moment on the stage, to which an open span reaches. The ends may be in either order.
/// O(log n + segments).
Measurement measure(const StagedRun& staged, const Measured& measured, StageTime shown);
/// "200 ms ≈ 1.0 SRTT · 2 segments · 100 octets".
QString measurementText(const Measurement& measurement, Language language);
/// Where the two ends stand on the stage, the earlier first.
std::array<StageTime, 2> endsOf(const StagedRun& staged, const Measured& measured, StageTime shown);

} // namespace tcpstage::scene
