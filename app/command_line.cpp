#include "app/command_line.h"

#include "app/capture_command.h"
#include "app/commands.h"
#include "app/compare_command.h"
#include "app/describe_command.h"
#include "app/diagram_command.h"
#include "app/drill_command.h"
#include "app/grade_command.h"
#include "app/line/command.h"
#include "app/line/help.h"
#include "app/line/output.h"
#include "app/live_command.h"
#include "app/matrix_command.h"
#include "app/open_command.h"
#include "core/base/say.h"
#include "ui/paint/handout.h"
#include "ui/paint/render.h"
#include "ui/widgets/open_window.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>

namespace tcpstage::app {

namespace {

/// All options of all commands, and which command was chosen.
struct Choice {
    explicit Choice(Language language);

    OpenOptions open;
    ListOptions list;
    ShowOptions show;
    RunOptions run;
    CheckOptions check;
    GradeOptions grade;
    DiagramOptions diagram;
    CaptureOptions capture;
    CompareCommand compare;
    RenderOptions render;
    DrillOptions drill;
    LiveCommand live;
    MatrixOptions matrix;
    DescribeOptions describe;
    std::function<int(int&, char**)> command;
};

Choice::Choice(Language language)
{
    for (Language* each : {&capture.language, &list.language, &show.language, &run.language, &check.language,
                           &compare.language, &render.language, &drill.language, &live.language, &matrix.language,
                           &describe.language, &grade.language, &diagram.language})
        *each = language;
}

constexpr std::int64_t most_steps = 1'000'000'000; // more than any run has
constexpr Text notation_description{"rfc, or textbook: SYN=1 ACK=1, x, x+1, y, SYN-RCVD, A: client",
                                    "rfc，或 textbook（教材写法）：SYN=1 ACK=1、x、x+1、y、SYN-RCVD、甲：客户端"};
constexpr Text lesson_description{"Id of a lesson, a lesson's file, a .tcptrace file or a .pkt script",
                                  "课程的 id、课程文件、.tcptrace 文件或 .pkt 脚本"};

void add_list(const Command& app, Choice& choice)
{
    const Command list = app.command("list", {"List all lessons: id, group, title", "列出所有课程：id、分组、标题"});
    list.option("--format", choice.list.format, {"text or json", "text（文本）或 json"})
        ->check(list.one_of({"text", "json"}));
    list.app().callback([&choice] { choice.command = [&choice](int&, char**) { return list_lessons(choice.list); }; });
}

void add_show(const Command& app, Choice& choice)
{
    const Command show = app.command("show", {"Show a lesson as text: a ladder with both states on each line",
                                              "以文本显示课程：时序图，每行带两端的状态"});
    show.option("LESSON", choice.show.lesson, lesson_description)->required();
    show.option(
            "--color", choice.show.color,
            {"auto (only on a terminal), always or never", "颜色：auto（仅在终端上）、always（总是）或 never（从不）"})
        ->check(show.one_of({"auto", "always", "never"}));
    show.option("--numbers", choice.show.numbers,
                {"Sequence numbers: absolute, relative, both, or symbolic as in textbooks (x, x+1, y)",
                 "序号：absolute（绝对）、relative（相对）、both（两者）或 symbolic（教材写法：x、x+1、y）"})
        ->check(show.one_of({"absolute", "relative", "both", "symbolic"}));
    show.option("--states", choice.show.states,
                {"Names of states: rfc, netstat or textbook (SYN-RCVD)",
                 "状态名称：rfc、netstat 或 textbook（教材：SYN-RCVD）"})
        ->check(show.one_of({"rfc", "netstat", "textbook"}));
    show.option("--notation", choice.show.notation, notation_description)->check(show.one_of({"rfc", "textbook"}));
    show.flag("--brief", choice.show.brief, {"Omit the notes", "不显示说明"});
    show.flag("--answers", choice.show.answers, {"Print the answers of exam questions", "显示考题的答案"});
    show.flag("--captions", choice.show.captions,
              {"Under each step, print what happens in it and why", "在每一步下面写出发生了什么、为什么"});
    show.flag("--programs", choice.show.programs,
              {"Below the ladder, print the socket calls of both ends and what they return",
               "在时序图下面列出两端的套接字调用及其返回值"});
    show.app().callback([&choice] { choice.command = [&choice](int&, char**) { return show_lesson(choice.show); }; });
}

void add_run(const Command& app, Choice& choice)
{
    const Command run = app.command("run", {"Run a lesson and write its trace", "运行课程并输出轨迹"});
    run.option("LESSON", choice.run.lesson, lesson_description)->required();
    run.option("--format", choice.run.format,
               {"json, csv, variables, pcapng, mermaid, packetdrill or tcptrace; json if not given",
                "json、csv、variables（TCB 的变量，CSV）、pcapng、mermaid、packetdrill 或 tcptrace；默认为 json"})
        ->check(Command::known_words({trace_formats.begin(), trace_formats.end()}));
    run.option(
        "--side", choice.run.side,
        {"Of an end: its name, left or right. A pcapng file then has what that end sees (both: what each of them "
         "sees); a packetdrill script tests it, and plays the other",
         "某一端：端点的名称、left（左）或 right（右）。pcapng 文件则只含这一端看到的（both：两端各自看到的）；"
         "packetdrill 脚本测试这一端，另一端由脚本扮演"});
    run.option("-o,--output", choice.run.output, output_description);
    run.app().callback([&choice] { choice.command = [&choice](int&, char**) { return run_lesson(choice.run); }; });
}

void add_check(const Command& app, Choice& choice)
{
    const Command check =
        app.command("check", {"Run lessons and compare them with what they expect; exit 1 if any differs",
                              "运行课程并与其预期比较；有不一致时退出码为 1"});
    check.option("LESSON", choice.check.lessons,
                 {"Ids or files of lessons (default: all built-in lessons)", "课程的 id 或文件（默认：全部内置课程）"});
    check.app().callback(
        [&choice] { choice.command = [&choice](int&, char**) { return check_lessons(choice.check); }; });
}

void add_grade(const Command& app, Choice& choice)
{
    const Command command =
        app.command("grade", {"Grade runs of lessons with a goal that were handed in; exit 1 if any is not solved",
                              "批改交上来的目标课运行；有未达成的时退出码为 1"});
    add_grade_options(command, choice.grade);
    command.app().callback(
        [&choice] { choice.command = [&choice](int&, char**) { return grade_files(choice.grade); }; });
}

void add_check_diagram(const Command& app, Choice& choice)
{
    const Command command = app.command(
        "check-diagram", {"Find what is impossible in a handshake or a close as others draw it; exit 1 if a line is",
                          "找出别人画的握手或挥手中不可能的地方；有不可能的行时退出码为 1"});
    add_diagram_options(command, choice.diagram);
    command.app().callback(
        [&choice] { choice.command = [&choice](int&, char**) { return check_diagram(choice.diagram); }; });
}

/// What is drawn of several steps. Returns the option --steps.
CLI::Option* add_steps(const Command& render, RenderOptions& options)
{
    CLI::Option* steps =
        render.option("--steps", options.steps,
                      {"Steps to draw: all, 7 or 3-9; pictures need a number in the name, such as step-%02d.png",
                       "要绘制的步骤：all、7 或 3-9；图片的文件名里要有编号，例如 step-%02d.png"});
    render
        .option("--per-page", options.per_page,
                {"Steps on a page of paper; 4 if not given", "每页纸上的步数；默认为 4"})
        ->check(render.whole_number(1, paint::most_per_page));
    render
        .option("--blank", options.blank,
                {"Leave these to be filled in, as in seq,ack,flags,state; the answers go to FILE-answers.pdf",
                 "把这些内容留空供填写，例如 seq,ack,flags,state；答案写入 FILE-answers.pdf"})
        ->check(Command::known_words({paint::blank_words.begin(), paint::blank_words.end()}));
    return steps;
}

void add_render(const Command& app, Choice& choice)
{
    RenderOptions& options = choice.render;
    const Command render = app.command("render", {"Draw a picture of a lesson", "绘制课程的图片"});
    render.option("LESSON", options.lesson, lesson_description)->required();
    render
        .option("-o,--output", options.output,
                {"FILE.png, FILE.svg or FILE.pdf; FILE.html: a page that plays it; FILE.gif, FILE.mp4 or FILE.webm: a "
                 "film, "
                 "made by ffmpeg; FILE.pptx: slides",
                 "FILE.png、FILE.svg 或 FILE.pdf；FILE.html：可播放的网页；FILE.gif、FILE.mp4 或 FILE.webm：影片，由 "
                 "ffmpeg 制作；"
                 "FILE.pptx：幻灯片"})
        ->required();
    CLI::Option* step = render.option(
        "--step", options.step, {"Draw the stage after step N, counted from 1", "绘制第 N 步之后的舞台，从 1 数起"});
    step->check(render.whole_number(1, most_steps));
    render
        .option("--at", options.at,
                {"Draw the stage at this time of the lesson, such as 1.5s", "绘制课程中这一时刻的舞台，例如 1.5s"})
        ->excludes(step);
    CLI::Option* size =
        render.option("--size", options.size,
                      {"Width x height in pixels; 1920x1080 if not given", "宽x高，以像素计；默认为 1920x1080"});
    add_steps(render, options)->excludes(step)->excludes(render.app().get_option("--at"));
    render
        .option("--page", options.page,
                {"A4: a PDF for paper, several steps on a page, each with its caption",
                 "A4：供打印的 PDF，每页若干步，各附解说"})
        ->check(render.one_of({"A4"}))
        ->excludes(size);
    render
        .option("--theme", options.theme,
                {"light, dark or contrast", "主题：light（浅色）、dark（深色）或 contrast（高对比度）"})
        ->check(render.one_of({"light", "dark", "contrast"}));
    render.option("--notation", options.notation, notation_description)->check(render.one_of({"rfc", "textbook"}));
    const std::vector<std::string> views{paint::pictureViews().begin(), paint::pictureViews().end()};
    const std::string en = fmt::format("View to draw: {}", fmt::join(views, ", "));
    const std::string zh = fmt::format("要绘制的视图：{}", fmt::join(views, "、"));
    render.option("--view", options.view, {en, zh})->check(render.one_of(views));
    render
        .option("--programs", options.programs,
                {"The socket calls beside each end: always, never or where-they-matter (if not given)",
                 "每一端旁边的套接字调用：always（总是）、never（从不）或 where-they-matter（涉及程序时；默认）"})
        ->check(render.one_of({"where-they-matter", "always", "never"}));
    render.flag("--console", options.console,
                {"Below the stage, what tcpdump and ss would print", "在舞台下面给出 tcpdump 和 ss 会有的输出"});
    render
        .option("--fps", options.frames_per_second,
                {"Frames per second of a film; 30 if not given, 10 of a GIF", "影片每秒的帧数；默认为 30，GIF 为 10"})
        ->check(render.whole_number(1, 120));
    render.option(
        "--drawing", options.drawing,
        {"FILE.drawing.json with what was drawn on the lesson by hand: each picture has the strokes of its step",
         "FILE.drawing.json：课程上的手绘批注；每张图包含它那一步的笔画"});
    render.app().callback([&choice] {
        choice.command = [&choice](int& argc, char** argv) { return render_lesson(choice.render, argc, argv); };
    });
}

void add_compare(const Command& app, Choice& choice)
{
    const Command command = app.command(
        "compare", {"Compare two runs step by step; exit 1 if they differ", "逐步比较两次运行；有不同时退出码为 1"});
    add_compare_options(command, choice.compare);
    command.app().callback(
        [&choice] { choice.command = [&choice](int&, char**) { return compare_runs(choice.compare); }; });
}

void add_drill(const Command& app, Choice& choice)
{
    const Command drill = app.command("drill", {"Run packetdrill scripts on the engine; exit 1 if any fails",
                                                "在本程序的 TCP 上运行 packetdrill 脚本；有失败时退出码为 1"});
    add_drill_options(drill, choice.drill);
    drill.app().callback(
        [&choice] { choice.command = [&choice](int&, char**) { return drill_scripts(choice.drill); }; });
}

void add_matrix(const Command& app, Choice& choice)
{
    const Command command =
        app.command("matrix", {"Show what each state does with each kind of segment, and by which rule",
                               "显示每个状态如何处理每种报文段，依据哪条规则"});
    add_matrix_options(command, choice.matrix);
    command.app().callback(
        [&choice] { choice.command = [&choice](int&, char**) { return write_matrix(choice.matrix); }; });
}

void add_live(const Command& app, Choice& choice)
{
    const Command command = app.command(
        "live", {"Run a lesson on real kernel sockets and write its trace", "在真实的内核套接字上运行课程并输出轨迹"});
    add_live_options(command, choice.live);
    command.app().callback(
        [&choice] { choice.command = [&choice](int&, char**) { return run_live_lesson(choice.live); }; });
}

/// The help does not show it: those who make packages need it, and whom no package serves.
void add_describe(const Command& app, Choice& choice)
{
    const Command command = app.command(
        "describe", {"Print the manual page, or completions for a shell", "打印手册页，或某个 shell 的补全脚本"});
    command.app().group({});
    add_describe_options(command, choice.describe);
    command.app().callback([&program = app.app(), &choice] {
        choice.command = [&program, &choice](int&, char**) { return describe(program, choice.describe); };
    });
}

void add_capture(const Command& app, Choice& choice)
{
    const Command command =
        app.command("capture", {"Read a capture file and list its connections", "读取抓包文件，列出其中的连接"});
    add_capture_options(command, choice.capture);
    command.app().callback(
        [&choice] { choice.command = [&choice](int&, char**) { return read_capture(choice.capture); }; });
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

int parse_error(const CLI::App& app, const CLI::ParseError& error, Language language)
{
    std::string command = "tcpstage";
    for (const CLI::App* used : app.get_subcommands())
        command += " " + used->get_name();
    const std::string what = sentence_of(error, language);
    return complain({{what, what}, {}, say({"\"{} --help\" shows how", "“{} --help”说明用法"}, command)}, language);
}

/// Without the name of a command, the window opens.
void add_all(const Command& program, Choice& choice)
{
    program.app().set_version_flag(
        "--version", std::string{"tcpstage "} + TCPSTAGE_VERSION,
        std::string{Text{"Print the version and exit", "显示版本，然后退出"}[program.language()]});
    program.option("FILE", choice.open.file,
                   {"A lesson, capture, saved trace or packetdrill script to open in the window",
                    "要在窗口中打开的课程、抓包、保存的轨迹或 packetdrill 脚本"});
    program
        .option("--connection", choice.open.connection,
                {"Of a capture: which of its connections, counted from 1", "抓包中的哪个连接，从 1 数起"})
        ->check(program.whole_number(1, capture::Connections::usual_most));
    program
        .option(
            "--step", choice.open.step,
            {"In the window: open after step N; 0 is before the first", "在窗口中从第 N 步之后打开；0 表示第一步之前"})
        ->check(program.whole_number(0, most_steps));
    program
        .option(
            "--at", choice.open.at,
            {"In the window: open at this time of the lesson, such as 1.5s", "在窗口中从课程的这一时刻打开，例如 1.5s"})
        ->excludes(program.app().get_option("--step"));
    program
        .option("--view", choice.open.window.view, {"In the window: the view of the centre", "在窗口中：中间的视图"})
        ->check(program.one_of(widgets::startViews()));
    program.flag("--present", choice.open.window.present, {"Present at once", "立即开始演示"});
    program.app().require_subcommand(0, 1);
    add_list(program, choice);
    add_show(program, choice);
    add_run(program, choice);
    add_check(program, choice);
    add_grade(program, choice);
    add_check_diagram(program, choice);
    add_render(program, choice);
    add_compare(program, choice);
    add_drill(program, choice);
    add_capture(program, choice);
    add_live(program, choice);
    add_matrix(program, choice);
    add_describe(program, choice);
}

} // namespace

int command_line(int argc, char** argv)
{
    const Language language = language_wanted(argc, argv);
    constexpr Text description{"TCP Stage shows how TCP works. Without a command it opens the window.",
                               "TCP Stage 演示 TCP 如何工作。不带命令时打开窗口。"};
    CLI::App app{std::string{description[language]}};
    app.name("tcpstage");
    Choice choice{language};
    choice.render.language_given = language_given(argc, argv).has_value();
    add_all(Command{app, language}, choice);
    try {
        app.parse(without_qt_options(argc, argv));
    } catch (const CLI::Success& success) { // --help and --version
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        return parse_error(app, error, language);
    }
    if (choice.command) return choice.command(argc, argv);
    return open(choice.open, argc, argv);
}

} // namespace tcpstage::app
