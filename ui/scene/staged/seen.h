#pragma once
// What the samples of a side have shown so far, as bits: a run is about such variables.

#include "ui/scene/staged/plotted.h"

namespace tcpstage::scene {

/// What has changed in a side's TCB while it was synchronized: a run is about such variables. And what it has had.
namespace Seen {
inline constexpr std::uint16_t cwnd = 1;
inline constexpr std::uint16_t ssthresh = 2;    // there is one
inline constexpr std::uint16_t window = 4;      // the peer's
inline constexpr std::uint16_t backoff = 8;     // the RTO was doubled
inline constexpr std::uint16_t fast = 16;       // a loss was found by duplicate ACKs
inline constexpr std::uint16_t controlled = 32; // there is a cwnd
inline constexpr std::uint16_t timed = 64;      // there is an SRTT
constexpr std::uint16_t in(Phase phase) { return static_cast<std::uint16_t>(128U << static_cast<unsigned>(phase)); }
} // namespace Seen

} // namespace tcpstage::scene
