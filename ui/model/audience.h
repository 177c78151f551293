#pragma once
// Where the class sees the presentation: on a display, or in a window that is shared in a call.

#include <cstdint>
#include <string>

namespace tcpstage::model {

/// A curtain that hides the stage in a presentation.
enum class Curtain : std::uint8_t { Open, Black, White };

/// The panel beside the stage, instead of the list of lessons.
enum class SidePanel : std::uint8_t { None, Options, Text };

enum class AudienceShape : std::uint8_t { FullScreen, Window16To9, Window4To3, AnyWindow };

struct Audience {
    AudienceShape shape = AudienceShape::FullScreen;
    std::string screen{}; // in full screen, by its name; empty, or not plugged in: another one than the workshop's
    friend bool operator==(const Audience&, const Audience&) = default;
};
struct SetAudience {
    Audience audience;
};

} // namespace tcpstage::model
