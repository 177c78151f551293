#pragma once
// The look of Qt's own widgets in the colours of a theme.

#include "ui/paint/theme.h"

#include <QPalette>
#include <QString>

namespace tcpstage::widgets {

QPalette paletteOf(const paint::Theme& theme);
QString styleSheetOf(const paint::Theme& theme);

/// The whole application wears the theme. Costs nothing when it does already, and least before there are widgets.
void wear(const paint::Theme& theme);

} // namespace tcpstage::widgets
