#pragma once
// One TCP segment as a capture holds it: only views into what was read of the file; nothing is copied.

#include "core/base/time.h"
#include "core/tcp/segment/ip_address.h"
#include "core/tcp/segment/segment.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace tcpstage::capture {

/// An IP packet of a capture that carries TCP. Its views are valid until the next packet is read.
struct Packet {
    Instant at{};             // since the first packet of the file; may go back, and before start_of_time, in the file
    std::uint64_t number = 0; // of the frame in the file, from 1, as Wireshark counts; of a fragmented packet: the last
    tcp::IpSocket from;
    tcp::IpSocket to;
    /// The TCP header with its options: at least 20 octets. Shorter than its data offset says if the capture cut it.
    std::span<const std::uint8_t> header;
    std::span<const std::uint8_t> payload; // what was captured of it
    std::uint32_t payload_octets = 0;      // what was on the wire (a snapshot length may cut it)
    std::uint16_t interface = 0;           // counts from 0 in the file, over all sections
    std::uint16_t identification = 0;      // of the IPv4 header; 0 also for IPv6
    bool bad_checksum = false; // wrong, and not explained by offloading (a partial checksum or 0 is not wrong)
    tcp::Ecn ecn = tcp::Ecn::NotCapable; // of the IP header (RFC 3168)
    std::string_view comment;            // pcapng opt_comment of the packet; several are joined by a newline

    bool cut() const { return payload.size() < payload_octets; }
};

} // namespace tcpstage::capture
