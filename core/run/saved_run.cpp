#include "core/run/saved_run.h"

#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/run/networks.h"
#include "core/run/reached.h"

#include <cassert>
#include <filesystem>

namespace tcpstage::run {

namespace {

lesson::Scenario without_lesson(const trace::Trace& trace, const std::string& file_name)
{
    lesson::Scenario scenario;
    scenario.id = std::filesystem::path{file_name}.stem().string();
    scenario.title = {scenario.id, scenario.id};
    scenario.group = lesson::Group::Real;
    for (const trace::Side side : trace::both_sides) {
        scenario.setup.endpoints[trace::index(side)].name = trace.endpoint(side).name;
        scenario.setup.endpoints[trace::index(side)].socket = trace.endpoint(side).socket.v4();
    }
    return scenario;
}

/// The lesson's text for the trace's file. Written out, it may be longer than the original and than what the reader
/// accepts; then parts that the trace does not need are left out, so that the file can be opened.
std::string lesson_in_file(lesson::Scenario scenario)
{
    const auto readable = [](const std::string& yaml) { return lesson::read_scenario(yaml, "lesson").has_value(); };
    std::string yaml = lesson::write_scenario(scenario);
    if (readable(yaml)) return yaml;
    scenario.steps = {{lesson::WaitStep{Duration{0}}, {}}}; // a lesson has at least one
    if (scenario.begin) scenario.begin->after_handshake = false;
    scenario.setup.faults.clear();
    scenario.setup.injections.clear();
    scenario.expect = {};
    scenario.beside.reset();
    yaml = lesson::write_scenario(scenario);
    if (readable(yaml)) return yaml;
    scenario.notes.clear();
    yaml = lesson::write_scenario(scenario);
    return readable(yaml) ? yaml : std::string{};
}

/// Whether the file can be opened and gives the same trace. For assertions.
[[maybe_unused]] bool comes_back(std::string_view octets, const trace::Trace& trace)
{
    constexpr std::size_t few_records = 5000; // the JSON of more takes too long at each save
    const auto again = load_run(octets, "saved.tcptrace");
    if (!again) return false;
    const trace::Trace& read = again->run.trace;
    if (read.records().size() != trace.records().size() || read.transits().size() != trace.transits().size())
        return false;
    return trace.records().size() > few_records || formats::to_json(read) == formats::to_json(trace);
}

} // namespace

LessonRun run_lesson(lesson::Scenario scenario, std::stop_token stop)
{
    LessonRun lesson_run{std::move(scenario), {}, {}};
    lesson_run.run = run(lesson_run.scenario, nullptr, stop);
    if (lesson_run.scenario.beside)
        lesson_run.beside = std::make_shared<Run>(run(*lesson_run.scenario.beside, nullptr, stop));
    return lesson_run;
}

std::string save_run(const lesson::Scenario& scenario, const Run& run)
{
    if (run.trace.source() == trace::Source::Script) return formats::save_trace(run.trace);
    lesson::Scenario written = scenario;
    written.notes = settled(scenario.notes, run.trace);
    std::string octets = formats::save_trace(run.trace, scenario.id, lesson_in_file(std::move(written)));
    assert(comes_back(octets, run.trace));
    return octets;
}

Result<LessonRun> load_run(std::string_view octets, const std::string& file_name, const std::stop_token& stop)
{
    auto saved = formats::load_trace(octets, file_name, stop);
    if (!saved) return tl::unexpected<Error>{saved.error()};
    LessonRun lesson_run;
    lesson_run.scenario = without_lesson(saved->trace, file_name);
    if (!saved->lesson_yaml.empty()) {
        auto scenario = lesson::read_scenario(saved->lesson_yaml, file_name + " (its lesson)");
        if (!scenario) return tl::unexpected<Error>{scenario.error()};
        lesson_run.scenario = std::move(*scenario);
        lesson_run.scenario.id = saved->lesson_id;
        if (lesson_run.scenario.beside)
            lesson_run.beside = std::make_shared<Run>(run(*lesson_run.scenario.beside, nullptr, stop));
    }
    lesson_run.run.begin = beginning(lesson_run.scenario, saved->trace);
    lesson_run.run.notes = place_notes(lesson_run.scenario.notes, saved->trace, lesson_run.run.begin);
    for (const trace::Side side : trace::both_sides)
        saved->trace.show_as(side, lesson_run.scenario.setup.endpoints[trace::index(side)].shown);
    lesson_run.run.trace = std::move(saved->trace);
    if (lesson_run.run.trace.source() == trace::Source::Simulated)
        lesson_run.run.networks = changes_of(lesson_run.scenario);
    return lesson_run;
}

} // namespace tcpstage::run
