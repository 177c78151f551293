#include "core/live/diagnosis.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <sys/socket.h>

namespace tcpstage::live {

namespace {

// Indexed by the kernel's number of a state (include/net/tcp_states.h): the number of that state in tcp::State.
constexpr std::array<std::uint8_t, 13> states{0, 4, 2, 3, 5, 6, 10, 0, 7, 9, 1, 8, 3};
constexpr std::uint8_t state_closed = 0;
constexpr std::uint8_t state_listen = 1;

std::uint8_t state_of(std::uint8_t kernel_state)
{
    return kernel_state < states.size() ? states[kernel_state] : state_closed;
}

struct Question {
    nlmsghdr head{};
    inet_diag_req_v2 body{};
};

Question question(const FourNumbers& connection)
{
    Question question;
    question.head.nlmsg_len = sizeof question;
    question.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    question.head.nlmsg_flags = NLM_F_REQUEST;
    inet_diag_req_v2& body = question.body;
    body.sdiag_family = connection.is_v6 ? AF_INET6 : AF_INET;
    body.sdiag_protocol = IPPROTO_TCP;
    body.idiag_states = ~0U;
    body.idiag_ext = 1U << (INET_DIAG_INFO - 1);
    body.id.idiag_sport = htons(connection.local_port);
    body.id.idiag_dport = htons(connection.remote_port);
    std::memcpy(body.id.idiag_src, connection.local.data(), connection.local.size());
    std::memcpy(body.id.idiag_dst, connection.remote.data(), connection.remote.size());
    body.id.idiag_cookie[0] = body.id.idiag_cookie[1] = static_cast<std::uint32_t>(INET_DIAG_NOCOOKIE);
    return question;
}

/// `info` may be shorter than the newest structure: what an older kernel does not report stays 0.
void fill(TcpInfo& seen, const ::tcp_info& info)
{
    seen.has_info = 1;
    seen.retransmits = info.tcpi_retransmits;
    seen.backoff = info.tcpi_backoff;
    seen.loss_state = info.tcpi_ca_state;
    seen.unsent_bytes = info.tcpi_notsent_bytes;
    seen.cwnd_segments = info.tcpi_snd_cwnd;
    seen.ssthresh_segments = info.tcpi_snd_ssthresh;
    seen.mss = info.tcpi_snd_mss;
    seen.send_window = info.tcpi_snd_wnd;
    seen.rtt_us = info.tcpi_rtt;
    seen.rttvar_us = info.tcpi_rttvar;
    seen.rto_us = info.tcpi_rto;
    seen.retransmitted_segments = info.tcpi_total_retrans;
    seen.bytes_acked = info.tcpi_bytes_acked;
    seen.bytes_received = info.tcpi_bytes_received;
}

::tcp_info copy_of(const void* data, std::size_t size)
{
    ::tcp_info info{};
    std::memcpy(&info, data, std::min(size, sizeof info));
    return info;
}

void take_attributes(TcpInfo& seen, NetlinkMessage left)
{
    while (left.size() >= sizeof(rtattr)) {
        rtattr attribute{};
        std::memcpy(&attribute, left.data(), sizeof attribute);
        if (attribute.rta_len < sizeof attribute || attribute.rta_len > left.size()) return;
        const auto body = left.first(attribute.rta_len).subspan(sizeof attribute);
        if (attribute.rta_type == INET_DIAG_INFO) fill(seen, copy_of(body.data(), body.size()));
        left = left.subspan(std::min<std::size_t>(RTA_ALIGN(attribute.rta_len), left.size()));
    }
}

/// A socket for both IPv4 and IPv6 has an IPv4 connection by addresses such as ::ffff:10.0.0.1 (RFC 4291
/// section 2.5.5.2).
bool same(const inet_diag_msg& body, const FourNumbers& connection)
{
    std::array<std::uint8_t, 16> remote = connection.remote;
    if (body.idiag_family == AF_INET6 && !connection.is_v6) {
        remote = {};
        remote[10] = remote[11] = 0xff;
        std::copy_n(connection.remote.begin(), 4, remote.begin() + 12);
    }
    return ntohs(body.id.idiag_dport) == connection.remote_port &&
           std::memcmp(body.id.idiag_dst, remote.data(), body.idiag_family == AF_INET6 ? remote.size() : 4) == 0;
}

/// An IPv4 address of a socket for both is written as ::ffff:10.0.0.1.
std::array<std::uint8_t, 16> plain(const std::array<std::uint8_t, 16>& address, bool is_mapped)
{
    if (!is_mapped) return address;
    return {address[12], address[13], address[14], address[15]};
}

std::optional<PresentSocket> read_socket(NetlinkMessage answer)
{
    inet_diag_msg body{};
    if (answer.size() < NLMSG_HDRLEN + sizeof body) return {};
    std::memcpy(&body, answer.data() + NLMSG_HDRLEN, sizeof body);
    PresentSocket socket;
    std::memcpy(socket.ends.local.data(), body.id.idiag_src, socket.ends.local.size());
    std::memcpy(socket.ends.remote.data(), body.id.idiag_dst, socket.ends.remote.size());
    constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    const bool is_v6 = body.idiag_family == AF_INET6;
    const bool is_mapped = is_v6 && std::equal(mapped.begin(), mapped.end(), socket.ends.local.begin());
    socket.ends.local = plain(socket.ends.local, is_mapped);
    socket.ends.remote = plain(socket.ends.remote, is_mapped);
    socket.ends.is_v6 = is_v6 && !is_mapped;
    socket.ends.local_port = ntohs(body.id.idiag_sport);
    socket.ends.remote_port = ntohs(body.id.idiag_dport);
    socket.tcp_info.state = state_of(body.idiag_state);
    socket.inode = body.idiag_inode;
    const std::size_t start = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof body);
    if (body.idiag_inode != 0 && answer.size() > start) take_attributes(socket.tcp_info, answer.subspan(start));
    return socket;
}

} // namespace

