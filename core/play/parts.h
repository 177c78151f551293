#pragma once
// Private to core/play: what else is legal, and the other world, in which the person's choice is carried out.

#include "core/play/play.h"

namespace tcpstage::play {

/// Something else than the engine sends, that RFC 9293 permits here; see play.h. Empty: it does not.
std::optional<Ruling> also_legal(const Scenario& scenario, const Trace& trace, const PlayTurn& turn,
                                 const Draft& draft);
/// The same for sending nothing.
std::optional<Ruling> waiting_also_legal(const Scenario& scenario, const Trace& trace, const PlayTurn& turn);
/// FIN, SYN, RST and ACK: PSH and ECN's are no mistake.
inline Flags essence(Flags flags) { return Flags::from_bits(flags.bits() & 0x17U); }

/// What the peer does when the draft reaches it instead of the right segment.
OwnedText reply_to(const Scenario& scenario, const Trace& trace, const PlayTurn& turn, const Draft& draft);
/// What happens when nothing is sent instead of the right segment.
OwnedText silence_after(const Scenario& scenario, const Trace& trace, const PlayTurn& turn);

} // namespace tcpstage::play
