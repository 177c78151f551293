#pragma once
// Whole numbers as options of the command line.

#include <CLI/CLI.hpp>
#include <cstdint>

namespace tcpstage::app {

/// Refuses, in one sentence with both ends of the range, what is no whole number from `least` to `most`.
CLI::Validator whole_number(std::int64_t least, std::int64_t most);

} // namespace tcpstage::app
