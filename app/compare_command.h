#pragma once
// tcpstage compare: two runs step by step, as text or JSON.

#include "app/line/command.h"

#include <string>

namespace tcpstage::app {

struct CompareCommand {
    std::string first;
    std::string second; // empty: the other world of the first lesson
    std::string format = "text";
    Language language = Language::English;
};
void add_compare_options(const Command& command, CompareCommand& options);
/// 0 if the runs are the same, 1 if they differ, 2 after an error.
int compare_runs(const CompareCommand& options);

} // namespace tcpstage::app
