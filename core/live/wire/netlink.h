#pragma once
// The two requests to rtnetlink that ioctl cannot make: a pair of virtual interfaces, and a route with metrics.

#include "core/live/protocol.h"

#include <string>

namespace tcpstage::live {

/// Makes a veth pair: `here` in this namespace, `there` in that of the descriptor `network`. Returns 0 or errno.
int make_veth(const std::string& here, const std::string& there, int network);

struct HostRoute {
    std::string interface;
    std::array<std::uint8_t, 4> from{};
    std::array<std::uint8_t, 4> to{};
    std::uint32_t advertised_mss = 0; // 0: from the MTU
    std::uint32_t initial_window = 0; // segments; 0: the kernel's ten
    std::uint32_t rto_min_ms = 0;     // 0: the kernel's 200 ms
    bool quick_ack = false;           // acknowledge every segment at once
};
/// Adds or replaces a route in this namespace. Returns 0 or errno.
int add_route(const HostRoute& route);

} // namespace tcpstage::live
