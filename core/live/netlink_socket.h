#pragma once
// Asks the kernel one thing at a time over a netlink socket. An answer counts only when it comes from the kernel, is
// whole and has the number of the question; no question waits, for the kernel answers while it is sent.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tl/expected.hpp>

namespace tcpstage::live {

using NetlinkMessage = std::span<const std::uint8_t>; // its header first

/// The message of a datagram that answers question `number` of port `port`; empty: none does, or its length is wrong.
std::optional<NetlinkMessage> find_answer(NetlinkMessage datagram, std::uint32_t number, std::uint32_t port);

/// The errno that an NLMSG_ERROR carries, 0 when it is an acknowledgment; empty: it is another message, or cut off.
std::optional<int> error_of(NetlinkMessage message);

class NetlinkSocket {
public:
    /// Of the network namespace that the thread is in. Check open().
    explicit NetlinkSocket(int protocol);
    ~NetlinkSocket();
    NetlinkSocket(NetlinkSocket&& other) noexcept;
    NetlinkSocket& operator=(NetlinkSocket&& other) noexcept;
    NetlinkSocket(const NetlinkSocket&) = delete;
    NetlinkSocket& operator=(const NetlinkSocket&) = delete;

    bool open() const { return socket_ >= 0; }
    /// Numbers the request and sends it. The answer lives until the next question; an error is an errno, EPROTO when no
    /// answer fits.
    tl::expected<NetlinkMessage, int> ask(std::span<std::uint8_t> request);

private:
    int socket_ = -1;
    std::uint32_t port_ = 0;
    std::uint32_t asked_ = 0;
    std::array<std::uint8_t, 8192> answer_{};
};

} // namespace tcpstage::live