std::optional<TcpInfo> read_diagnosis(NetlinkMessage answer, const FourNumbers& connection)
{
    constexpr std::uint8_t kernel_listen = 10;
    TcpInfo tcp_info;
    if (const auto error = error_of(answer)) return *error == ENOENT ? std::optional{tcp_info} : std::nullopt;
    nlmsghdr head{};
    inet_diag_msg body{};
    if (answer.size() < NLMSG_HDRLEN + sizeof body) return {};
    std::memcpy(&head, answer.data(), sizeof head);
    if (head.nlmsg_type != SOCK_DIAG_BY_FAMILY) return {};
    std::memcpy(&body, answer.data() + NLMSG_HDRLEN, sizeof body);
    tcp_info.state = state_of(body.idiag_state);
    if (tcp_info.state == state_listen || !same(body, connection)) {
        tcp_info.state = body.idiag_state == kernel_listen ? state_listen : state_closed;
        return tcp_info;
    }
    tcp_info.timer = body.idiag_timer;
    tcp_info.expires_ms = body.idiag_expires;
    tcp_info.unread_bytes = body.idiag_rqueue;
    tcp_info.send_queue_bytes = body.idiag_wqueue;
    const std::size_t start = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof body);
    const bool mini = body.idiag_inode == 0 && (body.idiag_state == 6 || body.idiag_state == 3);
    if (!mini && answer.size() > start) take_attributes(tcp_info, answer.subspan(start));
    return tcp_info;
}

Diagnosis::Diagnosis() : socket_{NETLINK_SOCK_DIAG} {}

std::optional<TcpInfo> Diagnosis::sample(const FourNumbers& connection)
{
    Question asked = question(connection);
    const auto answer = socket_.ask({reinterpret_cast<std::uint8_t*>(&asked), sizeof asked});
    if (!answer) return {};
    return read_diagnosis(*answer, connection);
}

std::vector<PresentSocket> Diagnosis::connections()
{
    constexpr std::uint32_t left_out = 1U << 3U | 1U << 6U | 1U << 7U | 1U << 10U | 1U << 12U; // the kernel's numbers
    std::vector<PresentSocket> all;
    for (const bool is_v6 : {false, true}) {
        Question asked = question({.is_v6 = is_v6});
        asked.head.nlmsg_flags |= NLM_F_DUMP;
        asked.body.idiag_states = ~left_out;
        socket_.ask_all({reinterpret_cast<std::uint8_t*>(&asked), sizeof asked}, [&all](NetlinkMessage answer) {
            if (const auto socket = read_socket(answer)) all.push_back(*socket);
        });
    }
    return all;
}

std::uint16_t Diagnosis::listening_port()
{
    constexpr std::uint32_t kernel_listen = 10;
    std::uint16_t port = 0;
    for (const bool is_v6 : {false, true}) {
        Question asked = question({.is_v6 = is_v6});
        asked.head.nlmsg_flags |= NLM_F_DUMP;
        asked.body.idiag_states = 1U << kernel_listen;
        asked.body.idiag_ext = 0;
        socket_.ask_all({reinterpret_cast<std::uint8_t*>(&asked), sizeof asked}, [&port](NetlinkMessage answer) {
            inet_diag_msg body{};
            if (answer.size() < NLMSG_HDRLEN + sizeof body) return;
            std::memcpy(&body, answer.data() + NLMSG_HDRLEN, sizeof body);
            port = ntohs(body.id.idiag_sport);
        });
    }
    return port;
}

bool choose_iss(int socket, std::uint32_t iss)
{
    const auto set = [socket](int option, const void* value) {
        return ::setsockopt(socket, IPPROTO_TCP, option, value, sizeof(int)) == 0;
    };
    constexpr int on = 1;
    constexpr int off_without_probe = -1;
    constexpr int queue = TCP_SEND_QUEUE;
    if (!set(TCP_REPAIR, &on)) return false;
    const bool chosen = set(TCP_REPAIR_QUEUE, &queue) && set(TCP_QUEUE_SEQ, &iss);
    return set(TCP_REPAIR, &off_without_probe) && chosen;
}

} // namespace tcpstage::live
