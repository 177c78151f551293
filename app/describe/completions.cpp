#include "app/describe/completions.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tcpstage::app {

namespace {

using Commands = std::span<const CommandEntry>;

/// Without the program itself, which comes first.
Commands commands_in(const Offer& offer) { return Commands{offer.tree}.subspan(1); }

std::vector<std::string> names_of(Commands commands)
{
    std::vector<std::string> names;
    for (const CommandEntry& command : commands)
        names.push_back(command.name);
    return names;
}

/// With a backslash before each of `marks`.
std::string with_backslashes(std::string_view text, std::string_view marks)
{
    std::string marked;
    for (const char c : text) {
        if (marks.find(c) != std::string_view::npos) marked += '\\';
        marked += c;
    }
    return marked;
}

/// As one word of a POSIX shell.
std::string shell_word(std::string_view text)
{
    std::string word;
    for (const char c : text)
        word += c == '\'' ? std::string{R"('\'')"} : std::string{c};
    return "'" + word + "'";
}

// ---- bash

constexpr std::string_view bash_frame = R"(# Completions of tcpstage for bash. Written by "tcpstage describe bash".

_tcpstage()
{{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} command='' word
    local words='' lessons='' files='' # what is offered
    if [ "$current" = = ]; then # --option=value is three words
        current=''
    elif [ "$previous" = = ] && [ "$COMP_CWORD" -ge 2 ]; then
        previous=${{COMP_WORDS[COMP_CWORD - 2]}}
    fi
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case $word in {commands})
            command=$word
            break
            ;;
        esac
    done
    case $command:$previous in
{values}    *)
        case $command in
{arguments}        esac
        ;;
    esac
    mapfile -t COMPREPLY < <(
        [ -z "$words" ] || compgen -W "$words" -- "$current"
        [ -z "$lessons" ] || compgen -W '{lessons}' -- "$current"
        [ -z "$files" ] || compgen -f -- "$current"
    )
}}
complete -o filenames -F _tcpstage tcpstage
)";

std::string bash_assignments(Takes takes, const std::vector<std::string>& words)
{
    std::string text;
    if (!words.empty()) text += fmt::format(" words='{}'", fmt::join(words, " "));
    if (takes == Takes::LessonOrFile) text += " lessons=yes files=yes";
    if (takes == Takes::File) text += " files=yes";
    return text.empty() ? " :" : text;
}

/// A line for each option that takes a value: what may follow it.
std::string bash_values(const CommandEntry& command)
{
    std::string lines;
    for (const OptionEntry& option : command.options) {
        if (option.is_argument() || option.takes == Takes::Nothing) continue;
        std::vector<std::string> patterns;
        for (const std::string& name : option.names)
            patterns.push_back(fmt::format("{}:{}", command.name, name));
        lines +=
            fmt::format("    {}){} ;;\n", fmt::join(patterns, " | "), bash_assignments(option.takes, option.words));
    }
    return lines;
}

/// A line for a command: its options and arguments. Of the program itself also the commands.
std::string bash_arguments(const CommandEntry& command, std::vector<std::string> words)
{
    Takes takes = Takes::Nothing;
    for (const OptionEntry& option : command.options) {
        if (option.is_argument()) takes = std::max(takes, option.takes);
        words.insert(words.end(), option.names.begin(), option.names.end());
    }
    const std::string pattern = command.name.empty() ? "''" : command.name;
    return fmt::format("        {}){} ;;\n", pattern, bash_assignments(takes, words));
}

// ---- zsh

constexpr std::string_view zsh_frame = R"(#compdef tcpstage
# Completions of tcpstage for zsh. Written by "tcpstage describe zsh".

_tcpstage_lessons()
{{
    _alternative 'lessons:lesson:({lessons})' 'files:file:_files'
}}

_tcpstage()
{{
    local context state state_descr line
    typeset -A opt_args
    local -a commands=(
{commands}    )
    _arguments -C {options} '1: :->first' '*:: :->rest' && return 0
    case $state in
    first) _describe -t commands command commands; _files ;;
    rest)
        case $words[1] in
{arguments}        esac
        ;;
    esac
}}

_tcpstage "$@"
)";

std::string zsh_action(const OptionEntry& option)
{
    switch (option.takes) {
    case Takes::OneOf:
        return fmt::format("({})", fmt::join(option.words, " "));
    case Takes::File:
        return "_files";
    case Takes::LessonOrFile:
        return "_tcpstage_lessons";
    case Takes::Nothing:
    case Takes::Value:
        break;
    }
    return " ";
}

