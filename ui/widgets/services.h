#pragma once
// What the program's own store gets from the world: lessons and files, pictures, the settings.

#include "ui/model/store.h"

class QSettings;

namespace tcpstage {

/// A built-in lesson by its id, or a lesson file by its path.
Result<StoryPtr> tellSource(const TellSource& request);
Result<void> writeStage(const WriteStage& request);

/// `settings` must outlive the store.
Services programServices(QSettings& settings);

} // namespace tcpstage
