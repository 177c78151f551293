#pragma once
// Whole numbers as options of the command line.

#include <CLI/CLI.hpp>
#include <cstdint>

namespace tcpstage::app {

/// Accepts only a whole number from `least` to `most`; the error is one sentence that names both limits.
CLI::Validator whole_number(std::int64_t least, std::int64_t most);

} // namespace tcpstage::app
