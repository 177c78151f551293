#pragma once
// The only painter: draws the marks of a scene with a QPainter, on screen, image, SVG or PDF.

#include "ui/paint/theme.h"

class QPainter;

namespace tcpstage::paint {

void paint(QPainter& painter, const scene::Mark& mark, const Theme& theme);
/// Paints the background, then the still marks, then the moving marks.
void paint(QPainter& painter, const scene::Scene& scene, const Theme& theme);

/// Chooses the font families, with substitutes for missing ones. Call once, after QGuiApplication is made.
void chooseFonts();

} // namespace tcpstage::paint
