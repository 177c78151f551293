#pragma once
// Time as displayed: silences are shortened, and events of the same instant are spread out.

#include <chrono>
#include <cstdint>

namespace tcpstage::scene {

/// 1/6000 of a second of stage time, so that a film frame (1/60 s) and 1/100 of its speed are whole numbers.
using StageTime = std::chrono::duration<std::int64_t, std::ratio<1, 6000>>;

inline constexpr StageTime film_frame{100};
inline constexpr StageTime stage_second{6000};

constexpr double seconds(StageTime time) { return static_cast<double>(time.count()) / 6000.0; }

} // namespace tcpstage::scene
