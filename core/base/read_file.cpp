// Reads whole files.
#include "core/base/files.h"

#include "core/base/descriptor_io.h"
#include "core/base/say.h"

#include <algorithm>
#include <fcntl.h>
#include <poll.h>

namespace tcpstage {

namespace {

constexpr std::size_t first_bytes = 512;
constexpr std::size_t piece_bytes = std::size_t{1} << 18U; // between two checks of the stop token
constexpr int poll_ms = 100;                               // the same, while no data arrives

bool is_standard_input(const std::string& path) { return path == "-" || path == "/dev/stdin"; }

tl::unexpected<Error> too_large(const std::string& path, const ReadLimits& limits)
{
    return fail(say({"too large: at most {} can be read", "太大：最多能读取 {}"}, amount(limits.most_bytes)),
                {path, 0, 0}, {"choose a smaller file", "请选择小一些的文件"});
}

Result<void> check_kind(const std::string& path, mode_t mode)
{
    if (S_ISREG(mode)) return {};
    return fail(say({"this is {}, not a file", "这是{}，不是文件"}, special_kind(mode)), {path, 0, 0},
                S_ISDIR(mode) ? OwnedText{"name a file in it", "请指定其中的文件"}
                              : OwnedText{"copy what it holds into a file", "请先把内容存成文件"});
}

/// Reads one file, piece by piece.
class FileReader {
public:
    FileReader(const std::string& path, const ReadLimits& limits, int descriptor)
        : path_{path}, limits_{limits}, descriptor_{descriptor}
    {}

    /// `expected` is the size that the file has now; it may grow while it is read.
    Result<std::string> read(std::size_t expected)
    {
        if (auto first = fill(first_bytes); !first) return tl::unexpected{first.error()};
        if (limits_.inspect)
            if (auto inspected = limits_.inspect(octets_); !inspected) return tl::unexpected{inspected.error()};
        if (expected > limits_.most_bytes) return too_large(path_, limits_);
        octets_.reserve(expected + 1);
        while (!ended_) {
            if (octets_.size() > limits_.most_bytes) return too_large(path_, limits_);
            const bool grown = octets_.size() > expected; // or its size was unknown
            if (auto more = fill(grown ? octets_.size() + piece_bytes : expected + 1); !more)
                return tl::unexpected{more.error()};
        }
        if (octets_.size() > limits_.most_bytes) return too_large(path_, limits_);
        return std::move(octets_);
    }

private:
    /// Reads until `octets_` has that size or one octet more than is allowed, or the file ends.
    Result<void> fill(std::size_t size)
    {
        size = std::min(size, limits_.most_bytes + 1);
        while (!ended_ && octets_.size() < size) {
            if (limits_.stop.stop_requested()) return cancelled(path_);
            if (!is_ready()) continue;
            const std::size_t before = octets_.size();
            octets_.resize(std::min(size, before + piece_bytes));
            const ssize_t got = ::read(descriptor_, octets_.data() + before, octets_.size() - before);
            const int reason = errno;
            octets_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
            if (got == 0) ended_ = true;
            if (got < 0 && reason != EINTR && reason != EAGAIN) return unreadable(path_, reason);
        }
        return {};
    }

    /// Standard input may have nothing yet; a regular file is always ready.
    bool is_ready() const
    {
        pollfd waiting{descriptor_, POLLIN, 0};
        return ::poll(&waiting, 1, poll_ms) > 0;
    }

    const std::string& path_;
    const ReadLimits& limits_;
    int descriptor_;
    std::string octets_;
    bool ended_ = false;
};

} // namespace

tl::unexpected<Error> unreadable(const std::string& path, int reason)
{
    if (reason == ENOENT || reason == ENOTDIR)
        return fail({"there is no such file", "没有这个文件"}, {path, 0, 0}, {"check the name", "请检查文件名"});
    return fail(say({"the file cannot be read: {}", "无法读取文件：{}"}, reason_text(reason)), {path, 0, 0},
                reason == EACCES ? OwnedText{"check its permissions", "请检查文件权限"}
                                 : OwnedText{"check the name and the disk", "请检查文件名和磁盘"});
}

Result<RegularFile> open_regular_file(const std::string& path)
{
    if (const auto regular = check_regular_file(path); !regular) // opening a device can have side effects
        return tl::unexpected{regular.error()};
    OpenFile file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    if (!file.ok()) return unreadable(path, errno);
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) return unreadable(path, errno);
    if (const auto regular = check_kind(path, status.st_mode); !regular) return tl::unexpected{regular.error()};
    return RegularFile{std::move(file), static_cast<std::uint64_t>(status.st_size)};
}

Result<void> check_regular_file(const std::string& path)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return unreadable(path, errno);
    return check_kind(path, status.st_mode);
}

Result<std::string> read_whole_file(const std::string& path, const ReadLimits& limits)
{
    if (limits.stop.stop_requested()) return cancelled(path);
    if (limits.standard_input && is_standard_input(path)) return FileReader{path, limits, STDIN_FILENO}.read(0);
    const auto file = open_regular_file(path);
    if (!file) return tl::unexpected{file.error()};
    return FileReader{path, limits, file->descriptor.number()}.read(file->size);
}

} // namespace tcpstage
