#pragma once
// Runs a lesson on real kernel sockets.

#include "core/live/session/live_run.h"

namespace tcpstage::live {

/// Takes as long as the lesson, so do not call it in the window's thread. Errors: the vantage does not work here, the
/// helper or dumpcap failed, or the lesson's socket talks to itself.
Result<LiveRun> run_live(const lesson::Scenario& scenario, const LiveOptions& options);

/// The differences of a real run from the simulated one, with sequence numbers relative to each side's ISS. Ignores
/// what kernels are known to do differently: window probes, the ACK in a reset, an ACK that says nothing new, options
/// and windows, and TIME-WAIT, which lasts a minute. Empty if everything else is the same.
std::vector<Error> check_live(const lesson::Scenario& scenario, const LiveRun& live);

} // namespace tcpstage::live
