#include "core/capture/decode/link.h"

#include "core/capture/file/octet_order.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

// https://www.tcpdump.org/linktypes.html
enum LinkType : std::uint32_t {
    Null = 0,
    Ethernet = 1,
    RawOnBsd = 12,
    RawOnOpenBsd = 14,
    Raw = 101,
    Loop = 108,
    LinuxCooked = 113,
    Ipv4 = 228,
    Ipv6 = 229,
    LinuxCooked2 = 276,
};

constexpr std::uint16_t vlan_tag = 0x8100;
constexpr std::uint16_t service_tag = 0x88a8; // IEEE 802.1ad
constexpr std::uint16_t older_service_tag = 0x9100;
constexpr std::uint16_t ipv4_protocol = 0x0800;
constexpr std::uint16_t ipv6_protocol = 0x86dd;
constexpr std::uint16_t pppoe_session = 0x8864; // RFC 2516
constexpr std::uint16_t mpls_unicast = 0x8847;  // RFC 3032
constexpr std::size_t vlan_bytes = 4;

/// Leaves out the first octets, which may be more than there are.
void take_off(Carried& carried, std::size_t count)
{
    carried.octets = carried.octets.subspan(std::min(count, carried.octets.size()));
    carried.wire_octets -= static_cast<std::uint32_t>(std::min<std::size_t>(count, carried.wire_octets));
}

/// The PPP header after that of PPPoE says what follows.
void take_off_pppoe(Carried& carried)
{
    constexpr std::size_t size = 8;
    constexpr std::uint16_t ppp_ipv4 = 0x0021;
    constexpr std::uint16_t ppp_ipv6 = 0x0057;
    if (carried.octets.size() < size) return;
    const std::uint16_t protocol = get16(Order::Big, carried.octets, 6);
    carried.is_ip = protocol == ppp_ipv4 || protocol == ppp_ipv6;
    take_off(carried, size);
}

/// Nothing says what follows the last label; IP begins with its version.
void take_off_labels(Carried& carried)
{
    constexpr std::size_t label_bytes = 4;
    bool last = false;
    while (!last && carried.octets.size() >= label_bytes) {
        last = (carried.octets[2] & 1U) != 0;
        take_off(carried, label_bytes);
    }
    carried.is_ip = last;
}

/// `protocol` is that of what follows; VLAN tags, PPPoE or MPLS may come first.
void take_off_tags(Carried& carried, std::uint16_t protocol)
{
    while (protocol == vlan_tag || protocol == service_tag || protocol == older_service_tag) {
        if (carried.octets.size() < vlan_bytes) return;
        protocol = get16(Order::Big, carried.octets, 2);
        take_off(carried, vlan_bytes);
    }
    if (protocol == pppoe_session) return take_off_pppoe(carried);
    if (protocol == mpls_unicast) return take_off_labels(carried);
    carried.is_ip = protocol == ipv4_protocol || protocol == ipv6_protocol;
}

/// A header of `size` octets whose protocol stands at `at`.
void take_off_header(Carried& carried, std::size_t size, std::size_t at)
{
    if (carried.octets.size() < size) return;
    const std::uint16_t protocol = get16(Order::Big, carried.octets, at);
    take_off(carried, size);
    take_off_tags(carried, protocol);
}

/// The number of a family of addresses, in the order of octets of whoever captured: IPv6 has three on BSDs, one on
/// Linux.
bool is_ip_family(std::uint32_t family)
{
    return family == 2 || family == 10 || family == 24 || family == 28 || family == 30;
}

void take_off_family(Carried& carried)
{
    if (carried.octets.size() < 4) return;
    carried.is_ip =
        is_ip_family(get32(Order::Little, carried.octets, 0)) || is_ip_family(get32(Order::Big, carried.octets, 0));
    take_off(carried, 4);
}

} // namespace

Carried take_off_link(const Frame& frame)
{
    Carried carried{.octets = frame.octets, .wire_octets = frame.wire_octets};
    switch (frame.link) {
    case LinkType::Ethernet:
        take_off_header(carried, 14, 12);
        break;
    case LinkType::LinuxCooked:
        if (frame.octets.size() >= 2) carried.heard_as = get16(Order::Big, frame.octets, 0) + std::uint64_t{1};
        take_off_header(carried, 16, 14);
        break;
    case LinkType::LinuxCooked2:
        if (frame.octets.size() >= 11) // the interface; sent or received
            carried.heard_as = (std::uint64_t{get32(Order::Big, frame.octets, 4)} << 8U | frame.octets[10]) + 1;
        take_off_header(carried, 20, 0);
        break;
    case LinkType::Null:
    case LinkType::Loop:
        take_off_family(carried);
        break;
    case LinkType::RawOnBsd:
    case LinkType::RawOnOpenBsd:
    case LinkType::Raw:
    case LinkType::Ipv4:
    case LinkType::Ipv6:
        carried.is_ip = true;
        break;
    default:
        carried.known_link = false;
    }
    return carried;
}

} // namespace tcpstage::capture
