#pragma once
// Runs a lesson on real kernel sockets.

#include "core/live/session/live_run.h"

namespace tcpstage::live {

/// Takes as long as the lesson, so do not call it in the window's thread. Errors: the vantage does not work here, the
/// helper or dumpcap failed, or the lesson's socket talks to itself.
Result<LiveRun> run_live(const lesson::Scenario& scenario, const LiveOptions& options);

/// How a real run compares with the simulated one.
struct LiveCheck {
    std::vector<Error> differences;
    std::optional<Error> impossible;     // there is nothing to compare: why
    std::optional<std::size_t> segments; // how many are the same; empty: they cannot be seen
    std::array<std::size_t, 2> states{}; // how many each side entered, if they are the same
    bool same() const { return differences.empty() && !impossible; }
};
/// Sequence numbers are relative to each side's ISS. Ignores what kernels are known to do differently: window probes,
/// the ACK in a reset, an ACK that says nothing new, options and windows, and TIME-WAIT, which lasts a minute.
LiveCheck check_live(const lesson::Scenario& scenario, const LiveRun& live);
/// "9 segments and the states of both ends are as in the simulator": what was compared, of a run that is the same.
OwnedText sentence(const LiveCheck& check, const LiveRun& live);

} // namespace tcpstage::live
