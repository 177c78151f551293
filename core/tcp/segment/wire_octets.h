#pragma once
// Numbers of 16 and 32 bits in network order. Private to core/tcp/segment.

#include <cstdint>
#include <span>
#include <vector>

namespace tcpstage::tcp {

using WireOctets = std::span<const std::uint8_t>;

inline void put16(std::vector<std::uint8_t>& out, std::uint32_t value)
{
    out.push_back(static_cast<std::uint8_t>(value >> 8U));
    out.push_back(static_cast<std::uint8_t>(value));
}

inline void put32(std::vector<std::uint8_t>& out, std::uint32_t value)
{
    put16(out, value >> 16U);
    put16(out, value & 0xffffU);
}

inline std::uint16_t get16(WireOctets octets, std::size_t offset)
{
    return static_cast<std::uint16_t>(octets[offset] << 8U | octets[offset + 1]);
}

inline std::uint32_t get32(WireOctets octets, std::size_t offset)
{
    return static_cast<std::uint32_t>(get16(octets, offset)) << 16U | get16(octets, offset + 2);
}

} // namespace tcpstage::tcp
