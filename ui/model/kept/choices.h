#pragma once
// Settings kept between starts: language, theme, time map, numbers, the last lesson.

#include "ui/model/model.h"

class QSettings;

namespace tcpstage::model {

/// Restores the settings into `model`; missing or unknown ones keep their values. Returns the source of the last
/// lesson, or "".
std::string recall(QSettings& settings, Model& model);
void remember(QSettings& settings, const Model& model);
/// Whether to draw larger on large screens; needed before there is a model.
bool enlarges(const QSettings& settings);

} // namespace tcpstage::model
