#include "core/scenario/saved_run.h"

#include "core/scenario/library.h"
#include "core/scenario/matrix.h"
#include "core/scenario/networks.h"
#include "core/scenario/packetdrill.h"
#include "core/scenario/sandbox.h"
#include "core/trace/formats.h"
#include "core/trace/save.h"

#include <cassert>
#include <filesystem>
#include <fstream>
#include <iterator>

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

Result<std::string> octets_of(const std::string& path)
{
    constexpr std::uintmax_t most = 1U << 30U;
    const Place place{path, 0, 0};
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return fail({"there is no such file", "没有这个文件"}, place, {"check the name", "请检查文件名"});
    if (!std::filesystem::is_regular_file(path, error))
        return fail({"this is no file", "这不是文件"}, place, {"name a .tcptrace file", "请指定 .tcptrace 文件"});
    if (std::filesystem::file_size(path, error) > most)
        return fail({"the file is larger than 1 GiB", "文件大于 1 GiB"}, place,
                    {"choose a saved trace", "请选择保存的轨迹"});
    std::ifstream file{path, std::ios::binary};
    std::string octets{std::istreambuf_iterator<char>{file}, {}};
    if (!file.is_open() || file.bad())
        return fail({"the file cannot be read", "无法读取文件"}, place, {"check its permissions", "请检查文件权限"});
    return octets;
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
    if (read.records().size() != trace.records().size() || read.flights().size() != trace.flights().size())
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

Result<Told> find_run(const std::string& id_or_path, std::stop_token stop)
{
    if (is_cell_source(id_or_path))
        return parse_cell_source(id_or_path).map([](CellName cell) { return run_cell(cell.state, cell.stimulus); });
    if (id_or_path.ends_with(".tcptrace"))
        return octets_of(id_or_path).and_then([&](const std::string& octets) { return load_run(octets, id_or_path); });
    if (id_or_path.ends_with(".pkt")) return load_script_file(id_or_path).map(tell_script);
    if (id_or_path == sandbox_source) return run_told(sandbox());
    return find_lesson(id_or_path).map([&](Scenario lesson) { return run_told(std::move(lesson), stop); });
}

} // namespace tcpstage
