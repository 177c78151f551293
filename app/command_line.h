#pragma once
// Parses the command line, runs one command (or opens the window) and returns the exit code.

namespace tcpstage::app {

int command_line(int argc, char** argv);

} // namespace tcpstage::app
