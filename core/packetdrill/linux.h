#pragma once
// The machine that the scripts of google/packetdrill and of the Linux kernel assume: its defaults, and what their
// sysctl variables change. What has no effect on what is sent is accepted and ignored.

#include "core/packetdrill/freebsd.h"

#include <string_view>

namespace tcpstage::packetdrill {

/// As common/defaults.sh of google/packetdrill sets them, for one MTU. `header_bytes`: 40 for IPv4, 60 for IPv6.
Defaults linux_defaults(std::uint32_t mtu, std::uint32_t header_bytes);

/// Applies a variable of /proc/sys/net/ipv4, such as "tcp_timestamps" and "0". False: it, or this value of it, is not
/// supported.
bool apply_linux_sysctl(Defaults& defaults, std::string_view name, std::string_view value);

/// Whether a command is one that only a script for Linux has: the scripts of its initial lines, or its sysctl names.
bool is_of_linux(std::string_view command);

} // namespace tcpstage::packetdrill
