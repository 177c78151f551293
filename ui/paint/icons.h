#pragma once
// The icons of buttons, drawn as vectors: sharp at every size, in the colours of the theme.

#include "ui/paint/theme.h"

#include <QIcon>

namespace tcpstage::paint {

enum class Sign : std::uint8_t {
    First,
    PreviousStep,
    PreviousFrame,
    Play,
    Pause,
    NextFrame,
    NextStep,
    Last,
    Close,
    Search,
    Down,
    Sun,
    Moon,
    HalfCircle,
    Screen,
    Stage
};

/// Drawn in `ink` when enabled, in Faint when disabled.
QIcon icon(Sign sign, const Theme& theme, scene::Ink ink = scene::Ink::Text);
/// Drawn in the palette's current colour for hints, which follows the theme.
QIcon icon(Sign sign);
/// The program's icon, in its own colours.
QIcon programIcon();

} // namespace tcpstage::paint
