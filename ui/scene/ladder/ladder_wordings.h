#pragma once
// The ways to label a segment's arrow, of which the ladder takes the first that fits. Private to the ladder's plan.

#include "ui/scene/ladder/ladder_plan.h"
#include "ui/scene/words/labels.h"

#include <vector>

namespace tcpstage::scene {

/// A row on one side of the arrow's line, or one on each side.
struct Wording {
    Row row;
    Row below;
};

/// The one number that says most where there is no room for all: what an ACK acknowledges, e.g. "ack=301"; where
/// another segment begins.
QString mainNumber(const SegmentWords& words);
/// The best first. Flags and numbers stay together, but for the last ones, where arrows cross densely: a number with
/// its name alone, "ack=301", then flags alone.
std::vector<Wording> wordingsOf(const SegmentWords& words, Ink ink, const LadderStyle& style);

} // namespace tcpstage::scene
