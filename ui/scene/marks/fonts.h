#pragma once
// The fonts of every label, for measuring and for painting. Sizes are whole pixels, so that screen, image and page
// agree.

#include "ui/scene/marks/ink.h"

#include <QFont>
#include <QString>
#include <QStringList>

namespace tcpstage::scene {

/// Inter and JetBrains Mono with Noto Sans CJK SC for Chinese, or what the system has in their place.
const QFont& fontFor(Face face, double pixels, int weight);

struct FontHeight {
    double ascent;
    double descent;
};
/// Of the letters that labels use: from the baseline up to a capital and down to a "g", in pixels.
FontHeight inkHeight(double pixels);

/// The longest beginning of `text` that fits, with an ellipsis when it is cut.
QString elided(const QString& text, Face face, double pixels, int weight, double width);
/// Lines of at most `width` pixels; breaks at spaces and between Chinese characters. At most `most` lines, the last
/// elided.
QStringList wrapped(const QString& text, Face face, double pixels, int weight, double width, int most);

} // namespace tcpstage::scene
