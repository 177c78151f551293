#pragma once
// Writes the lesson hour as one page.

#include "ui/model/store/store.h"

class QWidget;

namespace tcpstage::widgets {

/// Writes the hour that is given, with its progress, until it is cancelled. An error, or that it is written, is
/// announced.
void writeHourTo(const QString& path, model::Store& store, QWidget* parent);
/// Asks for the file first.
void saveHourPage(model::Store& store, QWidget* parent);

} // namespace tcpstage::widgets
