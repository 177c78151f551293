#pragma once
// The checksum of a captured TCP segment (RFC 9293 section 3.1, RFC 8200 section 8.1).

#include "core/tcp/segment/ip_address.h"

#include <cstdint>
#include <span>

namespace tcpstage::capture {

/// Whether the checksum is wrong. It is not if it is 0 or covers only the pseudo-header: then the network card would
/// have computed it after the capture. `segment` is whole, with at least 20 octets.
bool has_bad_checksum(const tcp::IpAddress& from, const tcp::IpAddress& to, std::span<const std::uint8_t> segment);

} // namespace tcpstage::capture
