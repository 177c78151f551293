#pragma once
// tcpstage drill FILE.pkt...: runs packetdrill scripts on the engine.

#include "app/line/command.h"

#include <string>
#include <vector>

namespace tcpstage::app {

struct DrillOptions {
    std::vector<std::string> files;
    bool strict = false;
    std::string format = "text";
    Language language = Language::English;
    std::string dialect = "auto";
};
/// Adds the command's options to the command line; `options` must outlive it.
void add_drill_options(const Command& drill, DrillOptions& options);
/// 0; 1 when a script fails; 2 when one cannot be read or is too large, or when not one of them could be run.
int drill_scripts(const DrillOptions& options);

} // namespace tcpstage::app
