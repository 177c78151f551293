#pragma once
// Which built-in lessons a long test reads.

#include "core/lesson/library.h"

#include <cstdlib>
#include <string>
#include <vector>

namespace tcpstage::testing {

/// The ids of one of `one_of` lessons, in teaching order; with TCPSTAGE_ALL_LESSONS in the environment, of all.
inline std::vector<std::string> some_lessons(std::size_t one_of)
{
    const bool all = std::getenv("TCPSTAGE_ALL_LESSONS") != nullptr;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < lesson::built_in_lessons().size(); i += all ? 1 : one_of)
        ids.emplace_back(lesson::built_in_lessons()[i].id);
    return ids;
}

} // namespace tcpstage::testing
