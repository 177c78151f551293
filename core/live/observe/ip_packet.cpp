#include "core/live/observe/ip_packet.h"

#include <algorithm>

namespace tcpstage::live {

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
