#pragma once
// Completions of the program's command line for shells.

#include "app/describe/command_tree.h"

#include <span>
#include <string_view>

namespace tcpstage::app {

/// What completions offer: the commands with their options, and the ids of lessons.
struct Offer {
    const std::vector<CommandEntry>& tree;
    std::span<const std::string> lessons;
};

std::string bash_completions(const Offer& offer);
std::string zsh_completions(const Offer& offer);
std::string fish_completions(const Offer& offer);

} // namespace tcpstage::app
