#pragma once
// tcpstage live: a lesson or programs of the user on real kernel sockets, or what this machine allows.

#include "app/line/command.h"
#include "app/own_command.h"

#include <string>

namespace tcpstage::app {

struct LiveCommand {
    std::string lesson;
    std::string plan;
    std::string format; // empty: json, and text with --probe
    std::string output = "-";
    std::string vantage = "auto";
    Language language = Language::English;
    bool probe = false;
    bool check = false;
    std::string settings = "lesson"; // or machine
    OwnCommand own;
    std::string watch; // which connections of this machine
};

void add_live_options(const Command& command, LiveCommand& options);
int run_live_lesson(const LiveCommand& options);

} // namespace tcpstage::app
