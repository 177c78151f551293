#include "core/run/saved_run.h"

#include "core/formats/save.h"
#include "core/run/networks.h"

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

Result<Told> load_run(std::string_view octets, const std::string& file_name)
{
    auto saved = load_trace(octets, file_name);
    if (!saved) return tl::unexpected<Error>{saved.error()};
    Told told;
    told.scenario = without_lesson(saved->trace, file_name);
    if (!saved->lesson_yaml.empty()) {
        auto scenario = read_scenario(saved->lesson_yaml, file_name + " (its lesson)");
        if (!scenario) return tl::unexpected<Error>{scenario.error()};
        told.scenario = std::move(*scenario);
        told.scenario.id = saved->lesson_id;
        if (told.scenario.beside) told.beside = std::make_shared<Run>(run(*told.scenario.beside));
    }
    told.run.notes = place_notes(told.scenario.notes, saved->trace);
    told.run.trace = std::move(saved->trace);
    if (told.run.trace.source() == Source::Simulated) told.run.networks = changes_of(told.scenario);
    return told;
}

} // namespace tcpstage
