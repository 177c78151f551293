#pragma once
// Arrows that are so close to each other that they are named together: "ACK ×8 seq=101…801", "lost ×5". Private to the
// ladder's plan.

#include "ui/scene/ladder/ladder_plan.h"

#include <optional>
#include <span>
#include <vector>

namespace tcpstage::scene {

/// Segments of one sender, in order of sending.
using Members = std::vector<trace::TransitId>;

/// The arrows of a block. `words` are those of each arrow.
struct BlockArrows {
    const trace::Trace& trace;
    trace::TransitId first; // of the block
    std::span<const ArrowPlan> plans;
    std::span<const SegmentWords> words;
    const LadderStyle& style;
};

/// Bursts of at least three segments of one kind, between whose arrows no words have room.
std::vector<Members> burstsOf(const BlockArrows& block);
/// Segments without a name that follow closely on each other and are of one kind: at least two.
std::vector<Members> namelessOf(const BlockArrows& block, const std::vector<bool>& named);
/// Whether a lesson may be about this one: it was lost, damaged, sent again, or comes from the past.
bool isRemarkable(const trace::Transit& transit);
/// Lost segments with the same reason, whose crosses stand one under the other: at least two.
std::vector<Members> lossesOf(const BlockArrows& block, Language language);
/// What is said of several segments at once: "ACK ×8", "seq=101…801 len=100". Empty if they are not of one kind.
std::optional<SegmentWords> wordsOfAll(const trace::Trace& trace, const Members& members,
                                       const DisplayOptions& display);

} // namespace tcpstage::scene
