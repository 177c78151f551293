#pragma once
// The program with a window.

#include <string>

namespace tcpstage::widgets {

/// Opens the window and returns the exit code when it is closed. `lessonOrFile`: the id of a lesson or a path; empty:
/// the last lesson, or the first. Makes the QApplication itself; Qt's own options are taken out of argc and argv.
int openWindow(int& argc, char** argv, const std::string& lessonOrFile);

} // namespace tcpstage::widgets
