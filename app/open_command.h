#pragma once
// tcpstage without a command: opens the window.

#include "ui/widgets/open_window.h"

#include <cstdint>
#include <string>

namespace tcpstage::app {

struct OpenOptions {
    std::string file;            // or a lesson's id
    std::int64_t connection = 0; // of a capture; 0: not chosen
    widgets::WindowStart window;
    std::string at;         // the time of the lesson at which the window opens; empty: not given
    std::int64_t step = -1; // where the window opens; -1: where the lesson does
};
/// That --at is no time.
Error no_time(const std::string& at);
/// A word that is neither a file nor a lesson is an error: it may be a misspelled command.
int open(const OpenOptions& options, int& argc, char** argv);

} // namespace tcpstage::app
