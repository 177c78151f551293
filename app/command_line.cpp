#include "app/command_line.h"

#include "app/commands.h"
#include "app/compare_command.h"
#include "app/describe_command.h"
#include "app/drill_command.h"
#include "app/live_command.h"
#include "app/matrix_command.h"
#include "app/output.h"
#include "app/whole_number.h"
#include "core/base/files.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/lesson/library.h"
#include "ui/paint/render.h"
#include "ui/widgets/open_window.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>

namespace tcpstage::app {

namespace {

/// All options of all commands, and which command was chosen.
struct Choice {
    std::string file;
    ListOptions list;
    ShowOptions show;
    RunOptions run;
    CheckOptions check;
    CompareCommand compare;
    RenderOptions render;
    DrillOptions drill;
    LiveCommand live;
    MatrixOptions matrix;
    DescribeOptions describe;
    std::function<int(int&, char**)> command;
};

constexpr std::int64_t most_steps = 1'000'000'000; // more than any run has
const CLI::IsMember languages{{"en", "zh"}};

void add_list(CLI::App& app, Choice& choice)
{
    CLI::App* list = app.add_subcommand("list", "List all lessons: id, group, title");
    list->add_option("--format", choice.list.format, "text or json")->check(CLI::IsMember{{"text", "json"}});
    list->add_option("--lang", choice.list.language, "Language of the titles: en or zh")->check(languages);
    list->callback([&choice] { choice.command = [&choice](int&, char**) { return list_lessons(choice.list); }; });
}

void add_show(CLI::App& app, Choice& choice)
{
    CLI::App* show = app.add_subcommand("show", "Show a lesson as text: a ladder with both states on each line");
    show->add_option("LESSON", choice.show.lesson, "Id of a lesson, a lesson's file, a .tcptrace file or a .pkt script")
        ->required();
    show->add_option("--lang", choice.show.language, "Language: en or zh")->check(languages);
    show->add_option("--color", choice.show.color, "auto (only on a terminal), always or never")
        ->check(CLI::IsMember{{"auto", "always", "never"}});
    show->add_option("--numbers", choice.show.numbers,
                     "Sequence numbers: absolute, relative, both, or symbolic as in textbooks (x, x+1, y)")
        ->check(CLI::IsMember{{"absolute", "relative", "both", "symbolic"}});
    show->add_option("--states", choice.show.states, "Names of states: rfc, netstat or textbook (SYN-RCVD)")
        ->check(CLI::IsMember{{"rfc", "netstat", "textbook"}});
    show->add_flag("--brief", choice.show.brief, "Omit the notes");
    show->add_flag("--answers", choice.show.answers, "Print the answers of exam questions");
    show->add_flag("--captions", choice.show.captions, "Under each step, print what happens in it and why");
    show->callback([&choice] { choice.command = [&choice](int&, char**) { return show_lesson(choice.show); }; });
}

void add_run(CLI::App& app, Choice& choice)
{
    CLI::App* run = app.add_subcommand("run", "Run a lesson and write its trace");
    run->add_option("LESSON", choice.run.lesson, "Id of a lesson, a lesson's file, a .tcptrace file or a .pkt script")
        ->required();
    run->add_option("--format", choice.run.format,
                    "json, csv, pcapng, mermaid, packetdrill or tcptrace; json if not given");
    run->add_option("--side", choice.run.side,
                    "Which end a packetdrill script tests: its name, left or right; the other is the script");
    run->add_option("--lang", choice.run.language, "Language of errors and warnings: en or zh")->check(languages);
    run->add_option("-o,--output", choice.run.output, "File to write; - (the default) is standard output");
    run->callback([&choice] { choice.command = [&choice](int&, char**) { return run_lesson(choice.run); }; });
}

void add_check(CLI::App& app, Choice& choice)
{
    CLI::App* check =
        app.add_subcommand("check", "Run lessons and compare them with what they expect; exit 1 if any differs");
    check->add_option("LESSON", choice.check.lessons, "Ids or files of lessons (default: all built-in lessons)");
    check->add_option("--lang", choice.check.language, "Language of errors and differences: en or zh")
        ->check(languages);
    check->callback([&choice] { choice.command = [&choice](int&, char**) { return check_lessons(choice.check); }; });
}

void add_render(CLI::App& app, Choice& choice)
{
    RenderOptions& options = choice.render;
    CLI::App* render = app.add_subcommand("render", "Draw a picture of a lesson");
    render->add_option("LESSON", options.lesson, "Id of a lesson, a lesson's file, a .tcptrace file or a .pkt script")
        ->required();
    render->add_option("-o,--output", options.output, "FILE.png, FILE.svg or FILE.pdf")->required();
    CLI::Option* step = render->add_option("--step", options.step, "Draw the stage after step N, counted from 1")
                            ->check(whole_number(1, most_steps));
    render->add_option("--at", options.at, "Draw the stage at this time of the lesson, such as 1.5s")->excludes(step);
    render->add_option("--size", options.size, "Width x height in pixels; 1920x1080 if not given");
    render->add_option("--theme", options.theme, "light, dark or contrast")
        ->check(CLI::IsMember{{"light", "dark", "contrast"}});
    render->add_option("--lang", options.language, "Language: en or zh")->check(languages);
    const std::vector<std::string> views{paint::pictureViews().begin(), paint::pictureViews().end()};
    render->add_option("--view", options.view, fmt::format("View to draw: {}", fmt::join(views, ", ")))
        ->check(CLI::IsMember{views});
    render->add_option("--fps", options.frames_per_second, "Frames per second of a film")->check(whole_number(1, 120));
    render->callback([&choice] {
        choice.command = [&choice](int& argc, char** argv) { return render_lesson(choice.render, argc, argv); };
    });
}

void add_compare(CLI::App& app, Choice& choice)
{
    CLI::App* command = app.add_subcommand("compare", "Compare two runs step by step; exit 1 if they differ");
    add_compare_options(*command, choice.compare);
    command->callback([&choice] { choice.command = [&choice](int&, char**) { return compare_runs(choice.compare); }; });
}

void add_drill(CLI::App& app, Choice& choice)
{
    CLI::App* drill = app.add_subcommand("drill", "Run packetdrill scripts on the engine; exit 1 if any fails");
    add_drill_options(*drill, choice.drill);
    drill->callback([&choice] { choice.command = [&choice](int&, char**) { return drill_scripts(choice.drill); }; });
}

void add_matrix(CLI::App& app, Choice& choice)
{
    CLI::App* command =
        app.add_subcommand("matrix", "Show what each state does with each kind of segment, and by which rule");
    add_matrix_options(*command, choice.matrix);
    command->callback([&choice] { choice.command = [&choice](int&, char**) { return write_matrix(choice.matrix); }; });
}

void add_live(CLI::App& app, Choice& choice)
{
    CLI::App* command = app.add_subcommand("live", "Run a lesson on real kernel sockets and write its trace");
    add_live_options(*command, choice.live);
    command->callback([&choice] { choice.command = [&choice](int&, char**) { return run_live_lesson(choice.live); }; });
}

/// The help does not show it: those who make packages need it, and whom no package serves.
void add_describe(CLI::App& app, Choice& choice)
{
    CLI::App* command = app.add_subcommand("describe", "Print the manual page, or completions for a shell");
    command->group({});
    add_describe_options(*command, choice.describe);
    command->callback(
        [&app, &choice] { choice.command = [&app, &choice](int&, char**) { return describe(app, choice.describe); }; });
}

/// Commands that are not available yet.
void add_later(CLI::App& app, Choice& choice, const std::string& name, const std::string& description)
{
    CLI::App* later = app.add_subcommand(name, description + " (not available yet)");
    later->allow_extras();
    later->callback([&choice, name] {
        choice.command = [name](int&, char**) {
            return complain({say({"\"{}\" is not available yet", "“{}”还不可用"}, name),
                             {},
                             {"\"tcpstage --help\" shows what is", "“tcpstage --help”列出可用的"}});
        };
    });
}

/// Without a display, Qt would abort the program with a long message of its own.
bool has_display(int argc, char** argv)
{
    const auto given = [](const char* name) { return std::getenv(name) != nullptr; };
    const bool chosen =
        std::any_of(argv, argv + argc, [](const char* word) { return std::string_view{word} == "-platform"; });
    return chosen || given("DISPLAY") || given("WAYLAND_DISPLAY") || given("QT_QPA_PLATFORM");
}

int open_window(const std::string& lesson_or_file, int& argc, char** argv)
{
    if (has_display(argc, argv)) return widgets::openWindow(argc, argv, lesson_or_file, TCPSTAGE_VERSION);
    return complain({{"there is no display to open a window on", "没有可以打开窗口的显示器"},
                     {},
                     {"use \"tcpstage show\", or set DISPLAY", "请用“tcpstage show”，或设置 DISPLAY"}});
}

/// Opens the window. A word that is neither a file nor a lesson is an error: it may be a misspelled command.
int open(const std::string& file, int& argc, char** argv)
{
    std::error_code error;
    if (file.empty() || lesson::find_built_in(file) != nullptr || std::filesystem::is_regular_file(file, error))
        return open_window(file, argc, argv);
    if (file.find_first_of("./") != std::string::npos)
        if (const auto regular = check_regular_file(file); !regular) return complain(regular.error());
    std::vector<std::string_view> words{"list",   "show",  "run",     "check", "compare",
                                        "render", "drill", "capture", "live",  "matrix"};
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
        words.push_back(lesson.id);
    const auto near = nearest(file, words);
    return complain({say({"\"{}\" is not a command, lesson or file", "“{}”不是命令、课程或文件"}, file),
                     {},
                     near.empty() ? OwnedText{"\"tcpstage --help\" shows the commands", "“tcpstage --help”列出所有命令"}
                                  : advice_for(file, words)});
}

/// Leaves out Qt's own options, which CLI11 does not know.
std::vector<std::string> without_qt_options(int argc, char** argv)
{
    constexpr std::array<std::string_view, 5> known{"-platform", "-style", "-stylesheet", "-geometry", "-display"};
    std::vector<std::string> words;
    for (int i = 1; i < argc; ++i) {
        const bool qt = std::ranges::find(known, argv[i]) != known.end();
        if (qt)
            ++i;
        else
            words.emplace_back(argv[i]);
    }
    std::ranges::reverse(words); // CLI11 takes the arguments in reverse order
    return words;
}

int parse_error(const CLI::App& app, const CLI::ParseError& error)
{
    std::string command = "tcpstage";
    for (const CLI::App* used : app.get_subcommands())
        command += " " + used->get_name();
    std::string what = error.what();
    std::ranges::replace(what, '\n', ' ');
    return complain({{what, what}, {}, say({"\"{} --help\" shows how", "“{} --help”说明用法"}, command)});
}

} // namespace

int command_line(int argc, char** argv)
{
    CLI::App app{"TCP Stage shows how TCP works. Without a command it opens the window."};
    Choice choice;
    app.name("tcpstage");
    app.set_version_flag("--version", std::string{"tcpstage "} + TCPSTAGE_VERSION, "Print the version and exit");
    app.add_option("FILE", choice.file, "A lesson, capture, saved trace or packetdrill script to open in the window");
    app.require_subcommand(0, 1);
    add_list(app, choice);
    add_show(app, choice);
    add_run(app, choice);
    add_check(app, choice);
    add_render(app, choice);
    add_compare(app, choice);
    add_drill(app, choice);
    add_later(app, choice, "capture", "Read a capture file");
    add_live(app, choice);
    add_matrix(app, choice);
    add_describe(app, choice);
    try {
        app.parse(without_qt_options(argc, argv));
    } catch (const CLI::Success& success) { // --help and --version
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        return parse_error(app, error);
    }
    if (choice.command) return choice.command(argc, argv);
    return open(choice.file, argc, argv);
}

} // namespace tcpstage::app
