#pragma once
// The commands of the command line with their options, as values: what manual pages and completions are made from. Read
// from the same CLI11 tree that parses the command line, so that they cannot say anything else.

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tcpstage::app {

/// What stands on the command line in the place of a value.
enum class Takes : unsigned char { Nothing, Value, OneOf, File, LessonOrFile };

struct OptionEntry {
    std::vector<std::string> names; // "-o", "--output"; of an argument none
    std::string value;              // "LESSON", "TEXT"; empty if it takes nothing
    std::string description;
    Takes takes = Takes::Nothing;
    std::vector<std::string> words; // the only values of OneOf
    bool required = false;
    bool repeated = false; // takes any number of values

    bool is_argument() const { return names.empty(); }
};

struct CommandEntry {
    std::string name;
    std::string description;
    std::vector<OptionEntry> options;
};

/// The program itself, without a name, and its commands in the order of the help. What the help hides is left out.
std::vector<CommandEntry> command_tree(const CLI::App& program);

} // namespace tcpstage::app
