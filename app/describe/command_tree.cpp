#include "app/describe/command_tree.h"

#include <CLI/CLI.hpp>
#include <sstream>

namespace tcpstage::app {

namespace {

/// The words of a type such as "TEXT:{en,zh}".
std::vector<std::string> words_of(const std::string& type)
{
    const std::size_t begin = type.find(":{");
    const std::size_t end = type.find('}');
    if (begin == std::string::npos || end == std::string::npos) return {};
    std::vector<std::string> words;
    std::istringstream list{type.substr(begin + 2, end - begin - 2)};
    for (std::string word; std::getline(list, word, ',');)
        words.push_back(word);
    return words;
}

Takes taken_by(const OptionEntry& entry)
{
    if (!entry.words.empty()) return Takes::OneOf;
    if (entry.value == "LESSON" || entry.value == "OTHER") return Takes::LessonOrFile;
    const bool output = !entry.is_argument() && entry.names.back() == "--output";
    const bool second = !entry.is_argument() && entry.names.back() == "--join";
    return entry.value == "FILE" || output || second ? Takes::File : Takes::Value;
}

OptionEntry entry_of(const CLI::Option& option)
{
    OptionEntry entry;
    for (const std::string& name : option.get_snames())
        entry.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        entry.names.push_back("--" + name);
    entry.description = option.get_description();
    entry.required = option.get_required();
    if (option.get_items_expected_max() == 0) return entry; // a flag
    const std::string type = option.get_type_name();
    entry.value = entry.is_argument() ? option.get_name() : type.substr(0, type.find(':'));
    entry.words = words_of(type);
    entry.takes = taken_by(entry);
    entry.repeated = option.get_items_expected_max() > 1;
    return entry;
}

CommandEntry entry_of(const CLI::App& command)
{
    CommandEntry entry{command.get_name(), command.get_description(), {}};
    for (const CLI::Option* option : command.get_options())
        if (!option->get_group().empty()) entry.options.push_back(entry_of(*option));
    return entry;
}

} // namespace

std::vector<CommandEntry> command_tree(const CLI::App& program)
{
    std::vector<CommandEntry> tree{entry_of(program)};
    tree.front().name.clear();
    for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; }))
        if (!command->get_group().empty()) tree.push_back(entry_of(*command));
    return tree;
}

} // namespace tcpstage::app
