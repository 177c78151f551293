#pragma once
// The explanation of the selected item as text, with links to its cause, its effects and lessons that show its rules.

#include "ui/model/model.h"

#include <QString>

namespace tcpstage::widgets {

/// A link to a step is this prefix and the RecordId. Any other link is a lesson's id.
inline constexpr QLatin1String stepLink{"step:"};

/// Rich text about the selection at the current moment. `model` must have a staged run.
QString whyText(const model::Model& model);

} // namespace tcpstage::widgets
