#include "core/live/diagnosis.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace tcpstage::live {

namespace {

// The kernel's states by number (include/net/tcp_states.h), as indices of tcp/state.h: State.
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
    body.sdiag_family = AF_INET;
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

/// `info` may be shorter than the newest structure: what an older kernel does not say stays 0.
void fill(Gauges& gauges, const tcp_info& info)
{
    gauges.has_info = true;
    gauges.retransmits = info.tcpi_retransmits;
    gauges.backoff = info.tcpi_backoff;
    gauges.loss_state = info.tcpi_ca_state;
    gauges.unsent_bytes = info.tcpi_notsent_bytes;
    gauges.cwnd_segments = info.tcpi_snd_cwnd;
    gauges.ssthresh_segments = info.tcpi_snd_ssthresh;
    gauges.mss = info.tcpi_snd_mss;
    gauges.send_window = info.tcpi_snd_wnd;
    gauges.rtt_us = info.tcpi_rtt;
    gauges.rttvar_us = info.tcpi_rttvar;
    gauges.rto_us = info.tcpi_rto;
    gauges.retransmitted_segments = info.tcpi_total_retrans;
    gauges.bytes_acked = info.tcpi_bytes_acked;
    gauges.bytes_received = info.tcpi_bytes_received;
}

tcp_info copy_of(const void* data, std::size_t size)
{
    tcp_info info{};
    std::memcpy(&info, data, std::min(size, sizeof info));
    return info;
}

void take_attributes(Gauges& gauges, const char* at, std::size_t left)
{
    while (left >= sizeof(rtattr)) {
        rtattr attribute{};
        std::memcpy(&attribute, at, sizeof attribute);
        if (attribute.rta_len < sizeof attribute || attribute.rta_len > left) return;
        const auto type = static_cast<unsigned>(attribute.rta_type);
        if (type == INET_DIAG_INFO) fill(gauges, copy_of(at + RTA_LENGTH(0), attribute.rta_len - RTA_LENGTH(0)));
        const std::size_t step = std::min<std::size_t>(RTA_ALIGN(attribute.rta_len), left);
        at += step;
        left -= step;
    }
}

bool same(const inet_diag_sockid& id, const FourNumbers& connection)
{
    return ntohs(id.idiag_dport) == connection.remote_port &&
           std::memcmp(id.idiag_dst, connection.remote.data(), connection.remote.size()) == 0;
}

Gauges parse(const char* answer, std::size_t size, const FourNumbers& connection)
{
    Gauges gauges;
    nlmsghdr head{};
    inet_diag_msg body{};
    if (size < sizeof head + sizeof body) return gauges;
    std::memcpy(&head, answer, sizeof head);
    if (head.nlmsg_type != SOCK_DIAG_BY_FAMILY || head.nlmsg_len > size) return gauges;
    std::memcpy(&body, answer + NLMSG_HDRLEN, sizeof body);
    gauges.state = state_of(body.idiag_state);
    if (gauges.state == state_listen || !same(body.id, connection)) {
        gauges.state = body.idiag_state == 10 ? state_listen : state_closed;
        return gauges;
    }
    gauges.timer = body.idiag_timer;
    gauges.expires_ms = body.idiag_expires;
    gauges.unread_bytes = body.idiag_rqueue;
    gauges.send_queue_bytes = body.idiag_wqueue;
    const std::size_t start = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof body);
    const bool mini = body.idiag_inode == 0 && (body.idiag_state == 6 || body.idiag_state == 3);
    if (!mini && head.nlmsg_len > start) take_attributes(gauges, answer + start, head.nlmsg_len - start);
    return gauges;
}

} // namespace

Diagnosis::Diagnosis() : socket_{::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)} {}
Diagnosis::~Diagnosis()
{
    if (socket_ >= 0) ::close(socket_);
}
Diagnosis::Diagnosis(Diagnosis&& other) noexcept : socket_{std::exchange(other.socket_, -1)} {}
Diagnosis& Diagnosis::operator=(Diagnosis&& other) noexcept
{
    std::swap(socket_, other.socket_);
    return *this;
}

Gauges Diagnosis::look(const FourNumbers& connection)
{
    const Question asked = question(connection);
    alignas(nlmsghdr) std::array<char, 8192> answer{};
    if (::send(socket_, &asked, sizeof asked, 0) < 0) return {};
    const ssize_t size = ::recv(socket_, answer.data(), answer.size(), 0);
    return size < 0 ? Gauges{} : parse(answer.data(), static_cast<std::size_t>(size), connection);
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
