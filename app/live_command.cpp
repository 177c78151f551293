#include "app/live_command.h"

#include "app/commands.h"
#include "app/line/output.h"
#include "app/live_progress.h"
#include "app/watch_command.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/lesson/library.h"
#include "core/live/session/probe.h"
#include "core/live/session/run_live.h"
#include "core/terminal/text_ladder.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tcpstage::app {

namespace {

using live::Attempt;

/// A plan is a lesson of the group `real` under its short name: "handshake" is real-handshake.
Result<lesson::Scenario> lesson_of(const LiveCommand& options)
{
    if (!options.lesson.empty()) return lesson::find_lesson(options.lesson);
    const std::string id = "real-" + options.plan;
    if (lesson::find_built_in(id) != nullptr) return lesson::find_lesson(id);
    std::vector<std::string_view> plans;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
        if (lesson.id.starts_with("real-")) plans.push_back(lesson.id.substr(5));
    return fail(say({"unknown plan \"{}\"", "未知的计划“{}”"}, options.plan), {}, advice_for(options.plan, plans));
}

std::string probe_text(const std::vector<Attempt>& attempts, Language language)
{
    constexpr Text works{"works", "可用"};
    constexpr Text best_words{"best", "最佳"};
    std::string text;
    for (const Attempt& attempt : attempts) {
        text += fmt::format("{:<7} {:<10} ", live::word(attempt.vantage), attempt.with);
        if (attempt.works())
            text += fmt::format("{} ({:.1f} ms)\n", works[language], static_cast<double>(attempt.took.count()) / 1e6);
        else
            text += attempt.trouble->error().sentence(language) + "\n";
    }
    const auto best = live::best(attempts);
    return text + fmt::format("{:<7} {}\n", best_words[language], best ? live::word(*best) : "-");
}

std::string probe_json(const std::vector<Attempt>& attempts)
{
    nlohmann::ordered_json json;
    for (const Attempt& attempt : attempts) {
        nlohmann::ordered_json entry{{"rung", live::word(attempt.vantage)},
                                     {"with", attempt.with},
                                     {"works", attempt.works()},
                                     {"took_ns", attempt.took.count()}};
        if (!attempt.works()) {
            const Error error = attempt.trouble->error();
            entry["step"] = live::words(attempt.trouble->stage).en;
            entry["errno"] = live::errno_name(attempt.trouble->reason);
            entry["error"] = error.what.en;
            entry["advice"] = error.advice.en;
        }
        json["attempts"].push_back(std::move(entry));
    }
    const auto best = live::best(attempts);
    json["best"] = best ? nlohmann::ordered_json(live::word(*best)) : nlohmann::ordered_json(nullptr);
    return json.dump(2) + "\n";
}

int exit_code_of(const Result<void>& written, Language language)
{
    return written ? 0 : complain(written.error(), language);
}

int probe(const LiveCommand& options)
{
    const bool json = options.format == "json";
    const Language language = options.language;
    if (!json && !options.format.empty() && options.format != "text")
        return complain({say({"--probe has no format \"{}\"", "--probe 没有格式“{}”"}, options.format),
                         {},
                         {"use text or json", "请用 text 或 json"}},
                        language);
    const auto attempts = live::probe();
    return exit_code_of(write_output(options.output, json ? probe_json(attempts) : probe_text(attempts, language)),
                        language);
}

void say_limits(const std::vector<OwnedText>& limits, Language language)
{
    constexpr Text note{"note: ", "说明："};
    for (const OwnedText& limit : limits)
        std::fputs(fmt::format("tcpstage: {}{}\n", note[language], limit[language]).c_str(), stderr);
}

/// A live run has only one of a lesson's worlds.
lesson::Scenario one_world(lesson::Scenario lesson)
{
    lesson.beside.reset();
    return lesson;
}

/// Text as `show` writes it; the other formats as `run` writes them.
Result<std::string> written(const run::LessonRun& lesson_run, const std::string& format, const LiveCommand& options)
{
    if (format != "text") return formatted(lesson_run, format);
    terminal::TextLadderStyle style;
    style.language = options.language;
    return terminal::text_ladder(lesson_run, style);
}

/// Says how the run compares: 0, or the exit code of a difference.
int say_comparison(const live::LiveCheck& check, const live::LiveRun& run, Language language)
{
    const auto say = [&](const std::string& line) { std::fputs(("tcpstage: " + line + "\n").c_str(), stderr); };
    if (check.impossible) say(check.impossible->sentence(language));
    for (const Error& difference : check.differences)
        say(difference.sentence(language));
    if (!check.same()) return exit_difference;
    say(live::sentence(check, run)[language]);
    return 0;
}

/// Why a better vantage was not taken, unless the user chose one.
void say_attempts(const live::LiveRun& run, Language language)
{
    constexpr Text refused{"not used: {} ({}): {}", "未采用：{}（{}）：{}"};
    if (run.vantage == live::Vantage::Wire) return;
    for (const Attempt& attempt : run.attempts)
        if (!attempt.works())
            std::fputs(
                fmt::format("tcpstage: {}\n", fmt::format(fmt::runtime(refused[language]), live::word(attempt.vantage),
                                                          attempt.with, attempt.trouble->error().sentence(language)))
                    .c_str(),
                stderr);
}

/// Empty: the best.
std::optional<live::Vantage> vantage_of(const LiveCommand& command)
{
    const auto vantage = std::ranges::find(live::vantage_words, command.vantage);
    if (vantage == live::vantage_words.end()) return {};
    return static_cast<live::Vantage>(vantage - live::vantage_words.begin());
}

live::LiveOptions options_of(const LiveCommand& command)
{
    live::LiveOptions options;
    options.vantage = vantage_of(command);
    options.as_machine = command.settings == "machine";
    return options;
}

/// Empty: it can be written.
std::optional<Error> wrong_format(const std::string& format)
{
    if (format == "packetdrill")
        return Error{
            {"packetdrill cannot express a run on real kernels: the script could not say which TCP must pass it",
             "packetdrill 无法表达真实内核的行为：脚本说不出应由哪个 TCP 通过"},
            {},
            {"use json or pcapng", "请改用 json 或 pcapng"}};
    const bool is_known = format == "text" || std::ranges::find(trace_formats, format) != trace_formats.end();
    if (!is_known) return formatted({{}, {}, {}}, format).error();
    return {};
}

std::string format_of(const LiveCommand& options) { return options.format.empty() ? "json" : options.format; }

/// With its warnings.
int write_live(const run::LessonRun& lesson_run, const LiveCommand& options)
{
    warn(lesson_run.run, options.language);
    const auto octets = written(lesson_run, format_of(options), options);
    if (!octets) return complain(octets.error(), options.language);
    return exit_code_of(write_output(options.output, *octets), options.language);
}

int watch(const LiveCommand& options, const std::function<int(const run::LessonRun&)>& write)
{
    const auto vantage = vantage_of(options);
    if (vantage == live::Vantage::Wire)
        return complain({{"a connection of this machine does not run on the wire between two private network stacks",
                          "本机的连接不经过两个私有网络栈之间的线路"},
                         {},
                         {"use --rung watch or gauges", "请用 --rung watch 或 gauges"}},
                        options.language);
    return watch_connections({options.watch, options.own.connection, vantage}, options.language, write);
}

} // namespace

