#pragma once
// The IP packet that carries a segment over the wire.

#include "core/tcp/segment/segment.h"

#include <optional>

namespace tcpstage::live {

/// RFC 791 with a header of 20 octets; both checksums are filled in.
std::vector<std::uint8_t> ip_packet(const tcp::Segment& segment, tcp::Address from, tcp::Address to);

struct Carried {
    tcp::IpSocket from;
    tcp::IpSocket to;
    tcp::Segment segment;
};
/// What an IPv4 or IPv6 packet carries; empty if that is not TCP, or is cut off.
std::optional<Carried> read_ip_packet(std::span<const std::uint8_t> packet);

} // namespace tcpstage::live
