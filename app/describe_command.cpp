#include "app/describe_command.h"

#include "app/describe/completions.h"
#include "app/describe/manual_page.h"
#include "app/line/output.h"
#include "core/lesson/library.h"

namespace tcpstage::app {

namespace {

std::string described(const CLI::App& program, const DescribeOptions& options)
{
    const std::vector<CommandEntry> tree = command_tree(program);
    if (options.format == "man") return manual_page(tree, options.language);
    std::vector<std::string> lessons;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
        lessons.emplace_back(lesson.id);
    const Offer offer{tree, lessons};
    if (options.format == "bash") return bash_completions(offer);
    return options.format == "zsh" ? zsh_completions(offer) : fish_completions(offer);
}

} // namespace

void add_describe_options(const Command& command, DescribeOptions& options)
{
    command.option("FORMAT", options.format, {"man, bash, zsh or fish", "man（手册页）、bash、zsh 或 fish"})
        ->required()
        ->check(command.one_of({"man", "bash", "zsh", "fish"}));
    command.option("-o,--output", options.output, output_description);
}

int describe(const CLI::App& program, const DescribeOptions& options)
{
    const auto written = write_output(options.output, described(program, options));
    return written ? 0 : complain(written.error(), options.language);
}

} // namespace tcpstage::app
