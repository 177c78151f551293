#pragma once
// The one painter: replays marks on a QPainter, whatever lies behind it (screen, image, SVG, PDF).

#include "ui/paint/theme.h"

class QPainter;

namespace tcpstage::paint {

void paint(QPainter& painter, const scene::Mark& mark, const Theme& theme);
/// Background, still marks, moving marks.
void paint(QPainter& painter, const scene::Scene& scene, const Theme& theme);

/// Loads the families that the program draws with; substitutes where they are absent. Call once, after QGuiApplication.
void chooseFonts();

} // namespace tcpstage::paint
