#pragma once
// The board under the stage, from the model.

#include "ui/model/model.h"

namespace tcpstage::model {

/// What the board shows. It points into the model.
scene::Board boardOf(const Model& model);
/// The moment that both endpoints show: before the event whose consequence is asked.
scene::StageTime panelTime(const Model& model);

} // namespace tcpstage::model
