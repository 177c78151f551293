#pragma once
// tcpstage live: a lesson on real kernel sockets, or what this machine allows.

#include <string>

namespace CLI {
class App;
}

namespace tcpstage::app {

struct LiveCommand {
    std::string lesson;
    std::string plan;
    std::string format; // empty: json, and text with --probe
    std::string output = "-";
    std::string vantage = "auto";
    std::string language = "en";
    bool probe = false;
    bool check = false;
};

void add_live_options(CLI::App& command, LiveCommand& options);
int run_live_lesson(const LiveCommand& options);

} // namespace tcpstage::app
