#include "app/compare_command.h"

#include "app/commands.h"
#include "app/line/output.h"
#include "core/base/say.h"
#include "core/compare/latitude.h"
#include "core/sources/find_run.h"
#include "core/terminal/text_comparison.h"

#include <nlohmann/json.hpp>

namespace tcpstage::app {

namespace {

using Json = nlohmann::ordered_json;

Json in_both(const OwnedText& text) { return {{"en", text.en}, {"zh", text.zh}}; }

/// The time and the segment of one half of a difference; null if that trace does not have the step.
Json place(const compare::Difference& difference, std::size_t half, const trace::Trace& trace)
{
    if (difference.at[half] == trace::no_record) return nullptr;
    Json json{{"t_ns", trace.record(difference.at[half]).at.time_since_epoch().count()}};
    if (difference.transits[half] != trace::no_transit) json["segment"] = difference.transits[half] + 1;
    return json;
}

Json difference_json(const compare::Difference& difference, const terminal::Halves& halves)
{
    const trace::Trace& first = halves.runs[0]->trace;
    const trace::Trace& second = halves.runs[1]->trace;
    Json json{{"kind", compare::id(difference.kind)},
              {"endpoint", first.endpoint(difference.side).name},
              {"left", place(difference, 0, first)},
              {"right", place(difference, 1, second)}};
    if (difference.kind == compare::Difference::Kind::Time) json["later_ns"] = difference.later.count();
    json["rule"] = difference.because ? Json(tcp::info(*difference.because).id) : Json(nullptr);
    if (difference.because) {
        json["section"] = tcp::info(*difference.because).section;
        json["followed_by"] = difference.followed_by == 0 ? "left" : "right";
    }
    for (const compare::Latitude latitude : difference.latitudes)
        json["leeways"].push_back({{"id", compare::info(latitude).id}, {"section", compare::info(latitude).section}});
    json["sentence"] = in_both(compare::sentence(difference, first, second));
    return json;
}

std::string comparison_json(const terminal::Halves& halves, const compare::Comparison& comparison)
{
    const trace::Trace& first = halves.runs[0]->trace;
    const trace::Trace& second = halves.runs[1]->trace;
    std::vector<std::vector<std::uint32_t>> aligned;
    for (trace::TransitId id = 0; id < comparison.partner[0].size(); ++id)
        if (comparison.partner[0][id] != trace::no_transit) aligned.push_back({id + 1, comparison.partner[0][id] + 1});
    Json json{{"format", "tcpstage-comparison"},
              {"version", 1},
              {"same", comparison.same()},
              {"left", {{"title", in_both(halves.titles[0])}, {"segments", first.transits().size()}}},
              {"right", {{"title", in_both(halves.titles[1])}, {"segments", second.transits().size()}}},
              {"summary", in_both(compare::summary(comparison, first, second))},
              {"aligned", aligned},
              {"differences", Json::array()}};
    for (const compare::Difference& difference : comparison.differences)
        json["differences"].push_back(difference_json(difference, halves));
    return json.dump(2) + "\n";
}

/// The two runs to compare; `lesson_run` owns them.
Result<terminal::Halves> halves_of(const CompareCommand& options, std::array<run::LessonRun, 2>& lesson_run)
{
    auto first = sources::find_run(options.first);
    if (!first) return tl::unexpected<Error>{first.error()};
    lesson_run[0] = std::move(*first);
    const lesson::Scenario& lesson = lesson_run[0].scenario;
    if (options.second.empty()) {
        if (!lesson_run[0].beside || !lesson.beside)
            return fail(say({"\"{}\" has no second run beside it", "“{}”没有并排的第二次运行"}, lesson.id), {},
                        {"name another lesson", "请再指定一个课程"});
        return terminal::Halves{{lesson.half_title(), lesson.beside->half},
                                {&lesson_run[0].run, lesson_run[0].beside.get()}};
    }
    auto second = sources::find_run(options.second);
    if (!second) return tl::unexpected<Error>{second.error()};
    lesson_run[1] = std::move(*second);
    return terminal::Halves{{lesson.title, lesson_run[1].scenario.title}, {&lesson_run[0].run, &lesson_run[1].run}};
}

} // namespace

void add_compare_options(const Command& command, CompareCommand& options)
{
    command
        .option("LESSON", options.first,
                {"Id of a lesson, a lesson's file, or a .tcptrace file", "课程的 id、课程文件或 .tcptrace 文件"})
        ->required();
    command.option(
        "OTHER", options.second,
        {"What to compare it with (default: the lesson's own second run)", "与什么比较（默认：课程自带的第二次运行）"});
    command.option("--format", options.format, {"text or json", "text（文本）或 json"})
        ->check(command.one_of({"text", "json"}));
}

int compare_runs(const CompareCommand& options)
{
    std::array<run::LessonRun, 2> lesson_run;
    const auto halves = halves_of(options, lesson_run);
    const Language language = options.language;
    if (!halves) return complain(halves.error(), language);
    for (const run::Run* run : halves->runs)
        warn(*run, language);
    const trace::Trace& first = halves->runs[0]->trace;
    const trace::Trace& second = halves->runs[1]->trace;
    const compare::Comparison comparison = compare::compare(first, second, compare::usual_tolerance(first, second));
    const auto written =
        write_output("-", options.format == "json" ? comparison_json(*halves, comparison)
                                                   : terminal::text_comparison(*halves, comparison, language));
    if (!written) return complain(written.error(), language);
    return comparison.same() ? 0 : exit_difference;
}

} // namespace tcpstage::app
