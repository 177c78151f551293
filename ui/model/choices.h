#pragma once
// What is remembered from one start to the next: language, theme, pace, numbers, the last lesson.

#include "ui/model/model.h"

class QSettings;

namespace tcpstage::model {

/// Puts what is remembered into `model`; what is missing or unknown stays as it is. Returns the last lesson's source,
/// or "".
std::string recall(QSettings& settings, Model& model);
void remember(QSettings& settings, const Model& model);
/// Whether everything is to be larger on large screens: needed before there is a model.
bool enlarges(const QSettings& settings);

} // namespace tcpstage::model
