#pragma once
// A file descriptor that closes itself, and what reading and writing whole files share. Private to core/base.

#include "core/base/error.h"

#include <cerrno>
#include <cstdint>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tcpstage {

class OpenFile {
public:
    explicit OpenFile(int number = -1) : number_{number} {}
    OpenFile(OpenFile&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    OpenFile& operator=(OpenFile&& other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile()
    {
        if (number_ >= 0) ::close(number_);
    }

    bool ok() const { return number_ >= 0; }
    int number() const { return number_; }
    /// Closes it now. Returns 0 or an errno: a network file system may report a failed write only here.
    int close()
    {
        const int number = std::exchange(number_, -1);
        return ::close(number) == 0 || errno == EINTR ? 0 : errno;
    }

private:
    int number_;
};

struct RegularFile {
    OpenFile descriptor;
    std::uint64_t size = 0; // when it was opened
};
/// Opens it for reading. Errors: missing, not a regular file, no permission.
Result<RegularFile> open_regular_file(const std::string& path);
/// The error of a file that cannot be read: `reason` is an errno.
tl::unexpected<Error> unreadable(const std::string& path, int reason);

/// "No space left on device": `reason` is an errno.
OwnedText reason_text(int reason);

/// "a folder", "a pipe"; empty for a regular file.
Text special_kind(mode_t mode);

} // namespace tcpstage
