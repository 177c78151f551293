#pragma once
// Reads and writes whole files. The program accesses the user's files only through these functions.

#include "core/base/error.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace tcpstage {

/// What may be read: only regular files, unless `standard_input` allows "-" and /dev/stdin.
struct ReadLimits {
    std::size_t most_bytes = 0;
    bool standard_input = false;
    std::stop_token stop{};
    /// Looks at the first octets (up to 512, less in a shorter file) before the rest is read. Its error ends the
    /// reading.
    std::function<Result<void>(std::string_view first)> inspect{};
};

/// All octets of a file. Never waits for a pipe or a device, holds little more than it returns, and ends soon after
/// `stop` was requested. Errors: no such file, not a regular file, too large, cannot be read, cancelled.
Result<std::string> read_whole_file(const std::string& path, const ReadLimits& limits);

/// The error of a path that read_whole_file would not open because of what it is: missing, a folder, a pipe, a device.
Result<void> check_regular_file(const std::string& path);

/// The error of work that was cancelled. `name` is the file or the lesson.
tl::unexpected<Error> cancelled(const std::string& name);

/// "1 MiB", "2.5 MiB", "17 octets": an amount for a sentence.
OwnedText amount(std::uint64_t octets);

/// What to do if the path is a pipe or a device: writing to one can block, so the window refuses them.
enum class Special : std::uint8_t { Refuse, Write };

/// Replaces the file at `path` or creates it. At every moment, even after a crash, the file has its old content or all
/// of the new. Keeps the mode of an existing file and follows symbolic links. Every step is checked, so success means
/// that the octets are on the disk. Also removes temporary files that killed programs left in the same folder.
Result<void> write_whole_file(const std::string& path, std::string_view octets, Special special = Special::Refuse);

} // namespace tcpstage
