#pragma once
// The names of the themes. Only ui/paint knows their colours.

#include <cstdint>

namespace tcpstage::scene {

enum class ThemeName : std::uint8_t { Light, Dark, Contrast };

} // namespace tcpstage::scene
