#include "app/open_command.h"

#include "app/line/command.h"
#include "app/line/output.h"
#include "core/base/files.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/base/time.h"
#include "core/lesson/library.h"
#include "core/sources/joined_run.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace tcpstage::app {

namespace {

/// Without a display, Qt would abort the program with a long message of its own.
bool has_display(int argc, char** argv)
{
    const auto given = [](const char* name) { return std::getenv(name) != nullptr; };
    const bool chosen =
        std::any_of(argv, argv + argc, [](const char* word) { return std::string_view{word} == "-platform"; });
    return chosen || given("DISPLAY") || given("WAYLAND_DISPLAY") || given("QT_QPA_PLATFORM");
}

int open_window(const std::string& lesson_or_file, const OpenOptions& options, int& argc, char** argv)
{
    widgets::WindowStart start = options.window;
    start.source = lesson_or_file;
    start.version = TCPSTAGE_VERSION;
    start.language = language_given(argc, argv);
    if (!options.at.empty()) start.at = parse_duration(options.at);
    if (!options.at.empty() && (!start.at || *start.at < Duration{0}))
        return complain(no_time(options.at), language_wanted(argc, argv));
    if (options.step >= 0) start.step = static_cast<std::uint32_t>(options.step);
    if (has_display(argc, argv)) return widgets::openWindow(argc, argv, start);
    return complain({{"there is no display to open a window on", "没有可以打开窗口的显示器"},
                     {},
                     {"use \"tcpstage show\", or set DISPLAY", "请用“tcpstage show”，或设置 DISPLAY"}},
                    language_wanted(argc, argv));
}

/// A capture with a connection chosen by --connection.
int open_connection(const OpenOptions& options, int& argc, char** argv)
{
    const std::string& file = options.file;
    if (!sources::parse_connection_source(file))
        return complain({{"this is not a capture, so it has no connections", "这不是抓包，没有连接可选"},
                         {file, 0, 0},
                         {"leave out --connection, or name a capture", "请去掉 --connection，或指定抓包文件"}},
                        language_wanted(argc, argv));
    const std::string path = std::filesystem::absolute(sources::path_in(file)).string();
    return open_window(sources::connection_source(path, static_cast<std::uint32_t>(options.connection)), options, argc,
                       argv);
}

} // namespace

Error no_time(const std::string& at)
{
    return {say({"--at \"{}\" is not a time", "--at “{}”不是时间"}, at),
            {},
            {"write a number with a unit, such as 1.5s", "请写带单位的数，例如 1.5s"}};
}

int open(const OpenOptions& options, int& argc, char** argv)
{
    if (options.connection != 0) return open_connection(options, argc, argv);
    const std::string& file = options.file;
    const Language language = language_wanted(argc, argv);
    std::error_code error;
    if (file.empty() || lesson::find_built_in(file) != nullptr || std::filesystem::is_regular_file(file, error) ||
        sources::parse_connection_source(file) || sources::parse_joined_source(file))
        return open_window(file, options, argc, argv);
    if (file.find_first_of("./") != std::string::npos)
        if (const auto regular = check_regular_file(file); !regular) return complain(regular.error(), language);
    std::vector<std::string_view> words{"list",  "show",    "run",  "check",  "compare", "render",
                                        "drill", "capture", "live", "matrix", "grade",   "check-diagram"};
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
        words.push_back(lesson.id);
    const auto near = nearest(file, words);
    return complain({say({"\"{}\" is not a command, lesson or file", "“{}”不是命令、课程或文件"}, file),
                     {},
                     near.empty() ? OwnedText{"\"tcpstage --help\" shows the commands", "“tcpstage --help”列出所有命令"}
                                  : advice_for(file, words)},
                    language);
}

} // namespace tcpstage::app
