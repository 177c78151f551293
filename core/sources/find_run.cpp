#include "core/sources/find_run.h"

#include "core/lesson/library.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/sandbox.h"
#include "core/sources/matrix.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace tcpstage {

namespace {

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
