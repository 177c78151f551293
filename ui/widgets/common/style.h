#pragma once
// Styles Qt's widgets in the colours of a theme.

#include "ui/paint/theme.h"

#include <QPalette>
#include <QString>

class QMenu;
class QWidget;

namespace tcpstage::widgets {

QPalette paletteOf(const paint::Theme& theme);
QString styleSheetOf(const paint::Theme& theme, double textSize);

/// The whole application wears the theme, with text so many times its usual size. Costs nothing when it does already,
/// and least before there are widgets.
void wear(const paint::Theme& theme, double textSize);
/// A widget of a presentation wears the theme with larger text than the application, and so do its children.
void wearLarger(QWidget& widget, const paint::Theme& theme, double textSize);
/// The size of text for a widget over a presentation: it grows with the height of the screen.
double projectedText(const QWidget& presenter);
/// A button whose menu has closed does not go on looking as if the mouse were over it.
void endHoverWith(QMenu& menu, QWidget& button);
/// A length in pixels that goes with the text, at the size that is worn.
int sized(double pixels);
/// The frame of what has the keyboard is drawn so: the style looks at its property again.
void markFocused(QWidget& frame, bool focused);

} // namespace tcpstage::widgets
