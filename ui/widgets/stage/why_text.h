#pragma once
// Why what is selected is as it is, as text with links to its cause, its effects and the lessons that show its rules.

#include "ui/model/model.h"

#include <QString>

namespace tcpstage::widgets {

/// A link to a step: this, and then its RecordId. Any other link is a lesson's id.
inline constexpr QLatin1String stepLink{"step:"};

/// Rich text about the selection of `model`, which has a story, at the present moment.
QString whyText(const model::Model& model);

} // namespace tcpstage::widgets
