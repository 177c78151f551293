#pragma once
// The signs on buttons, drawn: sharp at every size, in the colours of the theme.

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

/// `ink` when it can be used, Faint when it can not.
QIcon icon(Sign sign, const Theme& theme, scene::Ink ink = scene::Ink::Text);
/// In the colour of the application's palette for hints, whatever its theme is by then.
QIcon icon(Sign sign);
/// The program's own, in its own colours.
QIcon programIcon();

} // namespace tcpstage::paint
