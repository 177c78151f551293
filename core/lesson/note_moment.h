#pragma once
// How a run was at the moment that a note was written for.

#include "core/tcp/rules.h"
#include "core/tcp/segment/segment.h"
#include "core/tcp/tcb/tcb.h"

#include <array>
#include <optional>
#include <vector>

namespace tcpstage::lesson {

struct NoteMoment {
    std::optional<tcp::Segment> segment{}; // that the note is about, as it was sent
    std::array<tcp::Tcb, 2> ends{};
    std::vector<tcp::Rule> rules{}; // that were followed
    std::size_t segments = 0;       // sent until then by both ends, if the note's title counts them; else 0
};

} // namespace tcpstage::lesson
