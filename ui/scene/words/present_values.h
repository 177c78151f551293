#pragma once
// What a plot shows of the present moment, in words.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/staged/staged_run.h"

#include <QString>

namespace tcpstage::scene {

/// "Client: cwnd 300, ssthresh ∞, in flight 200, slow start. Server: ...": what the view `display.view` plots, at
/// `time`, of both worlds where there are two. Empty for the ladder and for the whole run, whose marks say it, and
/// where there is nothing to plot.
QString presentValues(const StagedRun& staged, StageTime time, const DisplayOptions& display);

} // namespace tcpstage::scene