void add_live_options(const Command& command, LiveCommand& options)
{
    auto* lesson =
        command.option("LESSON", options.lesson, {"Id of a lesson, or a lesson's file", "课程的 id 或课程文件"});
    auto* plan = command.option("--plan", options.plan,
                                {"A lesson for real sockets by its short name: handshake, close-four, refused, ...",
                                 "真实套接字课程的简称：handshake、close-four、refused 等"});
    auto* probe = command.flag("--probe", options.probe,
                               {"Say which ways to observe real sockets work here, and why the others do not",
                                "说明本机可以用哪些方式观察真实套接字，其他方式为什么不行"});
    plan->excludes(lesson);
    probe->excludes(lesson)->excludes(plan);
    command
        .option("--rung", options.vantage,
                {"auto, wire (two private network stacks), watch (dumpcap) or gauges (TCP_INFO only)",
                 "auto（自动）、wire（两个私有的网络栈）、watch（dumpcap 抓包）或 gauges（只用 TCP_INFO）"})
        ->check(command.one_of({"auto", "wire", "watch", "gauges"}));
    command
        .option("--settings", options.settings,
                {"Of the kernels' TCP: lesson (what the lesson wants), or machine (those of this machine)",
                 "内核 TCP 的设置：lesson（按课程）或 machine（与本机相同）"})
        ->check(command.one_of({"lesson", "machine"}));
    std::vector<std::string> formats{"text"};
    for (const std::string_view format : trace_formats)
        if (format != "packetdrill") formats.emplace_back(format);
    command
        .option("--format", options.format,
                {"json (if not given), text, csv, variables, pcapng, mermaid or tcptrace; with --probe: text or json",
                 "json（默认）、text、csv、variables（TCB 的变量，CSV）、pcapng、mermaid 或 tcptrace；"
                 "与 --probe 一起时：text 或 json"})
        ->check(Command::known_words(formats));
    command.option("-o,--output", options.output, output_description);
    command.flag(
        "--check", options.check,
        {"Compare with the simulated run and say what was compared; exit 1 if they differ, 2 if there is nothing "
         "to compare",
         "与模拟运行比较，并说明比较了什么；有不同时退出码为 1，无可比较时为 2"});
    command
        .option(
            "--watch", options.watch,
            {"Watch connections of this machine instead, by their segments (where this user may run dumpcap) or what "
             "the kernel reports: a port, an address, ADDRESS:PORT, two such separated by a comma, pid:NUMBER, or "
             "the name of a program",
             "改为观察本机的连接，依据报文段（当前用户可以运行 dumpcap 时）或内核的报告：端口、地址、地址:端口、"
             "用逗号隔开的两个、pid:编号或程序名"})
        ->excludes(lesson)
        ->excludes(plan);
    add_own_options(command, options.own);
}

