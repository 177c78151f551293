#include "core/capture/decode/ip.h"

#include "core/capture/file/octet_order.h"

#include <algorithm>
#include <array>

namespace tcpstage::capture {

namespace {

constexpr std::size_t v4_header_bytes = 20;
constexpr std::size_t v6_header_bytes = 40;

enum NextHeader : std::uint8_t {
    HopByHop = 0,
    Routing = 43,
    Fragment = 44,
    Authentication = 51,
    DestinationOptions = 60,
    Mobility = 135,
    HostIdentity = 139,
    Shim6 = 140,
};

tcp::Address v4_address(std::span<const std::uint8_t> octets, std::size_t at)
{
    return {{octets[at], octets[at + 1], octets[at + 2], octets[at + 3]}};
}

tcp::IpAddress v6_address(std::span<const std::uint8_t> octets, std::size_t at)
{
    std::array<std::uint8_t, 16> address{};
    std::ranges::copy(octets.subspan(at, address.size()), address.begin());
    return tcp::IpAddress::v6(address);
}

/// What follows `header` octets, of a packet that has `whole` octets on the wire: link padding is left out.
void set_payload(IpPacket& packet, std::span<const std::uint8_t> octets, std::size_t header, std::uint32_t whole)
{
    packet.payload_octets = whole - static_cast<std::uint32_t>(header);
    packet.payload = octets.subspan(header);
    packet.payload = packet.payload.first(std::min<std::size_t>(packet.payload.size(), packet.payload_octets));
}

std::optional<IpPacket> read_v4(const Carried& carried)
{
    const auto octets = carried.octets;
    if (octets.size() < v4_header_bytes) return {};
    const std::size_t header = std::size_t{octets[0] & 0x0fU} * 4;
    std::uint32_t whole = get16(Order::Big, octets, 2);
    if (whole == 0) whole = carried.wire_octets; // larger than 65,535, or not yet split by the network card
    if (header < v4_header_bytes || header > octets.size() || header > whole) return {};
    IpPacket packet;
    packet.from = v4_address(octets, 12);
    packet.to = v4_address(octets, 16);
    packet.protocol = octets[9];
    packet.ecn = static_cast<tcp::Ecn>(octets[1] & 3U);
    packet.identification = get16(Order::Big, octets, 4);
    const unsigned fragment = get16(Order::Big, octets, 6);
    packet.more_fragments = (fragment & 0x2000U) != 0;
    packet.fragment_offset = (fragment & 0x1fffU) * 8;
    packet.is_fragment = packet.more_fragments || packet.fragment_offset != 0;
    set_payload(packet, octets, header, whole);
    return packet;
}

/// The value of the Jumbo Payload option (RFC 2675) in a hop-by-hop header; 0 without one.
std::uint32_t jumbo_octets(std::span<const std::uint8_t> octets)
{
    const auto header = octets.first(std::min((std::size_t{octets[1]} + 1) * 8, octets.size()));
    constexpr std::uint8_t pad_one = 0;
    constexpr std::uint8_t jumbo = 0xc2;
    for (std::size_t i = 2; i + 1 < header.size();) {
        if (header[i] == pad_one) {
            ++i;
            continue;
        }
        if (header[i] == jumbo && header[i + 1] == 4 && i + 6 <= header.size()) return get32(Order::Big, header, i + 2);
        i += 2 + std::size_t{header[i + 1]};
    }
    return 0;
}

bool is_extension(std::uint8_t protocol)
{
    switch (protocol) {
    case HopByHop:
    case Routing:
    case Fragment:
    case Authentication:
    case DestinationOptions:
    case Mobility:
    case HostIdentity:
    case Shim6:
        return true;
    default:
        return false;
    }
}

std::size_t extension_bytes(std::uint8_t protocol, std::uint8_t length)
{
    if (protocol == Fragment) return 8;
    return protocol == Authentication ? (std::size_t{length} + 2) * 4 : (std::size_t{length} + 1) * 8;
}

void take_fragment_header(IpPacket& packet, std::span<const std::uint8_t> extension)
{
    const unsigned fragment = get16(Order::Big, extension, 2);
    packet.more_fragments = (fragment & 1U) != 0;
    packet.fragment_offset = fragment & 0xfff8U;
    packet.is_fragment = packet.more_fragments || packet.fragment_offset != 0; // else it is whole
    packet.identification = get32(Order::Big, extension, 4);
}

void keep_within(IpPacket& packet)
{
    packet.payload = packet.payload.first(std::min<std::size_t>(packet.payload.size(), packet.payload_octets));
}

std::optional<IpPacket> read_v6(const Carried& carried)
{
    const auto octets = carried.octets;
    if (octets.size() < v6_header_bytes || carried.wire_octets < v6_header_bytes) return {};
    IpPacket packet;
    packet.from = v6_address(octets, 8);
    packet.to = v6_address(octets, 24);
    packet.ecn = static_cast<tcp::Ecn>(octets[1] >> 4U & 3U);
    packet.protocol = octets[6];
    packet.payload = octets.subspan(v6_header_bytes);
    packet.payload_octets = get16(Order::Big, octets, 4);
    if (packet.payload_octets == 0) { // larger than 65,535; BIG TCP of newer kernels has no Jumbo Payload option
        packet.payload_octets = carried.wire_octets - std::uint32_t{v6_header_bytes};
        if (packet.protocol == HopByHop && packet.payload.size() >= 8)
            if (const std::uint32_t jumbo = jumbo_octets(packet.payload); jumbo != 0) packet.payload_octets = jumbo;
    }
    keep_within(packet);
    if (!take_off_extensions(packet)) return {};
    return packet;
}

} // namespace

std::optional<IpPacket> read_ip(const Carried& carried)
{
    if (carried.octets.empty()) return {};
    switch (carried.octets[0] >> 4U) {
    case 4:
        return read_v4(carried);
    case 6:
        return read_v6(carried);
    default:
        return {};
    }
}

bool take_off_extensions(IpPacket& packet)
{
    while (is_extension(packet.protocol)) {
        if (packet.payload.size() < 8) return false;
        const std::uint8_t kind = packet.protocol;
        const std::size_t size = extension_bytes(kind, packet.payload[1]);
        if (size > packet.payload.size()) return false;
        const auto extension = packet.payload.first(size);
        if (kind == Routing && extension[3] != 0) packet.passes_others = true;
        packet.protocol = extension[0];
        packet.payload = packet.payload.subspan(size);
        packet.payload_octets -= static_cast<std::uint32_t>(size);
        if (kind != Fragment) continue;
        take_fragment_header(packet, extension);
        if (packet.is_fragment) return true; // what follows is known when all of them have come
    }
    return true;
}

} // namespace tcpstage::capture
