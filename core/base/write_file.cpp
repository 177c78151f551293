// Writes whole files: a temporary file beside the target, which then takes its place.
#include "core/base/files.h"

#include "core/base/descriptor_io.h"
#include "core/base/say.h"

#include <array>
#include <atomic>
#include <charconv>
#include <climits>
#include <csignal>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <sys/file.h>

namespace tcpstage {

namespace {

namespace fs = std::filesystem;

// ".tcpstage-PROCESS-NUMBER.partial": short, so that it fits wherever the target's own name does.
constexpr std::string_view partial_begins = ".tcpstage-";
constexpr std::string_view partial_ends = ".partial";
constexpr mode_t mode_bits = 07777;

tl::unexpected<Error> unwritable(const std::string& path, int reason)
{
    const bool full = reason == ENOSPC || reason == EDQUOT;
    return fail(say({"cannot write: {}", "无法写入：{}"}, reason_text(reason)), {path, 0, 0},
                full ? OwnedText{"make room or choose another place", "请腾出空间或换个位置"}
                     : OwnedText{"choose another place", "请换个位置"});
}

/// 0 or an errno.
int write_all(int descriptor, std::string_view octets)
{
    while (!octets.empty()) {
        const ssize_t put = ::write(descriptor, octets.data(), octets.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return errno;
        octets.remove_prefix(static_cast<std::size_t>(put));
    }
    return 0;
}

/// 0 or an errno. A file system that does not support fsync is not a failure.
int sync(int descriptor)
{
    if (::fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS) return 0;
    return errno;
}

/// The end of a chain of symbolic links, which need not exist yet. Empty, with errno set, if the chain is too long.
std::optional<fs::path> end_of_links(fs::path path)
{
    constexpr int most_links = 40;
    for (int i = 0; i < most_links; ++i) {
        std::array<char, PATH_MAX> target{};
        const ssize_t size = ::readlink(path.c_str(), target.data(), target.size());
        if (size < 0) return path;
        path = path.parent_path() / fs::path{std::string{target.data(), static_cast<std::size_t>(size)}};
    }
    errno = ELOOP;
    return {};
}

/// The process that made a partial file, by the file's name.
std::optional<::pid_t> maker_of(std::string_view name)
{
    if (!name.starts_with(partial_begins) || !name.ends_with(partial_ends)) return {};
    name.remove_prefix(partial_begins.size());
    ::pid_t process = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), process);
    if (error != std::errc{} || process <= 0 || *end != '-') return {};
    return process;
}

/// Removes the partial file of a killed process. The lock protects the file of a running process that is not visible
/// here, in a container for instance.
void remove_leftover(int folder, const char* name)
{
    const OpenFile file{::openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    struct stat status {};
    const bool ours =
        file.ok() && ::fstat(file.number(), &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid();
    if (ours && ::flock(file.number(), LOCK_EX | LOCK_NB) == 0) ::unlinkat(folder, name, 0);
}

void remove_leftovers(int folder)
{
    struct Closer {
        void operator()(DIR* open) const { ::closedir(open); }
    };
    const int copy = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, Closer> entries{copy < 0 ? nullptr : ::fdopendir(copy)};
    if (!entries) return;
    while (const dirent* const entry = ::readdir(entries.get())) {
        const auto maker = maker_of(entry->d_name);
        if (maker && ::kill(*maker, 0) != 0 && errno == ESRCH) remove_leftover(folder, entry->d_name);
    }
}

/// A temporary file beside the target. The destructor removes it unless it has replaced the target.
class Partial {
public:
    explicit Partial(int folder) : folder_{folder} {}
    Partial(const Partial&) = delete;
    Partial& operator=(const Partial&) = delete;
    ~Partial()
    {
        if (!name_.empty()) ::unlinkat(folder_, name_.c_str(), 0);
    }

    /// 0 or an errno, here and below.
    int make(mode_t mode)
    {
        static std::atomic<unsigned> number{0};
        constexpr int tries = 100; // a killed process with the same id may have left some
        for (int i = 0; i < tries; ++i) {
            std::string name = fmt::format("{}{}-{}{}", partial_begins, ::getpid(), ++number, partial_ends);
            file_ = OpenFile{::openat(folder_, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
            if (!file_.ok() && errno == EEXIST) continue;
            if (!file_.ok()) return errno;
            name_ = std::move(name);
            ::flock(file_.number(), LOCK_EX | LOCK_NB); // see remove_leftover
            return 0;
        }
        return EEXIST;
    }
    int keep_owner_and_mode(const struct stat& old) const
    {
        if (::fchown(file_.number(), old.st_uid, old.st_gid) != 0) errno = 0; // only root may change the owner
        return ::fchmod(file_.number(), old.st_mode & mode_bits) == 0 ? 0 : errno;
    }
    int fill(std::string_view octets)
    {
        int reason = write_all(file_.number(), octets);
        if (reason == 0) reason = sync(file_.number());
        return reason == 0 ? file_.close() : reason;
    }
    int take_place_of(const std::string& target)
    {
        if (::renameat(folder_, name_.c_str(), folder_, target.c_str()) != 0) return errno;
        name_.clear();
        return 0;
    }

private:
    int folder_;
    std::string name_; // empty: no file to remove
    OpenFile file_;
};

/// 0 or an errno. `old` is the status of the existing file, if there is one.
int replace(const fs::path& target, const std::optional<struct stat>& old, std::string_view octets)
{
    const std::string folder_name = target.has_parent_path() ? target.parent_path().string() : ".";
    const OpenFile folder{::open(folder_name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!folder.ok()) return errno;
    remove_leftovers(folder.number());
    constexpr mode_t secret = 0600; // until it has the old file's mode
    constexpr mode_t usual = 0666;  // less the umask
    Partial partial{folder.number()};
    int reason = partial.make(old ? secret : usual);
    if (reason == 0 && old) reason = partial.keep_owner_and_mode(*old);
    if (reason == 0) reason = partial.fill(octets);
    if (reason == 0) reason = partial.take_place_of(target.filename().string());
    if (reason != 0) return reason;
    const OpenFile readable{::open(folder_name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return readable.ok() ? sync(readable.number()) : 0; // a folder may be writable but not readable
}

Result<void> write_special(const std::string& path, mode_t mode, std::string_view octets, Special special)
{
    if (S_ISDIR(mode)) return unwritable(path, EISDIR);
    if (special == Special::Refuse)
        return fail(say({"cannot write: this is {}, not a file", "无法写入：这是{}，不是文件"}, special_kind(mode)),
                    {path, 0, 0}, {"choose another place", "请换个位置"});
    OpenFile file{::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY)};
    int reason = file.ok() ? write_all(file.number(), octets) : errno;
    if (reason == 0) reason = file.close();
    return reason == 0 ? Result<void>{} : unwritable(path, reason);
}

} // namespace

Result<void> write_whole_file(const std::string& path, std::string_view octets, Special special)
{
    std::optional<struct stat> old{std::in_place};
    if (::stat(path.c_str(), &*old) != 0) {
        if (errno != ENOENT) return unwritable(path, errno);
        old.reset();
    }
    if (old && !S_ISREG(old->st_mode)) return write_special(path, old->st_mode, octets, special);
    if (old && ::access(path.c_str(), W_OK) != 0) return unwritable(path, errno);
    const auto target = end_of_links(path);
    if (!target || !target->has_filename()) return unwritable(path, target ? ENOENT : errno);
    const int reason = replace(*target, old, octets);
    return reason == 0 ? Result<void>{} : unwritable(path, reason);
}

} // namespace tcpstage
