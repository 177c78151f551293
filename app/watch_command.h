#pragma once
// tcpstage live --watch WHAT: connections of this machine as they happen.

#include "app/line/command.h"
#include "core/live/vantage.h"
#include "core/run/saved_run.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace tcpstage::app {

struct WatchCommand {
    std::string target;
    std::int64_t connection = 1;
    std::optional<live::Vantage> vantage; // Watch or TcpInfo; empty: the better one that works here
};

/// Until that connection is over, or Ctrl+C. `write` gets it, and returns the exit code.
int watch_connections(const WatchCommand& command, Language language,
                      const std::function<int(const run::LessonRun&)>& write);

} // namespace tcpstage::app