/// The arguments that _arguments takes for an option, or an argument of the command.
std::vector<std::string> zsh_specs(const OptionEntry& option)
{
    constexpr std::string_view marks = "[]:\\";
    const std::string value = with_backslashes(option.value, marks);
    if (option.is_argument())
        return {shell_word(fmt::format("{}:{}:{}", option.repeated ? "*" : "", value, zsh_action(option)))};
    const std::string others = fmt::format("({})", fmt::join(option.names, " "));
    std::vector<std::string> specs;
    for (const std::string& name : option.names) {
        const bool with_value = option.takes != Takes::Nothing;
        const std::string end = with_value ? fmt::format(":{}:{}", value, zsh_action(option)) : "";
        const char* equals = with_value && name.starts_with("--") ? "=" : "";
        specs.push_back(shell_word(
            fmt::format("{}{}{}[{}]{}", others, name, equals, with_backslashes(option.description, marks), end)));
    }
    return specs;
}

std::string zsh_options(const CommandEntry& command, bool with_arguments)
{
    std::vector<std::string> all;
    for (const OptionEntry& option : command.options) {
        if (option.is_argument() && !with_arguments) continue;
        for (std::string& spec : zsh_specs(option))
            all.push_back(std::move(spec));
    }
    return fmt::format("{}", fmt::join(all, " \\\n            "));
}

// ---- fish

std::string fish_quoted(std::string_view text) { return "'" + with_backslashes(text, "'\\") + "'"; }

/// "-s o -l output"
std::string fish_names(const OptionEntry& option)
{
    std::string text;
    for (const std::string& name : option.names)
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    return text;
}

std::string fish_value(const OptionEntry& option)
{
    switch (option.takes) {
    case Takes::Nothing:
        return "";
    case Takes::Value:
        return " -x";
    case Takes::OneOf:
        return fmt::format(" -x -a '{}'", fmt::join(option.words, " "));
    case Takes::File:
        return " -r -F";
    case Takes::LessonOrFile:
        return " -r -F -a \"$tcpstage_lessons\"";
    }
    return "";
}

/// The lines of one command: `condition` says when they count.
std::string fish_lines(const CommandEntry& command, const std::string& condition)
{
    std::string lines;
    Takes argument = Takes::Nothing;
    for (const OptionEntry& option : command.options)
        if (option.is_argument())
            argument = std::max(argument, option.takes);
        else
            lines += fmt::format("complete -c tcpstage -n {}{}{} -d {}\n", fish_quoted(condition), fish_names(option),
                                 fish_value(option), fish_quoted(option.description));
    if (argument == Takes::LessonOrFile)
        lines += fmt::format("complete -c tcpstage -n {} -a \"$tcpstage_lessons\"\n", fish_quoted(condition));
    if (argument < Takes::File) lines += fmt::format("complete -c tcpstage -n {} -f\n", fish_quoted(condition));
    return lines;
}

} // namespace

std::string bash_completions(const Offer& offer)
{
    const std::vector<std::string> names = names_of(commands_in(offer));
    std::string values;
    std::string arguments = bash_arguments(offer.tree.front(), names);
    for (const CommandEntry& command : offer.tree)
        values += bash_values(command);
    for (const CommandEntry& command : commands_in(offer))
        arguments += bash_arguments(command, {});
    return fmt::format(bash_frame, fmt::arg("commands", fmt::format("{}", fmt::join(names, " | "))),
                       fmt::arg("values", values), fmt::arg("arguments", arguments),
                       fmt::arg("lessons", fmt::format("{}", fmt::join(offer.lessons, " "))));
}

std::string zsh_completions(const Offer& offer)
{
    std::string commands;
    std::string arguments;
    for (const CommandEntry& command : commands_in(offer)) {
        commands +=
            fmt::format("        {}\n", shell_word(command.name + ":" + with_backslashes(command.description, ":\\")));
        arguments += fmt::format("        {}) _arguments {} ;;\n", command.name, zsh_options(command, true));
    }
    return fmt::format(zsh_frame, fmt::arg("commands", commands), fmt::arg("arguments", arguments),
                       fmt::arg("options", zsh_options(offer.tree.front(), false)),
                       fmt::arg("lessons", fmt::format("{}", fmt::join(offer.lessons, " "))));
}

std::string fish_completions(const Offer& offer)
{
    const std::string names = fmt::format("{}", fmt::join(names_of(commands_in(offer)), " "));
    const std::string none = "not __fish_seen_subcommand_from " + names;
    std::string lines = "# Completions of tcpstage for fish. Written by \"tcpstage describe fish\".\n\n";
    lines += fmt::format("set -l tcpstage_lessons {}\n", fmt::join(offer.lessons, " "));
    for (const CommandEntry& command : commands_in(offer))
        lines += fmt::format("complete -c tcpstage -n {} -a {} -d {}\n", fish_quoted(none), command.name,
                             fish_quoted(command.description));
    lines += fish_lines(offer.tree.front(), none);
    for (const CommandEntry& command : commands_in(offer))
        lines += fish_lines(command, "__fish_seen_subcommand_from " + command.name);
    return lines;
}

} // namespace tcpstage::app
