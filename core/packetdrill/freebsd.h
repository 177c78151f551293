#pragma once
// The machine that FreeBSD's scripts assume: its defaults, and what its sysctl variables change.

#include "core/packetdrill/script.h"
#include "core/tcp/tcb/settings.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tcpstage::packetdrill {

/// What the scripts set for the whole machine.
struct Defaults {
    tcp::Settings settings;
    bool drop_syn_fin = false;     // net.inet.tcp.drop_synfin
    bool always_keepalive = false; // without SO_KEEPALIVE
    Duration keepalive{2h};        // idle time, once SO_KEEPALIVE is set
    bool whole_segments = true;    // buffers hold whole segments
    bool ecn_when_asked = false;   // a listener agrees to ECN, nobody offers it
    Dialect dialect = Dialect::FreeBsd;
    bool given = false; // by the script's "// tcp:" comment: Linux's variables then say the same, as well as they can
};

/// FreeBSD's defaults for an MTU of `mtu` octets. `header_bytes`: of IP and TCP, 40 for IPv4, 60 for IPv6.
Defaults freebsd_defaults(std::uint32_t mtu, std::uint32_t header_bytes);

/// Applies an assignment such as "net.inet.tcp.delacktime=40"; returns what is not supported, or an empty string.
std::string apply_sysctl(Defaults& defaults, std::string_view assignment);

/// The window scale that lets a buffer grow to `largest_buffer` octets.
constexpr std::uint8_t scale_for(std::uint32_t largest_buffer)
{
    std::uint8_t shift = 0;
    while (shift < 14 && (std::uint32_t{65535} << shift) < largest_buffer)
        ++shift;
    return shift;
}

/// Receive and send buffers hold whole segments (4.4BSD): 65536 becomes 65700 with an MSS of 1460.
constexpr std::uint32_t whole_segments(std::uint32_t buffer, std::uint32_t mss)
{
    return buffer <= mss || mss == 0 ? buffer : (buffer + mss - 1) / mss * mss;
}

} // namespace tcpstage::packetdrill
