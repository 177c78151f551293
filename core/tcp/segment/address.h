#pragma once
// A socket: an IPv4 address and a port.

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tcpstage::tcp {

/// Aligned like a number, so that each part of a pair of sockets is stored and loaded whole: else the processor waits.
struct alignas(std::uint32_t) Address {
    std::array<std::uint8_t, 4> octets{};
    friend bool operator==(const Address& a, const Address& b) // compared as one number, because each segment needs it
    {
        return std::bit_cast<std::uint32_t>(a.octets) == std::bit_cast<std::uint32_t>(b.octets);
    }
};

struct SocketAddress {
    Address address;
    std::uint16_t port = 0;
    friend bool operator==(const SocketAddress&, const SocketAddress&) = default;
};

/// Whether a host can have it: not a multicast address (224.0.0.0/4), not the broadcast address 255.255.255.255, not
/// 0.0.0.0/8 (RFC 1122 section 3.2.1.3).
bool is_of_a_host(Address address);
/// Reads "10.0.0.1"; empty if the text is not an IPv4 address.
std::optional<Address> parse_address(std::string_view text);
/// Reads "10.0.0.1:80"; empty if the text is not an address with a port.
std::optional<SocketAddress> parse_socket(std::string_view text);
std::string to_text(const Address& address);
std::string to_text(const SocketAddress& socket);

} // namespace tcpstage::tcp
