#pragma once
// Writes a scene as SVG: text stays text, what stands for a thing of the run is a group with an id and a title. Never
// uses a QPainter, and depends on nothing but the scene: the same scene gives the same octets.

#include "ui/paint/theme.h"
#include "ui/scene/marks/scene.h"

#include <QByteArray>
#include <QString>
#include <functional>

namespace tcpstage::paint {

/// What an SVG says besides the marks.
struct SvgWords {
    QString title;
    Language language = Language::English;
    QString prefix{};                                // of all ids: several pictures may stand in one file
    std::function<QString(const scene::Ref&)> names; // the title of a group; may be empty
};

/// With the colours of the theme.
QByteArray svgOf(const scene::Scene& scene, const Theme& theme, const SvgWords& words);
/// The colours are the variables --i1, --i2, ... of a style sheet, numbered by Ink.
QByteArray svgWithVariables(const scene::Scene& scene, const SvgWords& words);

/// For a text or an attribute: without what XML gives a meaning, or does not allow.
QString escaped(const QString& text);
/// At most two decimals, and as short as possible: "12.5", "0.07".
QByteArray shortNumber(double value);
/// The length of a dash, and of it with the gap after it. {0, 0} for a solid line.
struct Dashes {
    double dash = 0;
    double period = 0;
};
Dashes dashesOf(scene::Stroke stroke, double width);

} // namespace tcpstage::paint
