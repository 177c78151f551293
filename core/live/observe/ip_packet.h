#pragma once
// A segment as the IPv4 packet that carries it over the wire.

#include "core/tcp/segment/segment.h"

namespace tcpstage::live {

/// RFC 791 with a header of 20 octets; both checksums are filled in.
std::vector<std::uint8_t> ip_packet(const tcp::Segment& segment, tcp::Address from, tcp::Address to);

} // namespace tcpstage::live
