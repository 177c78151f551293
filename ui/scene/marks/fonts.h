#pragma once
// The fonts of all labels, for measuring and painting. Sizes are whole pixels, so that screen, image and PDF agree.

#include "ui/scene/marks/ink.h"

#include <QFont>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <initializer_list>

namespace tcpstage::scene {

/// Inter or JetBrains Mono, with Noto Sans CJK SC for Chinese, or the system's substitutes.
const QFont& fontFor(Face face, double pixels, int weight);

struct FontHeight {
    double ascent;
    double descent;
};
/// The height of capitals above the baseline, and the depth of a "g" below it, in pixels.
FontHeight inkHeight(double pixels);

/// From the middle of the letters down to the baseline, in sizes of the font.
inline constexpr double halfLetter = 0.36;
/// Where the baseline of a label lies whose letters have their middle at `middle`.
inline double baselineFor(double middle, double pixels) { return middle + pixels * halfLetter; }
inline QPointF baselineFor(QPointF middle, double pixels) { return {middle.x(), baselineFor(middle.y(), pixels)}; }

/// `shown`, the beginning of `text` with an ellipsis, ended before a word or number that is cut: part of a number is
/// another number.
QString endedAtWord(const QString& text, const QString& shown);
/// The same, but for words: only no part of a number is shown.
QString endedAtNumber(const QString& text, const QString& shown);
/// The longest beginning of `text` that fits, with an ellipsis when it is cut. No number is cut.
QString elided(const QString& text, Face face, double pixels, int weight, double width);
/// The first of the texts that fits; empty when none does.
QString firstThatFits(std::initializer_list<QString> texts, Face face, double pixels, int weight, double width);
/// Lines of at most `width` pixels; breaks at spaces and between Chinese characters. At most `most` lines, the last
/// elided.
QStringList wrapped(const QString& text, Face face, double pixels, int weight, double width, int most);
/// The text without the last sentences for which there is no room in `lines`: they are left out rather than cut, and
/// `sign` says so.
QString wholeSentences(QString text, double pixels, int weight, double width, int lines, const QString& sign = {});

} // namespace tcpstage::scene
