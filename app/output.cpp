#include "app/output.h"

#include "core/base/say.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

namespace tcpstage {

namespace {

namespace fs = std::filesystem;

struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

Result<void> unwritable(const std::string& path, int reason)
{
    return fail(say({"cannot write: {}", "无法写入：{}"}, std::strerror(reason)), {path, 0, 0},
                {"choose another place with -o", "请用 -o 另选位置"});
}

bool put(std::FILE* file, std::string_view octets)
{
    return std::fwrite(octets.data(), 1, octets.size(), file) == octets.size() && std::fflush(file) == 0;
}

Result<void> write_directly(const std::string& path, std::string_view octets)
{
    const std::unique_ptr<std::FILE, Closer> file{std::fopen(path.c_str(), "wb")};
    if (!file || !put(file.get(), octets)) return unwritable(path, errno);
    return {};
}

Result<void> write_beside(const fs::path& target, const std::string& path, std::string_view octets)
{
    const fs::path partial =
        target.parent_path() / fmt::format(".{}.{}.partial", target.filename().string(), ::getpid());
    std::unique_ptr<std::FILE, Closer> file{std::fopen(partial.c_str(), "wbx")};
    if (!file) return unwritable(path, errno);
    const bool written = put(file.get(), octets) && std::fclose(file.release()) == 0;
    const int reason = errno;
    std::error_code error;
    if (written) fs::rename(partial, target, error);
    if (written && !error) return {};
    std::error_code ignored;
    fs::remove(partial, ignored);
    return unwritable(path, written ? error.value() : reason);
}

} // namespace

Result<void> write_output(const std::string& path, std::string_view octets)
{
    if (path == "-") {
        if (put(stdout, octets)) return {};
        return unwritable("standard output", errno);
    }
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status)) return unwritable(path, EISDIR);
    if (fs::exists(status) && !fs::is_regular_file(status)) return write_directly(path, octets);
    const fs::path target = fs::exists(status) ? fs::canonical(path, error) : fs::path{path}; // a link stays a link
    return write_beside(target, path, octets);
}

int complain(const Error& error, Language language)
{
    std::fputs(fmt::format("tcpstage: {}\n", error.sentence(language)).c_str(), stderr);
    return exit_error;
}

} // namespace tcpstage
