#pragma once
// tcpstage describe: the manual page and the completions of shells, made from the commands and options themselves.

#include "app/line/command.h"

#include <string>

namespace tcpstage::app {

struct DescribeOptions {
    std::string format;
    std::string output = "-";
    Language language = Language::English;
};
void add_describe_options(const Command& command, DescribeOptions& options);
/// Writes what `program` and all its commands take, in the words of its tree.
int describe(const CLI::App& program, const DescribeOptions& options);

} // namespace tcpstage::app
