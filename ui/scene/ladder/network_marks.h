#pragma once
// A change of the network on the stage: when it is, and in which words.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

#include <QStringList>

namespace tcpstage::scene {

/// `change` is one of story.run.networks.
StageTime timeOfChange(const StagedRun& staged, std::size_t change);
/// What is another now, one line for each way that changes: "Client → Server: loss 0 % → 20 %".
QStringList waysOfChange(const StagedRun& staged, std::size_t change, const DisplayOptions& display);
/// The same for the ladder, the longest first; the last is a sign.
QStringList wordsOfChange(const StagedRun& staged, std::size_t change, const DisplayOptions& display);

} // namespace tcpstage::scene
