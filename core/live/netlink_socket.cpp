#include "core/live/netlink_socket.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace tcpstage::live {

namespace {

constexpr int most_datagrams = 16; // that are no answer to the request

nlmsghdr header_of(NetlinkMessage message)
{
    nlmsghdr head{};
    std::memcpy(&head, message.data(), sizeof head);
    return head;
}

} // namespace

std::optional<NetlinkMessage> find_answer(NetlinkMessage datagram, std::uint32_t number, std::uint32_t port)
{
    while (datagram.size() >= sizeof(nlmsghdr)) {
        const nlmsghdr head = header_of(datagram);
        if (head.nlmsg_len < sizeof head || head.nlmsg_len > datagram.size()) return {};
        if (head.nlmsg_seq == number && head.nlmsg_pid == port) return datagram.first(head.nlmsg_len);
        const std::size_t step = NLMSG_ALIGN(std::size_t{head.nlmsg_len});
        datagram = datagram.subspan(step < datagram.size() ? step : datagram.size());
    }
    return {};
}

std::optional<int> error_of(NetlinkMessage message)
{
    int error = 0; // the first member of nlmsgerr
    if (message.size() < NLMSG_HDRLEN + sizeof error || header_of(message).nlmsg_type != NLMSG_ERROR) return {};
    std::memcpy(&error, message.data() + NLMSG_HDRLEN, sizeof error);
    if (error > 0 || error < -4095) return {};
    return -error;
}

NetlinkSocket::NetlinkSocket(int protocol) : socket_{::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol)}
{
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (socket_ < 0) return;
    if (::bind(socket_, any, size) == 0 && ::getsockname(socket_, any, &size) == 0) {
        port_ = address.nl_pid;
        return;
    }
    const int reason = errno;
    ::close(std::exchange(socket_, -1));
    errno = reason;
}

NetlinkSocket::~NetlinkSocket()
{
    if (socket_ >= 0) ::close(socket_);
}

NetlinkSocket::NetlinkSocket(NetlinkSocket&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)}, port_{other.port_}, asked_{other.asked_}
{}

NetlinkSocket& NetlinkSocket::operator=(NetlinkSocket&& other) noexcept
{
    std::swap(socket_, other.socket_);
    std::swap(port_, other.port_);
    std::swap(asked_, other.asked_);
    return *this;
}

bool NetlinkSocket::send(std::span<std::uint8_t> request)
{
    const std::uint32_t number = ++asked_;
    std::memcpy(request.data() + offsetof(nlmsghdr, nlmsg_seq), &number, sizeof number);
    return ::send(socket_, request.data(), request.size(), MSG_DONTWAIT) >= 0;
}

NetlinkMessage NetlinkSocket::receive()
{
    for (int i = 0; i < most_datagrams; ++i) {
        sockaddr_nl sender{};
        socklen_t sender_size = sizeof sender;
        const ssize_t size = ::recvfrom(socket_, answer_.data(), answer_.size(), MSG_DONTWAIT | MSG_TRUNC,
                                        reinterpret_cast<sockaddr*>(&sender), &sender_size);
        if (size < 0) return {};
        const auto whole = static_cast<std::size_t>(size);
        // Else it is from another process, or cut off.
        if (sender.nl_pid == 0 && whole <= answer_.size()) return NetlinkMessage{answer_}.first(whole);
    }
    errno = EPROTO;
    return {};
}

tl::expected<NetlinkMessage, int> NetlinkSocket::ask(std::span<std::uint8_t> request)
{
    if (!send(request)) return tl::unexpected{errno};
    for (int i = 0; i < most_datagrams; ++i) {
        const NetlinkMessage datagram = receive();
        if (datagram.empty()) return tl::unexpected{errno == EAGAIN ? EPROTO : errno};
        if (const auto answer = find_answer(datagram, asked_, port_)) return *answer;
    }
    return tl::unexpected{EPROTO};
}

int NetlinkSocket::ask_all(std::span<std::uint8_t> request, const std::function<void(NetlinkMessage)>& visit)
{
    if (!send(request)) return errno;
    for (NetlinkMessage datagram = receive(); !datagram.empty(); datagram = receive())
        while (const auto answer = find_answer(datagram, asked_, port_)) {
            if (const auto error = error_of(*answer)) return *error;
            if (header_of(*answer).nlmsg_type == NLMSG_DONE) return 0;
            visit(*answer);
            const std::size_t end = static_cast<std::size_t>(answer->data() - datagram.data()) + answer->size();
            datagram = datagram.subspan(std::min<std::size_t>(NLMSG_ALIGN(end), datagram.size()));
        }
    return EPROTO;
}

} // namespace tcpstage::live
