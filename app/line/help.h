#pragma once
// What CLI11 itself says, in Chinese: the frame of the help, and errors of the command line.

#include "core/base/text.h"

#include <CLI/CLI.hpp>

namespace tcpstage::app {

/// Aligns by columns of a terminal, of which a Chinese character takes two.
class ChineseHelp : public CLI::Formatter {
public:
    ChineseHelp();
    std::string make_group(std::string group, bool is_positional,
                           std::vector<const CLI::Option*> options) const override;
    std::string make_option(const CLI::Option* option, bool is_positional) const override;
    std::string make_subcommand(const CLI::App* command) const override;
};

/// What is wrong with the command line. The texts of our own validators are in `language` already.
std::string sentence_of(const CLI::ParseError& error, Language language);

} // namespace tcpstage::app
