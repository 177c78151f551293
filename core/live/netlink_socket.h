#pragma once
// Sends one request at a time to the kernel over a netlink socket. An answer counts only if it comes from the kernel,
// is complete and has the number of the request. ask() never waits: the kernel answers during the send.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <tl/expected.hpp>

namespace tcpstage::live {

using NetlinkMessage = std::span<const std::uint8_t>; // its header first

/// The message of a datagram that answers request `number` of port `port`; empty: none does, or its length is wrong.
std::optional<NetlinkMessage> find_answer(NetlinkMessage datagram, std::uint32_t number, std::uint32_t port);

/// The errno that an NLMSG_ERROR carries, 0 for an acknowledgment; empty: it is another message, or cut off.
std::optional<int> error_of(NetlinkMessage message);

class NetlinkSocket {
public:
    /// Opens the socket in the network namespace that the thread is in. Check open() afterwards.
    explicit NetlinkSocket(int protocol);
    ~NetlinkSocket();
    NetlinkSocket(NetlinkSocket&& other) noexcept;
    NetlinkSocket& operator=(NetlinkSocket&& other) noexcept;
    NetlinkSocket(const NetlinkSocket&) = delete;
    NetlinkSocket& operator=(const NetlinkSocket&) = delete;

    bool open() const { return socket_ >= 0; }
    /// Numbers the request and sends it. The answer is valid until the next request; an error is an errno, EPROTO if no
    /// answer matches.
    tl::expected<NetlinkMessage, int> ask(std::span<std::uint8_t> request);
    /// The same for a request with NLM_F_DUMP: `visit` gets each message of the answer. Returns 0 or errno.
    int ask_all(std::span<std::uint8_t> request, const std::function<void(NetlinkMessage)>& visit);

private:
    bool send(std::span<std::uint8_t> request);
    /// The next datagram of the kernel; empty: there is none, and errno says why.
    NetlinkMessage receive();

    int socket_ = -1;
    std::uint32_t port_ = 0;
    std::uint32_t asked_ = 0;
    std::array<std::uint8_t, 8192> answer_{};
};

} // namespace tcpstage::live
