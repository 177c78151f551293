#include "core/sources/find_run.h"

#include "core/base/files.h"
#include "core/formats/save.h"
#include "core/lesson/library.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/sandbox.h"
#include "core/sources/joined_run.h"
#include "core/sources/matrix.h"

namespace tcpstage::sources {

namespace {

Result<run::LessonRun> load_run_file(const std::string& path, const std::stop_token& stop)
{
    const ReadLimits limits{formats::largest_saved_trace, false, stop,
                            [&](std::string_view first) { return formats::check_begins_as_trace(first, path); }};
    return read_whole_file(path, limits).and_then([&](const std::string& octets) {
        return run::load_run(octets, path, stop);
    });
}

} // namespace

Result<run::LessonRun> find_run(const std::string& id_or_path, std::stop_token stop)
{
    if (is_cell_source(id_or_path))
        return parse_cell_source(id_or_path).map([](CellName cell) { return run_cell(cell.state, cell.stimulus); });
    if (const auto joined = parse_joined_source(id_or_path))
        return joined_run(capture::Origin::of_file(joined->one.path), joined->one.number,
                          capture::Origin::of_file(joined->other), joined->other_number, stop);
    if (const auto connection = parse_connection_source(id_or_path))
        return capture_run(capture::Origin::of_file(connection->path), connection->number, stop);
    if (id_or_path.ends_with(".tcptrace")) return load_run_file(id_or_path, stop);
    if (id_or_path.ends_with(".pkt"))
        return packetdrill::load_script_file(id_or_path, {false, stop})
            .map([&](const packetdrill::LoadedScript& script) { return packetdrill::script_run(script, stop); });
    if (id_or_path == run::sandbox_source) return run::run_lesson(run::sandbox(), stop);
    return lesson::find_lesson(id_or_path, stop).map([&](lesson::Scenario lesson) {
        return run::run_lesson(std::move(lesson), stop);
    });
}

} // namespace tcpstage::sources
