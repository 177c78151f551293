#pragma once
// Runs the program with its window.

#include <string>

namespace tcpstage::widgets {

/// Opens the window, and returns the exit code after it is closed. `lessonOrFile`: the id of a lesson or a path; empty:
/// the last lesson, or else the first; `version` is for "About". Makes the QApplication, which removes Qt's options
/// from argc and argv.
int openWindow(int& argc, char** argv, const std::string& lessonOrFile, const char* version = "");

} // namespace tcpstage::widgets
