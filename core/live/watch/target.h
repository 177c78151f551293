#pragma once
// Which connections of this machine are watched: by port, address or process.

#include "core/base/error.h"
#include "core/live/diagnosis.h"
#include "core/tcp/segment/ip_address.h"

#include <optional>
#include <string>
#include <vector>

namespace tcpstage::live {

tcp::IpAddress address_of(const std::array<std::uint8_t, 16>& octets, bool is_v6);

struct WatchTarget {
    std::optional<std::uint16_t> port{};     // of either end
    std::optional<tcp::IpAddress> address{}; // of either end
    std::optional<std::uint32_t> process{};  // its number
    std::string program;                     // the name of a process; empty: not by name

    /// Whether a connection of this machine is meant. For a process this reads /proc: only this user's can be known.
    bool matches(const PresentSocket& socket) const;
};

/// "443", "10.0.0.1", "10.0.0.1:443", "[::1]:443", "pid:1234", or the name of a program. Errors: a port or an address
/// that is none.
Result<WatchTarget> parse_watch_target(const std::string& text);

} // namespace tcpstage::live
