#pragma once
// Finds the display of a presentation, and the part of its window that the stage fills.

#include "ui/model/audience.h"

#include <QRect>
#include <QString>

class QScreen;
class QWidget;

namespace tcpstage::widgets {

/// The display that was chosen by its name, if it is plugged in; else another one than that of the workshop; else the
/// workshop's own. Never nullptr.
QScreen* audienceScreen(const model::Audience& audience, const QWidget& workshop);
/// Whether a presentation there hides the workshop.
bool coversWorkshop(const model::Audience& audience, const QWidget& workshop);
/// "HDMI-1 · 1920 × 1080", with the maker's name of the model where the display tells it.
QString nameOfScreen(const QScreen& screen);
/// The largest part of a window in which the stage keeps the ratio of the shape, in its middle.
QRect stageWithin(const QSize& window, model::AudienceShape shape);
/// The first size of a window of that shape on a display with so much room.
QSize firstSize(const QSize& room, model::AudienceShape shape);

} // namespace tcpstage::widgets
