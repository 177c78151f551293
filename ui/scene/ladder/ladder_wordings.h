#pragma once
// The ways to label a segment's arrow, of which the ladder takes the first that fits. Private to the ladder's plan.

#include "ui/scene/ladder/ladder_plan.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <vector>

namespace tcpstage::scene {

/// A row on one side of the arrow's line, or one on each side.
struct Wording {
    Row row;
    Row below;
};

/// Whether it says more than flags.
inline bool isNumbered(const Wording& wording)
{
    const auto hasNumber = [](const Row& row) {
        return std::ranges::any_of(row.pieces, [](const Piece& piece) { return piece.face == Face::Mono; });
    };
    return hasNumber(wording.row) || hasNumber(wording.below);
}

/// Whether it has all numbers, but for a window or options.
bool hasAllNumbers(const Wording& wording, const SegmentWords& words);
/// The one number that says most where there is no room for all: what an ACK acknowledges, e.g. "ack=301"; where
/// another segment begins.
QString mainNumber(const SegmentWords& words);
/// The best first. Flags and numbers stay together, but for the last ones, where arrows cross densely: a number with
/// its name alone, "ack=301", then flags alone.
std::vector<Wording> wordingsOf(const SegmentWords& words, Ink ink, const LadderStyle& style);

} // namespace tcpstage::scene
