#pragma once
// Runs the program with its window.

#include "core/base/text.h"
#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tcpstage::widgets {

struct WindowStart {
    std::string source;                  // the id of a lesson or a path; empty: the last lesson, or else the first
    std::string version;                 // for "About"
    std::optional<Language> language;    // empty: the one that was used last, or else the environment's
    std::optional<std::uint32_t> step{}; // the step it opens after; empty: where the lesson opens, or was left
    std::optional<Duration> at{};        // or the time of the lesson at which it opens
    std::string view{};                  // one of startViews(); empty: the one that was used last
    bool present = false;
};
/// The ids of the views that a window can open with.
std::vector<std::string> startViews();
/// What is opened at the start: what is wanted, a file by its full path; else the last lesson, or the sandbox with what
/// was in it; else the first lesson.
std::string firstSource(const std::string& wanted, const std::string& last);
/// Opens the window, and returns the exit code after it is closed. Makes the QApplication, which removes Qt's options
/// from argc and argv.
int openWindow(int& argc, char** argv, const WindowStart& start);

} // namespace tcpstage::widgets
