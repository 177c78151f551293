#include "core/run/saved_run.h"

#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/run/networks.h"

#include <cassert>
#include <filesystem>

namespace tcpstage {

namespace {

Scenario without_lesson(const Trace& trace, const std::string& file_name)
{
    Scenario scenario;
    scenario.id = std::filesystem::path{file_name}.stem().string();
    scenario.title = {scenario.id, scenario.id};
    scenario.group = Group::Real;
    for (const Side side : both_sides) {
        scenario.setup.endpoints[index(side)].name = trace.endpoint(side).name;
        scenario.setup.endpoints[index(side)].socket = trace.endpoint(side).socket;
    }
    return scenario;
}

/// The lesson as it stands in the trace's file. It may be longer written out than it was, and more than a lesson's
/// reader takes: then what the trace can do without is left out, so that the file can be opened.
std::string lesson_in_file(Scenario scenario)
{
    const auto readable = [](const std::string& yaml) { return read_scenario(yaml, "lesson").has_value(); };
    std::string yaml = write_scenario(scenario);
    if (readable(yaml)) return yaml;
    scenario.steps = {{WaitStep{Duration{0}}, {}}}; // a lesson has at least one
    scenario.setup.faults.clear();
    scenario.setup.injections.clear();
    scenario.expect = {};
    scenario.beside.reset();
    yaml = write_scenario(scenario);
    if (readable(yaml)) return yaml;
    scenario.notes.clear();
    yaml = write_scenario(scenario);
    return readable(yaml) ? yaml : std::string{};
}

/// Whether a file that was just made can be opened and gives the same trace. For assertions.
[[maybe_unused]] bool comes_back(std::string_view octets, const Trace& trace)
{
    constexpr std::size_t few_records = 5000; // the JSON of more takes too long at each save
    const auto again = load_run(octets, "saved.tcptrace");
    if (!again) return false;
    const Trace& read = again->run.trace;
    if (read.records().size() != trace.records().size() || read.transits().size() != trace.transits().size())
        return false;
    return trace.records().size() > few_records || to_json(read) == to_json(trace);
}

} // namespace

Told run_told(Scenario scenario, std::stop_token stop)
{
    Told told{std::move(scenario), {}, {}};
    told.run = run(told.scenario, nullptr, stop);
    if (told.scenario.beside) told.beside = std::make_shared<Run>(run(*told.scenario.beside, nullptr, stop));
    return told;
}

std::string save_run(const Scenario& scenario, const Run& run)
{
    const bool is_lesson = run.trace.source() != Source::Script;
    std::string octets =
        is_lesson ? save_trace(run.trace, scenario.id, lesson_in_file(scenario)) : save_trace(run.trace);
    assert(comes_back(octets, run.trace));
    return octets;
}

Result<Told> load_run(std::string_view octets, const std::string& file_name, const std::stop_token& stop)
{
    auto saved = load_trace(octets, file_name, stop);
    if (!saved) return tl::unexpected<Error>{saved.error()};
    Told told;
    told.scenario = without_lesson(saved->trace, file_name);
    if (!saved->lesson_yaml.empty()) {
        auto scenario = read_scenario(saved->lesson_yaml, file_name + " (its lesson)");
        if (!scenario) return tl::unexpected<Error>{scenario.error()};
        told.scenario = std::move(*scenario);
        told.scenario.id = saved->lesson_id;
        if (told.scenario.beside) told.beside = std::make_shared<Run>(run(*told.scenario.beside, nullptr, stop));
    }
    told.run.notes = place_notes(told.scenario.notes, saved->trace);
    told.run.trace = std::move(saved->trace);
    if (told.run.trace.source() == Source::Simulated) told.run.networks = changes_of(told.scenario);
    return told;
}

} // namespace tcpstage
