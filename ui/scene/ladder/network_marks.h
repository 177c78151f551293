#pragma once
// The place and the texts of a network change on the stage.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

#include <QStringList>

namespace tcpstage::scene {

/// The stage time of a change; `change` is an index of staged.run.networks.
StageTime timeOfChange(const StagedRun& staged, std::size_t change);
/// The changed settings, one line for each direction: "Client → Server: loss 0 % → 20 %".
QStringList waysOfChange(const StagedRun& staged, std::size_t change, const DisplayOptions& display);
/// The labels for the ladder, longest first; the last is only a sign.
QStringList wordsOfChange(const StagedRun& staged, std::size_t change, const DisplayOptions& display);

} // namespace tcpstage::scene
