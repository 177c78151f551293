#pragma once
// The fonts of all labels, for measuring and painting. Sizes are whole pixels, so that screen, image and PDF agree.

#include "ui/scene/marks/ink.h"

#include <QFont>
#include <QString>
#include <QStringList>

namespace tcpstage::scene {

/// Inter or JetBrains Mono, with Noto Sans CJK SC for Chinese, or the system's substitutes.
const QFont& fontFor(Face face, double pixels, int weight);

struct FontHeight {
    double ascent;
    double descent;
};
/// The height of capitals above the baseline, and the depth of a "g" below it, in pixels.
FontHeight inkHeight(double pixels);

/// `text`, cut to fit into `width` pixels with an ellipsis if needed.
QString elided(const QString& text, Face face, double pixels, int weight, double width);
/// Breaks a text into at most `most` lines of at most `width` pixels, at spaces and between Chinese characters; the
/// last line is elided if needed.
QStringList wrapped(const QString& text, Face face, double pixels, int weight, double width, int most);

} // namespace tcpstage::scene
