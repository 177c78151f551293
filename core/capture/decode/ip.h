#pragma once
// The headers of IPv4 (RFC 791) and IPv6 (RFC 8200) with its extension headers, up to what they carry.

#include "core/capture/decode/link.h"
#include "core/tcp/segment/ip_address.h"
#include "core/tcp/segment/segment.h"

#include <cstdint>
#include <optional>
#include <span>

namespace tcpstage::capture {

/// An IP packet, or a fragment of one.
struct IpPacket {
    tcp::IpAddress from;
    tcp::IpAddress to;
    std::uint8_t protocol = 0; // of what it carries, as numbered by IANA
    tcp::Ecn ecn = tcp::Ecn::NotCapable;
    std::span<const std::uint8_t> payload; // as far as it was captured
    std::uint32_t payload_octets = 0;      // on the wire
    bool passes_others = false;            // a routing header: `to` is not yet its destination
    std::uint32_t identification = 0;      // of IPv4, or of the fragments of an IPv6 packet
    bool is_fragment = false;
    bool more_fragments = false;
    std::uint32_t fragment_offset = 0; // in octets
};

/// Empty if the header is cut, or is none of IPv4 or IPv6. `carried.is_ip` holds.
std::optional<IpPacket> read_ip(const Carried& carried);

/// Takes off the extension headers of IPv6 that its payload begins with, up to that of a fragment. False: one is cut.
bool take_off_extensions(IpPacket& packet);

} // namespace tcpstage::capture
