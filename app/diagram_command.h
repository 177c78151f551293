#pragma once
// tcpstage check-diagram: what is impossible in a handshake or a close as others draw it.

#include "app/line/command.h"

#include <string>

namespace tcpstage::app {

struct DiagramOptions {
    std::string file; // "-": standard input
    std::string format = "text";
    Language language = Language::English;
};
void add_diagram_options(const Command& command, DiagramOptions& options);
/// 0 if nothing is impossible, 1 if a line is, 2 after an error.
int check_diagram(const DiagramOptions& options);

} // namespace tcpstage::app
