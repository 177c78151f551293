#pragma once
// An IPv4 or IPv6 address, as traces and captures hold them. The hosts of a world have IPv4 addresses only: Address.

#include "core/tcp/segment/address.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace tcpstage::tcp {

class IpAddress {
public:
    constexpr IpAddress() = default; // 0.0.0.0
    constexpr IpAddress(const Address& address)
    {
        for (std::size_t i = 0; i < address.octets.size(); ++i)
            octets_[i] = address.octets[i];
    }
    static constexpr IpAddress v6(const std::array<std::uint8_t, 16>& octets)
    {
        IpAddress address;
        address.octets_ = octets;
        address.is_v6_ = true;
        return address;
    }

    bool is_v6() const { return is_v6_; }
    /// 4 or 16 octets in the order of the wire.
    std::span<const std::uint8_t> octets() const { return {octets_.data(), is_v6_ ? 16U : 4U}; }
    /// 0.0.0.0 for an IPv6 address.
    Address v4() const { return is_v6_ ? Address{} : Address{{octets_[0], octets_[1], octets_[2], octets_[3]}}; }

    friend bool operator==(const IpAddress&, const IpAddress&) = default;

private:
    std::array<std::uint8_t, 16> octets_{}; // an IPv4 address has the first four; the rest is 0
    bool is_v6_ = false;
};

/// One end of a connection: an address and a port.
struct IpSocket {
    IpAddress address;
    std::uint16_t port = 0;

    constexpr IpSocket() = default;
    constexpr IpSocket(const IpAddress& of, std::uint16_t number) : address{of}, port{number} {}
    constexpr IpSocket(const SocketAddress& socket) : address{socket.address}, port{socket.port} {}
    /// 0.0.0.0 for an IPv6 address.
    SocketAddress v4() const { return {address.v4(), port}; }
    friend bool operator==(const IpSocket&, const IpSocket&) = default;
};

/// "10.0.0.1", or "2001:db8::1" (RFC 5952).
std::string to_text(const IpAddress& address);
/// "10.0.0.1:80", or "[2001:db8::1]:80".
std::string to_text(const IpSocket& socket);

} // namespace tcpstage::tcp
