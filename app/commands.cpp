#include "app/commands.h"

#include "app/line/output.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/captions/caption.h"
#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/lesson/library.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/check.h"
#include "core/run/saved_run.h"
#include "core/sources/find_run.h"
#include "core/terminal/columns.h"
#include "core/terminal/program_text.h"
#include "core/terminal/text_ladder.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <sys/ioctl.h>
#include <unistd.h>

namespace tcpstage::app {

namespace {

int finish(const Result<void>& written, Language language) { return written ? 0 : complain(written.error(), language); }

Result<std::vector<lesson::Scenario>> all_lessons()
{
    std::vector<lesson::Scenario> lessons;
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        auto lesson = lesson::find_lesson(std::string{built_in.id});
        if (!lesson) return tl::unexpected<Error>{lesson.error()};
        lessons.push_back(std::move(*lesson));
    }
    return lessons;
}

std::string list_text(const std::vector<lesson::Scenario>& lessons, Language language)
{
    std::size_t widest = 0;
    for (const lesson::Scenario& lesson : lessons)
        widest = std::max(widest, lesson.id.size());
    std::string text;
    for (const lesson::Scenario& lesson : lessons)
        text += fmt::format("{:<{}}  {:<8}  {}\n", lesson.id, widest,
                            lesson::group_ids[static_cast<std::size_t>(lesson.group)], lesson.title[language]);
    return text;
}

nlohmann::ordered_json both(const OwnedText& text) { return {{"en", text.en}, {"zh", text.zh}}; }

std::string list_json(const std::vector<lesson::Scenario>& lessons)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const lesson::Scenario& lesson : lessons)
        list.push_back({{"id", lesson.id},
                        {"group", lesson::group_ids[static_cast<std::size_t>(lesson.group)]},
                        {"title", both(lesson.title)},
                        {"summary", both(lesson.summary)},
                        {"rfc", lesson.rfc}});
    return list.dump(2) + "\n";
}

std::size_t terminal_width()
{
    winsize size{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? std::clamp<std::size_t>(size.ws_col, 80, 100) : 96;
}

} // namespace

namespace {

/// The JSON of a lesson with two worlds contains the second one under "beside".
std::string json_of(const run::LessonRun& lesson_run)
{
    std::string text =
        formats::to_json(lesson_run.run.trace, captions::all_captions(lesson_run.scenario, lesson_run.run));
    if (!lesson_run.beside || !lesson_run.scenario.beside) return text;
    const OwnedText& title = lesson_run.scenario.beside->half;
    std::string other = formats::to_json(lesson_run.beside->trace,
                                         captions::all_captions(*lesson_run.scenario.beside, *lesson_run.beside));
    other.insert(2, fmt::format("  \"title\": {},\n", both(title).dump()));
    other.pop_back();
    text.resize(text.size() - std::string_view{"\n}\n"}.size());
    return text + ",\n  \"beside\": " + other + "\n}\n";
}

} // namespace

void warn(const run::Run& run, Language language)
{
    for (const Error& warning : run.warnings)
        warn(warning, language);
}

namespace {

constexpr std::string_view both_sides = "both"; // of --side for pcapng

formats::Viewpoint viewpoint(std::optional<trace::Side> side, bool both)
{
    if (both) return formats::Viewpoint::Both;
    if (!side) return formats::Viewpoint::Senders;
    return *side == trace::Side::Left ? formats::Viewpoint::Left : formats::Viewpoint::Right;
}

Result<std::optional<trace::Side>> side_named(const run::LessonRun& lesson_run, const std::string& word)
{
    if (word.empty()) return std::optional<trace::Side>{};
    const trace::Trace& trace = lesson_run.run.trace;
    const std::array<std::string_view, 4> words{trace.endpoint(trace::Side::Left).name,
                                                trace.endpoint(trace::Side::Right).name, "left", "right"};
    const auto* const found = std::ranges::find(words, word);
    if (found != words.end()) return (found - words.begin()) % 2 == 0 ? trace::Side::Left : trace::Side::Right;
    return fail(say({"there is no end \"{}\"", "没有端点“{}”"}, word), {}, advice_for(word, words));
}

} // namespace

Result<std::string> formatted(const run::LessonRun& lesson_run, const std::string& format, const std::string& side)
{
    if (!side.empty() && format != "packetdrill" && format != "pcapng")
        return fail(
            {"--side is for the formats pcapng and packetdrill only", "--side 只用于格式 pcapng 和 packetdrill"}, {},
            {"leave it out", "请去掉它"});
    const bool both = side == both_sides && format == "pcapng";
    const auto tested = side_named(lesson_run, both ? std::string{} : side);
    if (!tested) return tl::unexpected{tested.error()};
    if (format == "json") return json_of(lesson_run);
    if (format == "csv") return formats::to_csv(lesson_run.run.trace);
    if (format == "variables") return formats::to_csv_of_variables(lesson_run.run.trace);
    if (format == "tcptrace") return formats::loadable(run::save_run(lesson_run.scenario, lesson_run.run));
    if (format == "mermaid") return formats::to_mermaid(lesson_run.run.trace);
    if (format == "pcapng") return formats::to_pcapng(lesson_run.run.trace, viewpoint(*tested, both));
    if (format == "packetdrill") return packetdrill::to_packetdrill(lesson_run, *tested);
    return fail(say({"unknown format \"{}\"", "未知的格式“{}”"}, format), {}, advice_for(format, trace_formats));
}

