#pragma once
// The requests to rtnetlink that ioctl cannot make: a pair of virtual interfaces, a route with metrics, and what an
// interface needs for IPv6.

#include "core/live/protocol.h"

#include <string>

namespace tcpstage::live {

/// Makes a veth pair: `here` in this namespace, `there` in that of the descriptor `network`. Returns 0 or errno.
int make_veth(const std::string& here, const std::string& there, int network);

struct HostRoute {
    std::string interface;
    std::array<std::uint8_t, 16> from{}; // an IPv4 address has the first four octets
    std::array<std::uint8_t, 16> to{};
    bool is_v6 = false;
    std::uint32_t advertised_mss = 0; // 0: from the MTU
    std::uint32_t initial_window = 0; // segments; 0: the kernel's ten
    std::uint32_t rto_min_ms = 0;     // 0: the kernel's 200 ms
    bool quick_ack = false;           // acknowledge every segment at once
};
/// Adds or replaces a route in this namespace. Returns 0 or errno.
int add_route(const HostRoute& route);

/// Gives an interface an IPv6 address, at once: nobody else is asked whether it has it. Returns 0 or errno.
int add_address6(const std::string& interface, const std::array<std::uint8_t, 16>& address);
/// Sets the link-layer address of an IPv6 neighbour for good. Returns 0 or errno.
int add_neighbour6(const std::string& interface, const std::array<std::uint8_t, 16>& address,
                   const std::array<std::uint8_t, 6>& hardware);

} // namespace tcpstage::live
