#include "app/line/output.h"

#include "core/base/files.h"
#include "core/base/say.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fmt/format.h>

namespace tcpstage::app {

namespace {

const OwnedText advice{"choose another place with -o", "请用 -o 另选位置"};

Result<void> write_to_standard_output(std::string_view octets)
{
    const bool put = std::fwrite(octets.data(), 1, octets.size(), stdout) == octets.size() && std::fflush(stdout) == 0;
    if (put) return {};
    return fail(say({"cannot write: {}", "无法写入：{}"}, std::strerror(errno)), {"standard output", 0, 0}, advice);
}

} // namespace

Result<void> write_output(const std::string& path, std::string_view octets)
{
    if (path == "-") return write_to_standard_output(octets);
    auto written = write_whole_file(path, octets, Special::Write);
    if (!written) written.error().advice = advice;
    return written;
}

int complain(const Error& error, Language language)
{
    std::fputs(fmt::format("tcpstage: {}\n", error.sentence(language)).c_str(), stderr);
    return exit_error;
}

void warn(const Error& warning, Language language)
{
    constexpr Text pattern{"tcpstage: warning: ", "tcpstage: 警告："};
    std::fputs(fmt::format("{}{}\n", pattern[language], warning.sentence(language)).c_str(), stderr);
}

} // namespace tcpstage::app
