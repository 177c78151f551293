#pragma once
// A lesson on ordinary sockets over the loopback interface: the rungs "watch" and "gauges".

#include "core/live/session/live_run.h"

namespace tcpstage::live {

/// `rung` is Watch or Gauges. Errors: it does not work here.
Result<LiveRun> run_on_loopback(const Scenario& lesson, const LiveOptions& options, Rung rung);

} // namespace tcpstage::live
