#include "app/commands.h"

#include "app/output.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/lesson/library.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/check.h"
#include "core/run/saved_run.h"
#include "core/sources/find_run.h"
#include "core/terminal/columns.h"
#include "core/terminal/text_ladder.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

namespace tcpstage {

namespace {

int finish(const Result<void>& written, Language language = Language::English)
{
    return written ? 0 : complain(written.error(), language);
}

Result<std::vector<Scenario>> all_lessons()
{
    std::vector<Scenario> lessons;
    for (const BuiltIn& built_in : built_in_lessons()) {
        auto lesson = find_lesson(std::string{built_in.id});
        if (!lesson) return tl::unexpected<Error>{lesson.error()};
        lessons.push_back(std::move(*lesson));
    }
    return lessons;
}

std::string list_text(const std::vector<Scenario>& lessons, Language language)
{
    std::size_t widest = 0;
    for (const Scenario& lesson : lessons)
        widest = std::max(widest, lesson.id.size());
    std::string text;
    for (const Scenario& lesson : lessons)
        text += fmt::format("{:<{}}  {:<8}  {}\n", lesson.id, widest, group_ids[static_cast<std::size_t>(lesson.group)],
                            lesson.title[language]);
    return text;
}

nlohmann::ordered_json both(const OwnedText& text) { return {{"en", text.en}, {"zh", text.zh}}; }

std::string list_json(const std::vector<Scenario>& lessons)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Scenario& lesson : lessons)
        list.push_back({{"id", lesson.id},
                        {"group", group_ids[static_cast<std::size_t>(lesson.group)]},
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

/// A lesson with two worlds has the other one inside, under "beside".
std::string json_of(const Told& told)
{
    std::string text = to_json(told.run.trace);
    if (!told.beside || !told.scenario.beside) return text;
    const OwnedText& title = told.scenario.beside->half;
    std::string other = to_json(told.beside->trace);
    other.insert(2, fmt::format("  \"title\": {},\n", both(title).dump()));
    other.pop_back();
    text.resize(text.size() - std::string_view{"\n}\n"}.size());
    return text + ",\n  \"beside\": " + other + "\n}\n";
}

} // namespace

Language language_of(const std::string& word) { return word == "zh" ? Language::Chinese : Language::English; }

void warn(const Run& run, Language language)
{
    constexpr Text pattern{"tcpstage: warning: ", "tcpstage: 警告："};
    for (const Error& warning : run.warnings)
        std::fputs(fmt::format("{}{}\n", pattern[language], warning.sentence(language)).c_str(), stderr);
}

Result<std::string> formatted(const Told& told, const std::string& format)
{
    if (format == "json") return json_of(told);
    if (format == "csv") return to_csv(told.run.trace);
    if (format == "tcptrace") return loadable(save_run(told.scenario, told.run));
    if (format == "mermaid") return to_mermaid(told.run.trace);
    if (format == "pcapng") return to_pcapng(told.run.trace);
    if (format == "packetdrill") return to_packetdrill(told);
    constexpr std::array<std::string_view, 6> formats{"json", "csv", "pcapng", "mermaid", "packetdrill", "tcptrace"};
    return fail(say({"unknown format \"{}\"", "未知的格式“{}”"}, format), {}, advice_for(format, formats));
}

namespace {

/// 0, or the exit code that this lesson asks for.
int check_one(const std::string& id)
{
    const auto lesson = find_lesson(id);
    if (!lesson) return complain(lesson.error());
    const Run result = run(*lesson);
    auto differences = check(*lesson, result);
    std::size_t segments = result.trace.transits().size();
    if (lesson->beside) { // both worlds
        const Run other = run(*lesson->beside);
        const auto others = check(*lesson->beside, other);
        differences.insert(differences.end(), others.begin(), others.end());
        segments += other.trace.transits().size();
    }
    for (const Error& difference : differences)
        std::fputs(fmt::format("tcpstage: {}\n", difference.sentence()).c_str(), stderr);
    const std::string line =
        fmt::format("{:<8} {} ({} segments)\n", differences.empty() ? "ok" : "differs", lesson->id, segments);
    if (const auto written = write_output("-", line); !written) return complain(written.error());
    return differences.empty() ? 0 : exit_difference;
}

} // namespace

int list_lessons(const ListOptions& options)
{
    const Language language = language_of(options.language);
    const auto lessons = all_lessons();
    if (!lessons) return complain(lessons.error(), language);
    return finish(write_output("-", options.format == "json" ? list_json(*lessons) : list_text(*lessons, language)),
                  language);
}

int show_lesson(const ShowOptions& options)
{
    const Language language = language_of(options.language);
    const auto told = find_run(options.lesson);
    if (!told) return complain(told.error(), language);
    warn(told->run, language);
    const bool terminal = ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
    TextLadderStyle style;
    style.language = language;
    style.color = options.color == "always" || (options.color == "auto" && terminal);
    style.notes = !options.brief;
    style.width = terminal_width();
    return finish(write_output("-", text_ladder(*told, style)), language);
}

int run_lesson(const RunOptions& options)
{
    const auto told = find_run(options.lesson);
    if (!told) return complain(told.error());
    warn(told->run);
    const auto octets = formatted(*told, options.format);
    if (!octets) return complain(octets.error());
    return finish(write_output(options.output, *octets));
}

int check_lessons(const std::vector<std::string>& lessons)
{
    std::vector<std::string> ids = lessons;
    if (ids.empty())
        for (const BuiltIn& lesson : built_in_lessons())
            ids.emplace_back(lesson.id);
    int worst = 0;
    for (const std::string& id : ids)
        worst = std::max(worst, check_one(id));
    return worst;
}

} // namespace tcpstage