namespace {

/// Why a file cannot be checked; empty if it may be a lesson.
std::optional<Error> not_to_check(const std::string& path)
{
    if (path.ends_with(".tcptrace"))
        return Error{{"a saved trace expects nothing; check needs a lesson", "保存的运行没有预期；check 需要课程"},
                     {path, 0, 0},
                     {"choose the lesson (.yaml)", "请选择课程（.yaml）"}};
    if (path.ends_with(".pkt"))
        return Error{{"this is a packetdrill script; check needs a lesson", "这是 packetdrill 脚本；check 需要课程"},
                     {path, 0, 0},
                     {"use \"tcpstage drill\" for scripts", "脚本请用“tcpstage drill”"}};
    return {};
}

/// 0, or the exit code for an error or a difference in this lesson.
int check_one(const std::string& id, Language language)
{
    if (const auto wrong = not_to_check(id)) return complain(*wrong, language);
    const auto lesson = lesson::find_lesson(id);
    if (!lesson) return complain(lesson.error(), language);
    std::vector<Error> differences;
    std::size_t segments = 0;
    const auto add = [&](const lesson::Scenario& world) {
        const run::Run result = run::run(world);
        const auto found = run::check(world, result);
        differences.insert(differences.end(), found.begin(), found.end());
        segments += result.trace.transits().size();
        if (const Error* warning = run::only_a_warning(world, result)) warn(*warning, language);
    };
    add(*lesson);
    if (lesson->beside) add(*lesson->beside); // both worlds
    for (const Error& difference : differences)
        std::fputs(fmt::format("tcpstage: {}\n", difference.sentence(language)).c_str(), stderr);
    const std::string line = singular_after_one(
        fmt::format("{:<8} {} ({} segments)\n", differences.empty() ? "ok" : "differs", lesson->id, segments));
    if (const auto written = write_output("-", line); !written) return complain(written.error(), language);
    return differences.empty() ? 0 : exit_difference;
}

} // namespace

int list_lessons(const ListOptions& options)
{
    const Language language = options.language;
    const auto lessons = all_lessons();
    if (!lessons) return complain(lessons.error(), language);
    return finish(write_output("-", options.format == "json" ? list_json(*lessons) : list_text(*lessons, language)),
                  language);
}

namespace {

captions::Numbers numbers_of(const std::string& word)
{
    if (word == "relative") return captions::Numbers::Relative;
    if (word == "both") return captions::Numbers::Both;
    return word == "symbolic" ? captions::Numbers::Symbolic : captions::Numbers::Absolute;
}

captions::StateNames state_names_of(const std::string& word)
{
    if (word == "netstat") return captions::StateNames::Netstat;
    return word == "textbook" ? captions::StateNames::Textbook : captions::StateNames::Rfc;
}

} // namespace

int show_lesson(const ShowOptions& options)
{
    const Language language = options.language;
    const auto lesson_run = sources::find_run(options.lesson);
    if (!lesson_run) return complain(lesson_run.error(), language);
    warn(lesson_run->run, language);
    const bool terminal = ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
    terminal::TextLadderStyle style;
    style.language = language;
    style.color = options.color == "always" || (options.color == "auto" && terminal);
    style.notes = !options.brief;
    style.captions = options.captions;
    style.answers = options.answers;
    const bool textbook = options.notation == "textbook";
    style.numbers = numbers_of(options.numbers.empty() && textbook ? "symbolic" : options.numbers);
    style.state_names = state_names_of(options.states.empty() ? options.notation : options.states);
    if (textbook) style.flag_names = captions::FlagNames::Bits;
    if (textbook) style.end_names = captions::EndNames::Lettered;
    style.width = terminal_width();
    std::string text = terminal::text_ladder(*lesson_run, style);
    if (options.programs) text += "\n" + terminal::program_text(*lesson_run, language);
    return finish(write_output("-", text), language);
}

int run_lesson(const RunOptions& options)
{
    const Language language = options.language;
    const auto lesson_run = sources::find_run(options.lesson);
    if (!lesson_run) return complain(lesson_run.error(), language);
    warn(lesson_run->run, language);
    constexpr std::array of_both{"json", "tcptrace", "text"};
    if (lesson_run->beside && std::ranges::count(of_both, options.format) == 0)
        warn(Error{{"only the first of the two worlds is written", "只写出两个世界中的第一个"},
                   {},
                   {"the format json has both", "json 格式中两个都有"}},
             language);
    const auto octets = formatted(*lesson_run, options.format, options.side);
    if (!octets) return complain(octets.error(), language);
    return finish(write_output(options.output, *octets), language);
}

int check_lessons(const CheckOptions& options)
{
    const Language language = options.language;
    std::vector<std::string> ids = options.lessons;
    if (ids.empty())
        for (const lesson::BuiltIn& lesson : lesson::built_in_lessons())
            ids.emplace_back(lesson.id);
    int worst = 0;
    for (const std::string& id : ids)
        worst = std::max(worst, check_one(id, language));
    return worst;
}

} // namespace tcpstage::app
