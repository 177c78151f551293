#include "core/capture/decode/checksum.h"

#include <array>
#include <bit>
#include <cstring>

namespace tcpstage::capture {

namespace {

constexpr std::size_t checksum_at = 16;
constexpr std::uint64_t tcp_protocol = 6;

std::uint64_t folded(std::uint64_t sum)
{
    while (sum > 0xffff)
        sum = (sum & 0xffffU) + (sum >> 16U);
    return sum;
}

/// The sum of numbers of 16 bits in the machine's order, not folded: 32 bits at a time, for which 64 bits have room.
std::uint64_t sum_of(std::span<const std::uint8_t> octets)
{
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::size_t i = 0;
    for (; i + 8 <= octets.size(); i += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, octets.data() + i, sizeof eight);
        low += eight & 0xffff'ffffU;
        high += eight >> 32U;
    }
    std::array<std::uint8_t, 8> rest{};
    std::memcpy(rest.data(), octets.data() + i, octets.size() - i);
    const auto last = std::bit_cast<std::uint64_t>(rest);
    return folded(low) + folded(high) + folded(last & 0xffff'ffffU) + folded(last >> 32U);
}

/// Swapped where the machine is little-endian: the order of the wire.
std::uint64_t on_wire(std::uint64_t sum)
{
    const std::uint64_t whole = folded(sum);
    if constexpr (std::endian::native == std::endian::little) return (whole & 0xffU) << 8U | whole >> 8U;
    return whole;
}

} // namespace

bool has_bad_checksum(const tcp::IpAddress& from, const tcp::IpAddress& to, std::span<const std::uint8_t> segment)
{
    const std::uint64_t addresses = on_wire(sum_of(from.octets()) + sum_of(to.octets())) + tcp_protocol;
    constexpr std::uint64_t correct = 0xffff;
    if (folded(on_wire(sum_of(segment)) + addresses + segment.size()) == correct) return false;
    const std::uint64_t found = static_cast<std::uint64_t>(segment[checksum_at]) << 8U | segment[checksum_at + 1];
    return found != 0 && found != folded(addresses + segment.size()) && found != folded(addresses);
}

} // namespace tcpstage::capture
