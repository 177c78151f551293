#include "core/base/files.h"

#include "core/base/say.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <unistd.h>

namespace tcpstage {

namespace fs = std::filesystem;

Result<std::string> read_whole_file(const std::string& path, const ReadLimits& limits)
{
    std::error_code error;
    if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > limits.most_bytes || error)
        return fail({"it cannot be read, or it is too large", "无法读取，或文件太大"}, {path, 0, 0});
    std::ifstream file{path, std::ios::binary};
    std::string octets{std::istreambuf_iterator<char>{file}, {}};
    if (!file || octets.size() > limits.most_bytes)
        return fail({"it cannot be read, or it is too large", "无法读取，或文件太大"}, {path, 0, 0});
    return octets;
}

Result<void> write_whole_file(const std::string& path, std::string_view octets)
{
    const fs::path target{path};
    const fs::path partial =
        target.parent_path() / fmt::format(".{}.{}.partial", target.filename().string(), ::getpid());
    std::FILE* file = std::fopen(partial.c_str(), "wb");
    bool written = file && std::fwrite(octets.data(), 1, octets.size(), file) == octets.size();
    written = written && std::fflush(file) == 0 && ::fsync(::fileno(file)) == 0;
    int reason = errno;
    if (file && std::fclose(file) != 0) written = false;
    std::error_code error;
    if (written) fs::rename(partial, target, error);
    if (written && !error) return {};
    if (written) reason = error.value();
    fs::remove(partial, error);
    return fail(say({"cannot write: {}", "无法写入：{}"}, std::strerror(reason)), {path, 0, 0});
}

} // namespace tcpstage
