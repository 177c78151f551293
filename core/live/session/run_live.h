#pragma once
// Runs a lesson on real kernel sockets.

#include "core/live/session/live_run.h"

namespace tcpstage::live {

/// Takes as long as the lesson: it is not to be called from a thread that draws. Errors: the rung does not work here.
Result<LiveRun> run_live(const lesson::Scenario& scenario, const LiveOptions& options);

/// What a real run differs in from the simulated one, numbers counted from each side's own ISS. Left aside is what
/// kernels are known to do otherwise: window probes, the ACK in a reset, an ACK that says nothing new, options and
/// windows, and TIME-WAIT, which lasts a minute. Empty when all else is the same.
std::vector<Error> check_live(const lesson::Scenario& scenario, const LiveRun& live);

} // namespace tcpstage::live
