#pragma once
// A lesson on ordinary sockets over the loopback interface: the rungs "watch" and "gauges".

#include "core/live/session/live_run.h"

namespace tcpstage::live {

/// `vantage` is Watch or Gauges. Errors: it does not work here.
Result<LiveRun> run_on_loopback(const lesson::Scenario& lesson, const LiveOptions& options, Vantage vantage);

} // namespace tcpstage::live
