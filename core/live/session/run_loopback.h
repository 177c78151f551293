#pragma once
// A lesson on ordinary sockets over the loopback interface: Vantage::Watch and Vantage::TcpInfo.

#include "core/live/session/live_run.h"

namespace tcpstage::live {

/// `vantage` is Watch or TcpInfo. Errors: it does not work here, or dumpcap was stopped.
Result<LiveRun> run_on_loopback(const lesson::Scenario& lesson, const LiveOptions& options, Vantage vantage);

} // namespace tcpstage::live
