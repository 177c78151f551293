#pragma once
// Styles Qt's widgets in the colours of a theme.

#include "ui/paint/theme.h"

#include <QPalette>
#include <QString>

class QWidget;

namespace tcpstage::widgets {

QPalette paletteOf(const paint::Theme& theme);
QString styleSheetOf(const paint::Theme& theme, double textSize);

/// The whole application wears the theme, with text so many times its usual size. Costs nothing when it does already,
/// and least before there are widgets.
void wear(const paint::Theme& theme, double textSize);
/// A length in pixels that goes with the text, at the size that is worn.
int sized(double pixels);
/// The frame of what has the keyboard is drawn so: the style looks at its property again.
void markFocused(QWidget& frame, bool focused);

} // namespace tcpstage::widgets
