#pragma once
// tcpstage capture: the connections of a capture file, and the trace of one of them.

#include "app/line/command.h"

#include <string>

namespace tcpstage::app {

struct CaptureOptions {
    std::string file;
    std::string other;  // the capture to join
    std::string format; // empty: text
    std::string output = "-";
    Language language = Language::English;
    std::int64_t connection = 0; // from 1; 0: none was chosen
    bool list = false;
    bool report = false;
};
void add_capture_options(const Command& capture, CaptureOptions& options);
int read_capture(const CaptureOptions& options);

} // namespace tcpstage::app