int run_live_lesson(const LiveCommand& options)
{
    if (options.probe) return probe(options);
    const Language language = options.language;
    if (const auto wrong = wrong_format(format_of(options))) return complain(*wrong, language);
    const auto write = [&](const run::LessonRun& lesson_run) { return write_live(lesson_run, options); };
    if (!options.watch.empty()) return watch(options, write);
    if (options.own.wanted()) {
        if (!options.lesson.empty() || !options.plan.empty() || options.check)
            return complain({{"programs of yours are no lesson, and are compared with none",
                              "您自己的程序不是课程，也不与课程比较"},
                             {},
                             {"leave out the lesson, --plan and --check", "请去掉课程、--plan 和 --check"}},
                            language);
        return run_own_programs(options.own, language, write);
    }
    if (options.lesson.empty() && options.plan.empty())
        return complain({{"live needs a lesson", "live 需要一个课程"},
                         {},
                         {"name one, or use --plan handshake, --server and --client, or --probe",
                          "请指定一个，或用 --plan handshake、--server 和 --client，或 --probe"}},
                        language);
    const auto lesson = lesson_of(options);
    if (!lesson) return complain(lesson.error(), language);
    LiveProgress progress{language};
    live::LiveOptions wanted = options_of(options);
    wanted.io = &progress.io();
    wanted.spectator = &progress;
    auto done = live::run_live(*lesson, wanted);
    progress.end();
    if (!done) return complain(done.error(), language);
    std::optional<live::LiveCheck> check;
    if (options.check) check = live::check_live(*lesson, *done);
    if (check && check->impossible && !done->stopped) return complain(*check->impossible, language);
    say_attempts(*done, language);
    say_limits(done->limits, language);
    if (done->stopped) say_stopped(language);
    const int difference = check ? say_comparison(*check, *done, language) : 0;
    const int failure = write_live({one_world(*lesson), std::move(done->run), {}}, options);
    return failure != 0 ? failure : difference;
}

} // namespace tcpstage::app
