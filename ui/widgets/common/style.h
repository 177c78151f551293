#pragma once
// Styles Qt's widgets in the colours of a theme.

#include "ui/paint/theme.h"

#include <QPalette>
#include <QString>

namespace tcpstage::widgets {

QPalette paletteOf(const paint::Theme& theme);
QString styleSheetOf(const paint::Theme& theme);

/// Applies the theme to the whole application. No cost if it is applied already; cheapest before there are widgets.
void wear(const paint::Theme& theme);

} // namespace tcpstage::widgets
