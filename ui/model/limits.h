#pragma once
// The sizes and speeds that can be chosen, and those for which a window has room.

#include <array>

namespace tcpstage::model {

inline constexpr double minSpeed = 0.01;
inline constexpr double maxSpeed = 100;
/// The values of textSize that can be chosen.
inline constexpr std::array textSizes{0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0};
inline constexpr double minZoom = 0.5;
inline constexpr double maxZoom = 3;
inline constexpr double maxPlotZoom = 1000; // 1: the whole run
inline constexpr double minPresentZoom = 0.5;
inline constexpr double maxPresentZoom = 2;

/// The largest factors for text in the window as it is.
struct TextRoom {
    double all = 2;  // with which all its parts are shown
    double most = 2; // with which it is of use, though some parts are left out
    friend bool operator==(const TextRoom&, const TextRoom&) = default;
};

struct SetTextRoom { // an action
    TextRoom room;
};

} // namespace tcpstage::model
