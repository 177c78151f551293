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

/// As FourNumbers hold it.
std::array<std::uint8_t, 16> octets_of(const tcp::IpAddress& address);
tcp::IpSocket local_of(const FourNumbers& ends);
tcp::IpSocket remote_of(const FourNumbers& ends);

struct WatchTarget {
    std::optional<FourNumbers> connection{}; // this one only, as either end has it
    std::optional<std::uint16_t> port{};     // of either end
    std::optional<tcp::IpAddress> address{}; // of either end
    std::optional<std::uint32_t> process{};  // its number
    std::string program;                     // the name of a process; empty: not by name

    /// A process is meant, which only the socket tells.
    bool by_process() const { return process || !program.empty(); }
    /// Whether the two ends are meant, whosever they are.
    bool matches(const FourNumbers& ends) const;
    /// Whether a connection of this machine is meant. For a process this reads /proc: only this user's can be known.
    bool matches(const PresentSocket& socket) const;
};

/// "443", "10.0.0.1", "10.0.0.1:443", "[::1]:443", two such separated by a comma for one connection, "pid:1234", or the
/// name of a program. Errors: a port or an address that is none.
Result<WatchTarget> parse_watch_target(const std::string& text);

} // namespace tcpstage::live
