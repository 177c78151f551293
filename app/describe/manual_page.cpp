#include "app/describe/manual_page.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tcpstage::app {

namespace {

constexpr std::string_view may_break = "\\:"; // a line may end here

/// Whether a line may end before the octet `next`: between Han characters, and after a full-width mark. Both have three
/// octets in UTF-8; the first one of a Han character is E4 to E9.
bool may_break_before(std::string_view text, std::size_t next)
{
    constexpr std::array<std::string_view, 6> marks{"、", "。", "，", "；", "：", "）"};
    if (next < 3 || next >= text.size()) return false;
    const auto octet = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const auto is_han = [&](std::size_t at) { return octet(at) >= 0xE4 && octet(at) <= 0xE9; };
    const bool after = is_han(next - 3) || std::ranges::find(marks, text.substr(next - 3, 3)) != marks.end();
    return after && (is_han(next) || octet(next) < 0x80);
}

/// Plain text as roff: it has no line that begins with a request, and its hyphens can be copied into a terminal.
std::string escaped(std::string_view text)
{
    std::string roff;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool line_begins = roff.empty() || roff.back() == '\n';
        if (c != ' ' && may_break_before(text, i)) roff += may_break;
        if (line_begins && (c == '.' || c == '\'')) roff += "\\&";
        if (c == '\\')
            roff += "\\e";
        else if (c == '-')
            roff += "\\-";
        else
            roff += c;
    }
    return roff;
}

std::string bold(std::string_view text) { return fmt::format("\\fB{}\\fR", escaped(text)); }
std::string italic(std::string_view text) { return fmt::format("\\fI{}\\fR", escaped(text)); }

std::string heading(const Text& title, Language language) { return fmt::format(".SH {}\n", title[language]); }

/// A paragraph with a hanging tag, which is roff.
std::string tagged(const std::string& tag, std::string_view text)
{
    return fmt::format(".TP\n{}\n{}\n", tag, escaped(text));
}

/// What follows the name of an option, or an argument: "\fIFILE\fR", "\fBen\fR|\fBzh\fR".
std::string value_of(const OptionEntry& option)
{
    if (option.words.empty()) return italic(option.value) + (option.repeated ? "..." : "");
    std::vector<std::string> words;
    for (const std::string& word : option.words)
        words.push_back(bold(word));
    return fmt::format("{}", fmt::join(words, fmt::format("|{}", may_break)));
}

std::string tag_of(const OptionEntry& option)
{
    if (option.is_argument()) return value_of(option);
    std::vector<std::string> names;
    for (const std::string& name : option.names)
        names.push_back(bold(name));
    const std::string value = option.takes == Takes::Nothing ? "" : " " + value_of(option);
    return fmt::format("{}{}", fmt::join(names, ", "), value);
}

/// "tcpstage show [OPTION...] LESSON"
std::string synopsis(const CommandEntry& command, Language language)
{
    constexpr Text any_options{"OPTION", "选项"};
    std::string line = fmt::format("{} [{}...]", bold("tcpstage " + command.name), italic(any_options[language]));
    for (const OptionEntry& option : command.options) {
        if (!option.is_argument() && !option.required) continue;
        const std::string name = option.is_argument() ? "" : bold(option.names.front()) + " ";
        line += fmt::format(fmt::runtime(option.required ? " {}{}" : " [{}{}]"), name, value_of(option));
    }
    return line;
}

std::string options_of(const CommandEntry& command)
{
    std::string roff;
    for (const OptionEntry& option : command.options)
        roff += tagged(tag_of(option), option.description);
    return roff;
}

std::string commands_of(const std::vector<CommandEntry>& tree, Language language)
{
    std::string roff;
    for (std::size_t i = 1; i < tree.size(); ++i)
        roff += fmt::format(".SS {}\n{}\n.PP\n{}\n{}", escaped(tree[i].name), synopsis(tree[i], language),
                            escaped(tree[i].description), options_of(tree[i]));
    return roff;
}

struct Entry {
    std::string_view tag;
    Text text;
};

std::string list(std::initializer_list<Entry> entries, Language language)
{
    std::string roff;
    for (const Entry& entry : entries)
        roff += tagged(bold(entry.tag), entry.text[language]);
    return roff;
}

