#pragma once
// How long a caption takes to read. Playing waits so long at a note.

#include "ui/model/model.h"

namespace tcpstage::model {

/// Seconds for a text: five Chinese characters, or three words, in a second, and one second for the stage. At
/// least 2, at most 25.
double readingSeconds(const QString& text);
/// For what is said at a time, of both worlds where there are two.
double readingSeconds(const Model& model, scene::StageTime time);

} // namespace tcpstage::model
