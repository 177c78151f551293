#pragma once
// Asks the kernel about one connection, by its addresses and ports (inet_diag): state, timer and TCP_INFO, in about
// 2 us; or which ports listen. Needs no privileges. Does not include Asio, because <linux/tcp.h> conflicts with
// <netinet/tcp.h>.

#include "core/live/netlink_socket.h"
#include "core/live/tcp_info.h"

#include <array>
#include <tuple>
#include <vector>

namespace tcpstage::live {

struct FourNumbers {
    std::array<std::uint8_t, 16> local{}; // an IPv4 address has the first four octets; the rest is 0
    std::array<std::uint8_t, 16> remote{};
    std::uint16_t local_port = 0;
    std::uint16_t remote_port = 0;
    bool is_v6 = false;

    /// As the other end has it.
    FourNumbers turned() const { return {remote, local, remote_port, local_port, is_v6}; }
    friend bool operator==(const FourNumbers&, const FourNumbers&) = default;
    friend bool operator<(const FourNumbers& a, const FourNumbers& b)
    {
        return std::tie(a.local, a.remote, a.local_port, a.remote_port, a.is_v6) <
               std::tie(b.local, b.remote, b.local_port, b.remote_port, b.is_v6);
    }
};
/// An IPv4 address as FourNumbers hold it.
constexpr std::array<std::uint8_t, 16> widened(const std::array<std::uint8_t, 4>& address)
{
    return {address[0], address[1], address[2], address[3]};
}

/// A socket of this machine with a connection.
struct PresentSocket {
    FourNumbers ends; // as its own end has them
    TcpInfo tcp_info;
    std::uint32_t inode = 0; // by which its process is found; 0: it has none any more
};

/// What the kernel's answer says about the connection: CLOSED if it does not exist, LISTEN if only a listener matches.
/// Empty: the answer is about something else, or is cut off.
std::optional<TcpInfo> read_diagnosis(NetlinkMessage answer, const FourNumbers& connection);

class Diagnosis {
public:
    /// Always asks the network namespace that the constructing thread is in. Check open() afterwards.
    Diagnosis();

    bool open() const { return socket_.open(); }
    /// Empty: the kernel could not be asked.
    std::optional<TcpInfo> sample(const FourNumbers& connection);
    /// A port on which a socket listens, over IPv4 or IPv6; 0: there is none, or the kernel could not be asked.
    std::uint16_t listening_port();
    /// All connections, over IPv4 and IPv6, but those in TIME-WAIT and those that are being opened by a peer.
    std::vector<PresentSocket> connections();

private:
    NetlinkSocket socket_;
};

/// Chooses the initial sequence number of a socket that is not connected yet. Needs CAP_NET_ADMIN in its namespace.
bool choose_iss(int socket, std::uint32_t iss);

} // namespace tcpstage::live
