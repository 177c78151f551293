#pragma once
// tcpstage grade: runs of lessons with a goal that were handed in, a line each.

#include "app/line/command.h"

#include <string>
#include <vector>

namespace tcpstage::app {

struct GradeOptions {
    std::vector<std::string> files;
    std::string lesson; // id or file; empty: each file names a built-in one
    std::string format = "text";
    Language language = Language::English;
};
void add_grade_options(const Command& command, GradeOptions& options);
/// 0 if all are solved, 1 if one is not or is refused, 2 after an error.
int grade_files(const GradeOptions& options);

} // namespace tcpstage::app
