#pragma once
// Files as commands write them: whole or not at all.

#include "core/base/error.h"

#include <string>
#include <string_view>

namespace tcpstage::app {

/// As write_whole_file does; "-" is standard output. Devices and pipes are written directly.
Result<void> write_output(const std::string& path, std::string_view octets);

/// One line on standard error: where, what, what to do. The exit code of every error.
int complain(const Error& error, Language language = Language::English);
inline constexpr int exit_error = 2;
inline constexpr int exit_difference = 1;

} // namespace tcpstage::app