std::string exit_codes(Language language)
{
    return heading({"EXIT STATUS", "退出码"}, language) +
           list({{"0", {"Done.", "完成。"}},
                 {"1",
                  {"Something differs: check, compare, drill, live --check.",
                   "有不一致：check、compare、drill、live --check。"}},
                 {"2",
                  {"An error: one line on standard error says where, what, and what to do.",
                   "出错：标准错误上有一行，说明在哪里、是什么、怎么办。"}}},
                language);
}

std::string environment(Language language)
{
    return heading({"ENVIRONMENT", "环境变量"}, language) +
           list({{"DISPLAY, WAYLAND_DISPLAY",
                  {"The display on which the window opens. All commands work without one.",
                   "打开窗口的显示器。所有命令都不需要显示器。"}},
                 {"QT_QPA_PLATFORM",
                  {"The platform plugin of Qt, such as xcb, wayland or offscreen.",
                   "Qt 的平台插件，例如 xcb、wayland 或 offscreen。"}},
                 {"TCPSTAGE_WIRE",
                  {"The helper program tcpstage-wire, if it is not the one that is installed with tcpstage.",
                   "辅助程序 tcpstage-wire，如果不用与 tcpstage 一起安装的那个。"}}},
                language);
}

std::string examples(Language language)
{
    return heading({"EXAMPLES", "示例"}, language) +
           list({{"tcpstage my-lesson.yaml", {"Opens a lesson in the window.", "在窗口中打开课程。"}},
                 {"tcpstage show last-ack-lost", {"Prints the ladder as text.", "以文本打印时序图。"}},
                 {"tcpstage run slow-start --format pcapng -o slow.pcapng",
                  {"Writes a capture for Wireshark.", "输出供 Wireshark 打开的抓包。"}},
                 {"tcpstage render zero-window -o zero.svg --lang zh",
                  {"Draws a picture with Chinese words.", "绘制中文图片。"}},
                 {"tcpstage render last-ack-lost -o exercise.pdf --page A4 --blank seq,ack",
                  {"Makes pages to be filled in, and exercise-answers.pdf.",
                   "制作供填写的讲义，以及 exercise-answers.pdf。"}},
                 {"tcpstage live --probe",
                  {"Says which ways to use real sockets work here.", "说明本机可以用哪些方式使用真实套接字。"}}},
                language);
}

std::string introduction(const CommandEntry& program, Language language)
{
    constexpr Text name{"interactive visualizer of TCP", "TCP 的交互式可视化程序"};
    constexpr Text what_it_is{
        "It draws the sequence diagram with the states, variables and timers of both ends, steps forwards and "
        "backwards, "
        "and explains each step. Every segment, state and number comes from a TCP engine that follows RFC 9293, or "
        "from "
        "the TCP of this machine.",
        "它画出时序图和两端的状态、变量与定时器，可以向前、向后逐步播放，并解释每一步。每个报文段、状态和数字都来自"
        "遵循 RFC 9293 的 TCP，或来自本机的 TCP。"};
    constexpr Text any_command{"COMMAND", "命令"};
    return heading({"NAME", "名称"}, language) + fmt::format("tcpstage \\- {}\n", name[language]) +
           heading({"SYNOPSIS", "概要"}, language) +
           fmt::format("{0} [{1}]\n.br\n{0} {2} [...]\n", bold("tcpstage"), italic("FILE"),
                       italic(any_command[language])) +
           heading({"DESCRIPTION", "描述"}, language) + escaped(program.description) + "\n.PP\n" +
           escaped(what_it_is[language]) + "\n" + heading({"OPTIONS", "选项"}, language) + options_of(program);
}

std::string see_also(Language language)
{
    return heading({"SEE ALSO", "参见"}, language) + ".BR tcp (7),\n.BR wireshark (1)\n";
}

} // namespace

std::string manual_page(const std::vector<CommandEntry>& tree, Language language)
{
    // No date and no version: the same commands give the same page.
    return ".TH TCPSTAGE 1 \"\" \"TCP Stage\"\n.nh\n.ad l\n" + introduction(tree.front(), language) +
           heading({"COMMANDS", "命令"}, language) + commands_of(tree, language) + exit_codes(language) +
           environment(language) + examples(language) + see_also(language);
}

} // namespace tcpstage::app
