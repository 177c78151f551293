#pragma once
// Asks the kernel for one connection by its four numbers (inet_diag): state, timer and TCP_INFO, in about 2 us. Needs
// no rights. Knows nothing of Asio, for <linux/tcp.h> does not get on with <netinet/tcp.h>.

#include "core/live/netlink_socket.h"
#include "core/live/tcp_info.h"

#include <array>

namespace tcpstage::live {

struct FourNumbers {
    std::array<std::uint8_t, 4> local{};
    std::array<std::uint8_t, 4> remote{};
    std::uint16_t local_port = 0;
    std::uint16_t remote_port = 0;
};

/// What the kernel's answer says of the connection: CLOSED when there is none, LISTEN when only a listener would take
/// it. Empty: the answer says something else, or is cut off.
std::optional<TcpInfo> read_diagnosis(NetlinkMessage answer, const FourNumbers& connection);

class Diagnosis {
public:
    /// The network namespace that the thread is in is asked for ever. Check open().
    Diagnosis();

    bool open() const { return socket_.open(); }
    /// Empty: the kernel could not be asked.
    std::optional<TcpInfo> sample(const FourNumbers& connection);

private:
    NetlinkSocket socket_;
};

/// Chooses the initial sequence number of a socket that is not connected yet. Needs rights over its namespace.
bool choose_iss(int socket, std::uint32_t iss);

} // namespace tcpstage::live
