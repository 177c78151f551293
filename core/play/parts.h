#pragma once
// Private to core/play: the other world, in which the person's choice is carried out.

#include "core/play/play.h"

namespace tcpstage::play {

/// What the peer does when the draft reaches it instead of the right segment.
OwnedText reply_to(const Scenario& scenario, const Trace& trace, const PlayTurn& turn, const Draft& draft);
/// What happens when nothing is sent instead of the right segment.
OwnedText silence_after(const Scenario& scenario, const Trace& trace, const PlayTurn& turn);

} // namespace tcpstage::play
