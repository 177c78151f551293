#pragma once
// The retransmission timeout of RFC 6298.

#include "core/tcp/tcb/settings.h"
#include "core/tcp/tcb/tcb.h"

namespace tcpstage::tcp {

/// Updates SRTT, RTTVAR and RTO from a measured round trip (RFC 6298 2.2, 2.3) and ends the back-off. Never call it for
/// a retransmitted segment (Karn's algorithm).
void measure(Tcb& tcb, Duration round_trip, const Settings& settings);
/// Doubles the RTO, up to rto_max (RFC 6298 5.5).
void back_off(Tcb& tcb, const Settings& settings);

} // namespace tcpstage::tcp
