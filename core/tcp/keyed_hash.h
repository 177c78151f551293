#pragma once
// Hashes of addresses and a secret, for initial sequence numbers (RFC 6528), SYN cookies (RFC 4987) and the
// demultiplexer. The results are the same on every machine. Fast, not cryptographic.

#include "core/tcp/segment/address.h"

#include <cstdint>

namespace tcpstage::tcp {

constexpr std::uint64_t mix(std::uint64_t value)
{
    value = (value ^ (value >> 33U)) * 0xff51afd7ed558ccdU;
    value = (value ^ (value >> 33U)) * 0xc4ceb9fe1a85ec53U;
    return value ^ (value >> 33U);
}

constexpr std::uint64_t as_number(const SocketAddress& socket)
{
    std::uint64_t number = socket.port;
    for (const auto octet : socket.address.octets)
        number = number << 8U | octet;
    return number;
}

constexpr std::uint64_t keyed_hash(std::uint64_t secret, const SocketAddress& local, const SocketAddress& remote)
{
    return mix(mix(mix(secret) ^ as_number(local)) ^ as_number(remote));
}

} // namespace tcpstage::tcp
