#pragma once
// Private to core/be_tcp: what else is legal.

#include "core/be_tcp/be_tcp.h"

namespace tcpstage::be_tcp {

/// The ruling on a draft that differs from what the engine sends but is legal (see be_tcp.h). Empty: it is not legal.
std::optional<Ruling> also_legal(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn,
                                 const Draft& draft);
/// The same for sending nothing.
std::optional<Ruling> waiting_also_legal(const lesson::Scenario& scenario, const trace::Trace& trace,
                                         const PlayTurn& turn);
/// FIN, SYN, RST and ACK only: a different PSH or ECN flag is not a mistake.
inline tcp::Flags essence(tcp::Flags flags) { return tcp::Flags::from_bits(flags.bits() & 0x17U); }

} // namespace tcpstage::be_tcp
