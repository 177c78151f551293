#pragma once
// The user's files as wholes: the one way in which the program reads them and the one way in which it writes them.

#include "core/base/error.h"

#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>

namespace tcpstage {

/// What may be read. Only regular files are.
struct ReadLimits {
    std::size_t most_bytes = 0;
    bool standard_input = false;
    std::stop_token stop{};
};

/// All octets of a file. Errors: no such file, not a regular file, too large, cannot be read.
Result<std::string> read_whole_file(const std::string& path, const ReadLimits& limits);

/// Replaces the file at `path`, or makes it: at every moment it holds its old octets or all the new ones.
Result<void> write_whole_file(const std::string& path, std::string_view octets);

} // namespace tcpstage
