#pragma once
// The output of commands. A file is written completely or not at all.

#include "core/base/error.h"

#include <string>
#include <string_view>

namespace tcpstage::app {

/// Of the option -o, whose default is "-".
inline constexpr Text output_description{"File to write; - (the default) is standard output",
                                         "要写的文件；-（默认）表示标准输出"};
/// Writes `octets` as write_whole_file does; "-" is standard output. Devices and pipes are written directly.
Result<void> write_output(const std::string& path, std::string_view octets);

/// Prints one line on standard error: where, what, what to do. Returns exit_error.
int complain(const Error& error, Language language);
/// The same as a warning, about output that was made.
void warn(const Error& warning, Language language);
inline constexpr int exit_error = 2;
inline constexpr int exit_difference = 1;

} // namespace tcpstage::app
