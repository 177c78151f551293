#pragma once
// The themes by name. What colours they have is known to ui/paint alone.

#include <cstdint>

namespace tcpstage::scene {

enum class ThemeName : std::uint8_t { Light, Dark, Contrast };

} // namespace tcpstage::scene
