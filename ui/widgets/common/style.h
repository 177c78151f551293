#pragma once
// The look of Qt's own widgets in the colours of a theme.

#include "ui/paint/theme.h"

#include <QPalette>
#include <QString>

namespace tcpstage {

QPalette paletteOf(const Theme& theme);
QString styleSheetOf(const Theme& theme);

/// The whole application wears the theme. Costs nothing when it does already, and least before there are widgets.
void wear(const Theme& theme);

} // namespace tcpstage
