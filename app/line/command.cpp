#include "app/line/command.h"

#include "app/line/help.h"
#include "core/base/locale.h"
#include "core/base/say.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <string_view>

namespace tcpstage::app {

namespace {

constexpr Text word_type{"TEXT", "文字"};
constexpr Text number_type{"INT", "整数"};
const std::string language_option = "--lang";

std::optional<Language> language_named(std::string_view word)
{
    if (word == "en") return Language::English;
    if (word == "zh") return Language::Chinese;
    return {};
}

std::string set_of(const std::vector<std::string>& words) { return fmt::format("{{{}}}", fmt::join(words, ",")); }

} // namespace

Command::Command(CLI::App& app, Language language) : app_{app}, language_{language}
{
    if (language == Language::Chinese) app.formatter(std::make_shared<ChineseHelp>());
    app.set_help_flag("-h,--help", in_words({"Print this help message and exit", "显示本帮助，然后退出"}));
    take_language();
}

void Command::take_language() const
{
    // language_given() has read the value already
    auto* option = app_.add_option_function<std::string>(
        language_option, [](const std::string&) {},
        in_words({"Language of help, errors and text: en or zh; the environment's if not given",
                  "帮助、报错和文本的语言：en 或 zh；不写则按系统的语言环境"}));
    named(option, word_type)->check(one_of({"en", "zh"}));
}

Command Command::command(const std::string& name, const Text& description) const
{
    CLI::App* sub = app_.add_subcommand(name, in_words(description));
    sub->group(in_words({"Subcommands", "命令"}));
    return Command{*sub, language_};
}

CLI::Option* Command::named(CLI::Option* option, const Text& type) const { return option->type_name(in_words(type)); }

CLI::Option* Command::option(const std::string& names, std::string& value, const Text& description) const
{
    return named(app_.add_option(names, value, in_words(description)), word_type);
}

CLI::Option* Command::option(const std::string& names, std::vector<std::string>& values, const Text& description) const
{
    return named(app_.add_option(names, values, in_words(description)), word_type);
}

CLI::Option* Command::option(const std::string& names, std::int64_t& value, const Text& description) const
{
    return named(app_.add_option(names, value, in_words(description)), number_type);
}

CLI::Option* Command::option(const std::string& names, int& value, const Text& description) const
{
    return named(app_.add_option(names, value, in_words(description)), number_type);
}

CLI::Option* Command::flag(const std::string& names, bool& value, const Text& description) const
{
    return app_.add_flag(names, value, in_words(description));
}

CLI::Validator Command::known_words(const std::vector<std::string>& words)
{
    return CLI::Validator{[](const std::string&) { return std::string{}; }, set_of(words)};
}

CLI::Validator Command::one_of(std::vector<std::string> words) const
{
    const std::string set = set_of(words);
    const auto check = [words = std::move(words), language = language_](const std::string& word) -> std::string {
        if (std::ranges::find(words, word) != words.end()) return {};
        const std::string list = fmt::format("{}", fmt::join(words, language == Language::English ? ", " : "、"));
        return said(language, {"\"{}\" is not one of: {}", "“{}”不在可选的值之中：{}"}, word, list);
    };
    return CLI::Validator{check, set};
}

CLI::Validator Command::whole_number(std::int64_t least, std::int64_t most) const
{
    const auto check = [least, most, language = language_](const std::string& text) -> std::string {
        std::int64_t value = 0;
        const char* const last = text.data() + text.size();
        const auto [end, error] = std::from_chars(text.data(), last, value);
        if (error == std::errc{} && end == last && value >= least && value <= most) return {};
        return said(language, {"\"{}\" is not a whole number from {} to {}", "“{}”不是 {} 到 {} 的整数"}, text, least,
                    most);
    };
    return CLI::Validator{check, said(language_, {"{} to {}", "{} 到 {}"}, least, most)};
}

std::optional<Language> language_given(int argc, const char* const* argv)
{
    std::optional<Language> given;
    const std::string with_value = language_option + "=";
    for (int i = 1; i < argc; ++i) {
        const std::string_view word{argv[i]};
        if (word == "--") break;
        if (word == language_option && i + 1 < argc) given = language_named(argv[i + 1]);
        if (word.starts_with(with_value)) given = language_named(word.substr(with_value.size()));
    }
    return given;
}

Language language_wanted(int argc, const char* const* argv)
{
    return language_given(argc, argv).value_or(environment_language());
}

} // namespace tcpstage::app
