#pragma once
// SYN cookies: an initial sequence number that says what a listener would have had to remember of a SYN, so that it
// need not remember anything (RFC 4987 section 3.6, after D. J. Bernstein).

#include "core/base/time.h"
#include "core/tcp/host/demultiplexer.h"
#include "core/tcp/segment/seq.h"

#include <array>
#include <cstdint>
#include <optional>

namespace tcpstage::tcp {

/// Three bits choose one, octets: the peer's MSS is rounded down to it, or up to the least.
inline constexpr std::array<std::uint16_t, 8> cookie_mss{64, 216, 536, 1200, 1360, 1440, 1460, 8960};

/// The ISS for an answer to the SYN with number `irs` and this MSS: five bits of a clock that ticks every 64 s, three
/// bits for the MSS, and 24 bits that only who knows the secret can compute.
Seq syn_cookie(const SocketPair& pair, Seq irs, std::uint16_t peer_mss, std::uint64_t secret, Instant now);
/// The MSS in a cookie that came back, when this host made it in this tick or the last; empty for any other number.
std::optional<std::uint16_t> check_syn_cookie(const SocketPair& pair, Seq irs, Seq cookie, std::uint64_t secret,
                                              Instant now);

} // namespace tcpstage::tcp
