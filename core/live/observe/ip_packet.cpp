#include "core/live/observe/ip_packet.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

constexpr std::uint8_t tcp_protocol = 6;

/// An IP packet without its header.
struct Opened {
    tcp::IpAddress from;
    tcp::IpAddress to;
    std::span<const std::uint8_t> carried;
};

std::optional<Opened> open_ip4(std::span<const std::uint8_t> packet)
{
    if (packet.size() < 20 || packet[9] != tcp_protocol) return {};
    const std::size_t header = (packet[0] & 0x0fU) * std::size_t{4};
    const std::size_t total = packet[2] * std::size_t{256} + packet[3];
    if (header < 20 || total < header || packet.size() < total) return {};
    return Opened{tcp::Address{{packet[12], packet[13], packet[14], packet[15]}},
                  tcp::Address{{packet[16], packet[17], packet[18], packet[19]}},
                  packet.subspan(header, total - header)};
}

std::optional<Opened> open_ip6(std::span<const std::uint8_t> packet)
{
    constexpr std::size_t header = 40;
    if (packet.size() < header || packet[6] != tcp_protocol) return {};
    const std::size_t length = packet[4] * std::size_t{256} + packet[5];
    if (packet.size() - header < length) return {};
    std::array<std::array<std::uint8_t, 16>, 2> ends{};
    std::ranges::copy(packet.subspan(8, 16), ends[0].begin());
    std::ranges::copy(packet.subspan(24, 16), ends[1].begin());
    return Opened{tcp::IpAddress::v6(ends[0]), tcp::IpAddress::v6(ends[1]), packet.subspan(header, length)};
}

} // namespace

std::optional<Carried> read_ip_packet(std::span<const std::uint8_t> packet)
{
    if (packet.empty()) return {};
    const auto opened = packet[0] >> 4U == 6 ? open_ip6(packet) : open_ip4(packet);
    if (!opened) return {};
    auto decoded = tcp::decode(opened->carried, opened->from, opened->to);
    if (!decoded) return {};
    const tcp::Segment& segment = decoded->segment;
    return Carried{{opened->from, segment.source_port}, {opened->to, segment.destination_port}, segment};
}

std::vector<std::uint8_t> ip_packet(const tcp::Segment& segment, tcp::Address from, tcp::Address to)
{
    constexpr std::size_t header_bytes = 20;
    const auto tcp = tcp::encode(segment, from, to);
    const std::size_t total = header_bytes + tcp.size();
    std::vector<std::uint8_t> packet(header_bytes);
    packet[0] = 0x45; // version 4, five words
    packet[2] = static_cast<std::uint8_t>(total >> 8U);
    packet[3] = static_cast<std::uint8_t>(total);
    packet[6] = 0x40; // don't fragment
    packet[8] = 64;   // time to live
    packet[9] = 6;    // TCP
    std::ranges::copy(from.octets, packet.begin() + 12);
    std::ranges::copy(to.octets, packet.begin() + 16);
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < header_bytes; i += 2)
        sum += packet[i] * 256U + packet[i + 1];
    while (sum >> 16U != 0)
        sum = (sum & 0xffffU) + (sum >> 16U);
    packet[10] = static_cast<std::uint8_t>(~sum >> 8U);
    packet[11] = static_cast<std::uint8_t>(~sum);
    packet.insert(packet.end(), tcp.begin(), tcp.end());
    return packet;
}

} // namespace tcpstage::live
