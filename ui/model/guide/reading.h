#pragma once
// How long a caption takes to read. Playing waits so long at a note.

#include "ui/model/model.h"
#include "ui/scene/words/reading.h"

namespace tcpstage::model {

using scene::readingSeconds;
/// For what is said at a time, of both worlds where there are two.
double readingSeconds(const Model& model, scene::StageTime time);

} // namespace tcpstage::model
