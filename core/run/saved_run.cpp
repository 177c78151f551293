#include "core/run/saved_run.h"

#include "core/formats/save.h"
#include "core/lesson/library.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/networks.h"
#include "core/run/sandbox.h"
#include "core/sources/matrix.h"

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
