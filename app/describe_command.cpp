#include "app/describe_command.h"

#include "app/commands.h"
#include "app/completions.h"
#include "app/manual_page.h"
#include "app/output.h"
#include "core/lesson/library.h"

#include <CLI/CLI.hpp>

namespace tcpstage::app {

namespace {

std::string described(const CLI::App& program, const DescribeOptions& options)
{
    const std::vector<CommandEntry> tree = command_tree(program);
    if (options.format == "man") return manual_page(tree, language_of(options.language));
    std::vector<std::string> lessons;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
        lessons.emplace_back(lesson.id);
    const Offer offer{tree, lessons};
    if (options.format == "bash") return bash_completions(offer);
    return options.format == "zsh" ? zsh_completions(offer) : fish_completions(offer);
}

} // namespace

void add_describe_options(CLI::App& command, DescribeOptions& options)
{
    command.add_option("FORMAT", options.format, "man, bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember{{"man", "bash", "zsh", "fish"}});
    command.add_option("-o,--output", options.output, "File to write; - (the default) is standard output");
    command.add_option("--lang", options.language, "Language: en or zh")->check(CLI::IsMember{{"en", "zh"}});
}

int describe(const CLI::App& program, const DescribeOptions& options)
{
    const auto written = write_output(options.output, described(program, options));
    return written ? 0 : complain(written.error(), language_of(options.language));
}

} // namespace tcpstage::app
