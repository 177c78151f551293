#pragma once
// The command line as interfaces.md describes it: parses, runs one command, returns the exit code.

namespace tcpstage::app {

int command_line(int argc, char** argv);

} // namespace tcpstage::app
