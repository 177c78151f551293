#pragma once
// Private to core/be_tcp: what else is legal.

#include "core/be_tcp/be_tcp.h"

namespace tcpstage::be_tcp {

/// Something else than the engine sends, that RFC 9293 permits here; see play.h. Empty: it does not.
std::optional<Ruling> also_legal(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn,
                                 const Draft& draft);
/// The same for sending nothing.
std::optional<Ruling> waiting_also_legal(const lesson::Scenario& scenario, const trace::Trace& trace,
                                         const PlayTurn& turn);
/// FIN, SYN, RST and ACK: PSH and ECN's are no mistake.
inline tcp::Flags essence(tcp::Flags flags) { return tcp::Flags::from_bits(flags.bits() & 0x17U); }

} // namespace tcpstage::be_tcp
