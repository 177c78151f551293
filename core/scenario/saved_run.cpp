#include "core/scenario/saved_run.h"

#include "core/base/files.h"
#include "core/scenario/library.h"
#include "core/scenario/matrix.h"
#include "core/scenario/networks.h"
#include "core/scenario/packetdrill.h"
#include "core/scenario/sandbox.h"
#include "core/trace/save.h"

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
    if (run.trace.source() == Source::Script) return save_trace(run.trace); // a script is no lesson
    return save_trace(run.trace, scenario.id, write_scenario(scenario));
}

namespace {

Result<Told> load(std::string_view octets, const std::string& file_name, const std::stop_token& stop)
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

Result<Told> load_run_file(const std::string& path, const std::stop_token& stop)
{
    const ReadLimits limits{largest_saved_trace, false, stop,
                            [&](std::string_view first) { return check_begins_as_trace(first, path); }};
    return read_whole_file(path, limits).and_then([&](const std::string& octets) { return load(octets, path, stop); });
}

} // namespace

Result<Told> load_run(std::string_view octets, const std::string& file_name) { return load(octets, file_name, {}); }

Result<Told> find_run(const std::string& id_or_path, std::stop_token stop)
{
    if (is_cell_source(id_or_path))
        return parse_cell_source(id_or_path).map([](CellName cell) { return run_cell(cell.state, cell.stimulus); });
    if (id_or_path.ends_with(".tcptrace")) return load_run_file(id_or_path, stop);
    if (id_or_path.ends_with(".pkt"))
        return load_script_file(id_or_path, {false, stop}).map([&](const LoadedScript& script) {
            return tell_script(script, stop);
        });
    if (id_or_path == sandbox_source) return run_told(sandbox(), stop);
    return find_lesson(id_or_path, stop).map([&](Scenario lesson) { return run_told(std::move(lesson), stop); });
}

} // namespace tcpstage
