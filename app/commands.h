#pragma once
// What the program can do without a window. Each command gets its options as a value and returns the exit code.

#include "core/run/saved_run.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::app {

/// The formats of a run on the command line.
inline constexpr std::array<std::string_view, 7> trace_formats{"json",    "csv",         "variables", "pcapng",
                                                               "mermaid", "packetdrill", "tcptrace"};
/// A run in one of them. `side`, a name of an end, left or right, says which one a packetdrill script tests (empty: the
/// first that packetdrill can express), or whose view a pcapng file has (empty: the senders'; "both": that of each).
/// Errors: no such format or end.
Result<std::string> formatted(const run::LessonRun& lesson_run, const std::string& format,
                              const std::string& side = {});
/// Prints the warnings of a run on standard error.
void warn(const run::Run& run, Language language);

struct ListOptions {
    std::string format = "text";
    Language language = Language::English;
};
int list_lessons(const ListOptions& options);

struct ShowOptions {
    std::string lesson;
    Language language = Language::English;
    std::string color = "auto";
    bool brief = false;    // without the notes
    bool captions = false; // what happens in each step
    bool programs = false; // the socket calls of both ends
    bool answers = false;  // of the notes that ask a question
    std::string numbers;   // empty: those of the notation
    std::string states;    // the same
    std::string notation;  // "textbook"; empty: not given
};
int show_lesson(const ShowOptions& options);

struct RunOptions {
    std::string lesson;
    std::string format = "json";
    std::string output = "-";
    std::string side;                      // of a packetdrill script or a pcapng file
    Language language = Language::English; // of what it complains about
};
int run_lesson(const RunOptions& options);

struct CheckOptions {
    std::vector<std::string> lessons;      // none: all built-in lessons
    Language language = Language::English; // of the differences
};
int check_lessons(const CheckOptions& options);

struct RenderOptions {
    std::string lesson;
    std::string output;
    std::string size;  // "1920x1080"; empty: not given
    std::string theme; // empty: not given
    Language language = Language::English;
    bool language_given = false; // not that of the environment
    std::string view;            // empty: not given
    std::string programs;        // where-they-matter, always or never; empty: not given
    bool console = false;        // what tcpdump and ss would print
    std::string at;              // "1.5s"; empty: see step
    std::int64_t step = -1;      // from 1; -1: the end
    std::string steps;           // "all", "3-9"; empty: one picture
    std::string page;            // "A4"; empty: not given
    std::int64_t per_page = 0;   // steps on a page; 0: not given
    std::string blank;           // "seq,ack,flags,state"
    int frames_per_second = 0;   // 0: not given
    std::string notation;        // "textbook"; empty: not given
    std::string drawing;         // a file; empty: none
};
int render_lesson(const RenderOptions& options, int& argc, char** argv);

} // namespace tcpstage::app
