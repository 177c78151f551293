#pragma once
// What is said under the last page of a lesson.

#include "ui/model/catalogue.h"
#include "ui/model/model.h"
#include "ui/scene/words/caption.h"

namespace tcpstage::model {

/// That this is the end, and which lesson is next.
scene::Caption lastPageCaption(const Model& model);

} // namespace tcpstage::model
