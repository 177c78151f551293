#pragma once
// Every option of core/tcp/segment/option_table.cpp as values, for tests of what must hold for each of them: a new row
// is tested without a new test.

#include "core/tcp/segment/option_table.h"

#include <numeric>
#include <vector>

namespace tcpstage::tcp {

/// Reads the option into `options`, with the octets 1, 2, 3, ... after its kind and length.
inline void take_some(const OptionRow& row, std::uint8_t length, Options& options)
{
    std::vector<std::uint8_t> body(length - std::size_t{2});
    std::iota(body.begin(), body.end(), std::uint8_t{1});
    row.take(options, body);
}

/// Each option alone, with each length that it may have.
inline std::vector<Options> every_option()
{
    std::vector<Options> all;
    for (const OptionRow& row : option_rows())
        for (const std::uint8_t length : row.lengths)
            if (length != 0) take_some(row, length, all.emplace_back());
    return all;
}

/// Each set of options, with the shortest form of each; all of them together come last.
inline std::vector<Options> every_set_of_options()
{
    std::vector<Options> all{Options{}};
    for (const OptionRow& row : option_rows()) {
        const std::size_t without = all.size();
        for (std::size_t i = 0; i < without; ++i) {
            Options with = all[i];
            take_some(row, row.lengths[0], with);
            all.push_back(with);
        }
    }
    return all;
}

} // namespace tcpstage::tcp
