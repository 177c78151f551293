#pragma once
// tcpstage live --watch WHAT: connections of this machine as they happen.

#include "app/command.h"
#include "core/run/saved_run.h"

#include <cstdint>
#include <functional>
#include <string>

namespace tcpstage::app {

/// Until connection `chosen` is over, or Ctrl+C. `write` gets that connection, and returns the exit code.
int watch_connections(const std::string& target, std::int64_t chosen, Language language,
                      const std::function<int(const run::LessonRun&)>& write);

} // namespace tcpstage::app
