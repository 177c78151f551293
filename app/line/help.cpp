#include "app/line/help.h"

#include "core/base/say.h"
#include "core/terminal/columns.h"

#include <algorithm>
#include <array>
#include <fmt/args.h>
#include <fmt/format.h>
#include <optional>

namespace tcpstage::app {

namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t column = 30; // where descriptions begin, as in English

/// A name and, in its column, what it does.
std::string line(const std::string& name, const std::string& description)
{
    const std::size_t room = column - indent;
    const std::string blanks(indent, ' ');
    if (terminal::columns(name) < room) return blanks + terminal::fitted(name, room) + description + "\n";
    return blanks + name + "\n" + std::string(column, ' ') + description + "\n";
}

/// CLI11's sentences; each "{}" stands for words that it fills in. The first that matches counts.
constexpr std::array sentences{
    Text{"The following argument was not expected: {}", "多余或无法识别的参数：{}"},
    Text{"The following arguments were not expected: {}", "多余或无法识别的参数：{}"},
    Text{"{} is required", "缺少 {}"},
    Text{"{} excludes {}", "{} 不能和 {} 一起使用"},
    Text{"{} requires {}", "使用 {} 时还需要 {}"},
    Text{"{}: {} required {} missing", "{} 后面缺少值"},
    Text{"{}: At Most {} required but received {}", "{} 最多给出 {} 次，这里有 {} 次"},
    Text{"{}: At least {} required but received {}", "{} 至少需要 {} 个值，这里有 {} 个"},
    Text{"Could not convert: {} = {}", "{} 的值“{}”无法解读"},
    Text{"{}: {}", "{}：{}"}, // of a validator
};

/// What stands in the place of each "{}"; empty if the sentence is another one.
std::optional<std::vector<std::string>> filled_in(std::string_view pattern, std::string_view sentence)
{
    std::vector<std::string> words;
    while (true) {
        const std::size_t hole = pattern.find("{}");
        const std::string_view before = pattern.substr(0, hole);
        if (!sentence.starts_with(before)) return {};
        sentence.remove_prefix(before.size());
        if (hole == std::string_view::npos) break;
        pattern.remove_prefix(hole + 2);
        const std::string_view after = pattern.substr(0, pattern.find("{}"));
        const std::size_t end = after.empty() ? sentence.size() : sentence.find(after);
        if (end == std::string_view::npos) return {};
        words.emplace_back(sentence.substr(0, end));
        sentence.remove_prefix(end);
    }
    return sentence.empty() ? std::optional{words} : std::nullopt;
}

} // namespace

ChineseHelp::ChineseHelp()
{
    for (const auto& [english, chinese] : std::array{
             Text{"Usage", "用法"}, Text{"OPTIONS", "选项"}, Text{"SUBCOMMAND", "命令"}, Text{"Positionals", "参数"},
             Text{"Options", "选项"}, Text{"REQUIRED", "（必需）"}, Text{"Excludes", "不能同时使用"}})
        label(std::string{english}, std::string{chinese});
}

std::string ChineseHelp::make_group(std::string group, bool is_positional,
                                    std::vector<const CLI::Option*> options) const
{
    return CLI::Formatter::make_group(get_label(group), is_positional, std::move(options));
}

std::string ChineseHelp::make_option(const CLI::Option* option, bool is_positional) const
{
    return line(make_option_name(option, is_positional) + make_option_opts(option), make_option_desc(option));
}

std::string ChineseHelp::make_subcommand(const CLI::App* command) const
{
    return line(command->get_display_name(true), command->get_description());
}

std::string sentence_of(const CLI::ParseError& error, Language language)
{
    std::string english = error.what();
    std::ranges::replace(english, '\n', ' ');
    if (language == Language::English) return english;
    for (const Text& sentence : sentences) {
        const auto words = filled_in(sentence.en, english);
        if (!words) continue;
        fmt::dynamic_format_arg_store<fmt::format_context> arguments;
        for (const std::string& word : *words)
            arguments.push_back(word);
        return without_gaps(fmt::vformat(sentence.zh, arguments));
    }
    return fmt::format("命令行有误：{}", english);
}

} // namespace tcpstage::app
