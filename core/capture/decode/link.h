#pragma once
// What a frame carries: takes off the header of its link. Ethernet with VLAN tags, PPPoE or MPLS, Linux cooked (SLL and
// SLL2), the loopback of BSD (NULL and LOOP), and IP without a link header.

#include "core/capture/file/frame.h"

#include <cstdint>
#include <span>

namespace tcpstage::capture {

struct Carried {
    bool known_link = true; // false: the link type is none of those above
    bool is_ip = false;     // IPv4 or IPv6, as its first four bits say
    std::span<const std::uint8_t> octets;
    std::uint32_t wire_octets = 0;
    /// A cooked capture may hear a packet on several interfaces, as sent and as received: tells them apart. 0: other
    /// links.
    std::uint64_t heard_as = 0;
};

Carried take_off_link(const Frame& frame);

} // namespace tcpstage::capture
