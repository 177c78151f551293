#pragma once
// tcpstage live --server CMD --client CMD: two programs of the user on real kernel sockets.

#include "app/line/command.h"
#include "core/run/saved_run.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tcpstage::app {

struct OwnCommand {
    std::string client; // a line for the shell
    std::string server;
    bool ip6 = false;
    std::string network = "delay: 10 ms"; // as lessons describe it
    std::vector<std::string> faults;
    std::int64_t connection = 1;

    bool wanted() const { return !client.empty() || !server.empty(); }
};

void add_own_options(const Command& command, OwnCommand& options);
/// `write` gets the connection that was chosen, and returns the exit code.
int run_own_programs(const OwnCommand& own, Language language, const std::function<int(const run::LessonRun&)>& write);

} // namespace tcpstage::app
