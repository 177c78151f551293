#pragma once
// SYN cookies: an initial sequence number that encodes what a listener would otherwise have to remember of a SYN, so
// that it keeps no state (RFC 4987 section 3.6, after D. J. Bernstein).

#include "core/base/time.h"
#include "core/tcp/host/demultiplexer.h"
#include "core/tcp/segment/seq.h"

#include <array>
#include <cstdint>
#include <optional>

namespace tcpstage::tcp {

/// MSS values in octets, chosen by three bits: the peer's MSS is rounded down to one of them, or up to the smallest.
inline constexpr std::array<std::uint16_t, 8> cookie_mss{64, 216, 536, 1200, 1360, 1440, 1460, 8960};

/// The ISS for an answer to the SYN with number `irs` and this MSS: five bits of a clock that ticks every 64 s, three
/// bits for the MSS, and 24 bits of a hash keyed with the secret.
Seq syn_cookie(const SocketPair& pair, Seq irs, std::uint16_t peer_mss, std::uint64_t secret, Instant now);
/// The MSS in a returned cookie, if this host made it in the current tick or the one before; empty: any other number.
std::optional<std::uint16_t> check_syn_cookie(const SocketPair& pair, Seq irs, Seq cookie, std::uint64_t secret,
                                              Instant now);

} // namespace tcpstage::tcp
