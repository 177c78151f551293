#pragma once
// Numbers of a capture file in the order of octets that the file has, and times that cannot overflow.

#include <cstdint>
#include <limits>
#include <span>

namespace tcpstage::capture {

enum class Order : std::uint8_t { Little, Big };

/// The caller has checked that the octets are there.
inline std::uint16_t get16(Order order, std::span<const std::uint8_t> octets, std::size_t at)
{
    const unsigned first = octets[at];
    const unsigned second = octets[at + 1];
    return static_cast<std::uint16_t>(order == Order::Big ? first << 8U | second : second << 8U | first);
}

inline std::uint32_t get32(Order order, std::span<const std::uint8_t> octets, std::size_t at)
{
    const std::uint32_t first = get16(order, octets, at);
    const std::uint32_t second = get16(order, octets, at + 2);
    return order == Order::Big ? first << 16U | second : second << 16U | first;
}

inline std::uint64_t get64(Order order, std::span<const std::uint8_t> octets, std::size_t at)
{
    const std::uint64_t first = get32(order, octets, at);
    const std::uint64_t second = get32(order, octets, at + 4);
    return order == Order::Big ? first << 32U | second : second << 32U | first;
}

/// a + b, clipped to what fits.
constexpr std::int64_t add_clipped(std::int64_t a, std::int64_t b)
{
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    if (b > 0 && a > most - b) return most;
    if (b < 0 && a < least - b) return least;
    return a + b;
}

/// Nanoseconds, clipped to what fits; `nanoseconds` is less than a second.
constexpr std::int64_t in_ns(std::uint64_t seconds, std::uint64_t nanoseconds)
{
    constexpr std::uint64_t second = 1'000'000'000;
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (seconds >= most / second) return std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(seconds * second + nanoseconds);
}

} // namespace tcpstage::capture
