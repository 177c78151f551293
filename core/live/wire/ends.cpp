#include "core/live/wire/ends.h"

#include "core/live/wire/failure.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace tcpstage::live {

namespace {

constexpr int receive_buffer_bytes = 4 << 20;

using LinkHeader = std::array<std::uint8_t, ETH_HLEN>;

void must_set(int socket, int option)
{
    const int on = 1;
    needed(Stage::Capture, ::setsockopt(socket, SOL_PACKET, option, &on, sizeof on));
}

bool is_ip6(std::span<const std::uint8_t> packet) { return packet.size() >= 40 && packet[0] >> 4U == 6; }
bool is_ip(std::span<const std::uint8_t> packet)
{
    return (packet.size() >= 20 && packet[0] >> 4U == 4) || is_ip6(packet);
}

} // namespace

End open_tun(const std::string& interface)
{
    Descriptor device{needed(Stage::Tun, ::open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK))};
    ifreq request{};
    interface.copy(request.ifr_name, IFNAMSIZ - 1);
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    needed(Stage::Tun, ::ioctl(device.get(), TUNSETIFF, &request));
    End end{std::move(device), 0};
    end.counters_ = Descriptor{::open("/proc/thread-self/net/dev", O_RDONLY | O_CLOEXEC)};
    return end;
}

End open_capture(const std::string& here)
{
    Descriptor socket{needed(Stage::Capture, ::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))};
    must_set(socket.get(), PACKET_IGNORE_OUTGOING);
    must_set(socket.get(), PACKET_QDISC_BYPASS); // otherwise a new link may lose the first SYN
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
    const auto index = static_cast<int>(::if_nametoindex(here.c_str()));
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_ALL); // receive() takes only IP
    address.sll_ifindex = index;
    needed(Stage::Capture, ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address));
    return End{std::move(socket), index};
}

std::span<const std::uint8_t> End::receive(std::span<std::uint8_t> buffer)
{
    for (;;) {
        const ssize_t size = ::read(descriptor_.get(), buffer.data(), buffer.size());
        if (size <= 0) return {};
        std::span<const std::uint8_t> packet = buffer.first(static_cast<std::size_t>(size));
        if (interface_index_ != 0) packet = packet.subspan(std::min<std::size_t>(ETH_HLEN, packet.size()));
        if (is_ip(packet)) return packet;
    }
}

bool End::deliver(std::span<const std::uint8_t> packet)
{
    if (interface_index_ == 0)
        return ::write(descriptor_.get(), packet.data(), packet.size()) == static_cast<ssize_t>(packet.size());
    LinkHeader header{};
    std::ranges::copy(stack_hardware, header.begin());
    std::ranges::copy(peer_hardware, header.begin() + 6);
    const unsigned carried = is_ip6(packet) ? ETH_P_IPV6 : ETH_P_IP;
    header[12] = static_cast<std::uint8_t>(carried >> 8U);
    header[13] = static_cast<std::uint8_t>(carried & 0xffU);
    const std::array<iovec, 2> parts{
        {{header.data(), header.size()}, {const_cast<std::uint8_t*>(packet.data()), packet.size()}}};
    const auto size = static_cast<ssize_t>(header.size() + packet.size());
    return ::writev(descriptor_.get(), parts.data(), parts.size()) == size;
}

std::uint64_t End::lost()
{
    if (interface_index_ != 0) {
        tpacket_stats counted{};
        socklen_t size = sizeof counted;
        const int result = ::getsockopt(descriptor_.get(), SOL_PACKET, PACKET_STATISTICS, &counted, &size);
        return result == 0 ? counted.tp_drops : 0; // the kernel resets this count with each answer
    }
    const std::uint64_t drops = tun_drops();
    return drops - std::exchange(lost_before_, drops);
}

/// The twelfth number in the device's line of /proc/net/dev: packets dropped on transmission by the stack.
std::uint64_t End::tun_drops() const
{
    std::array<char, 4096> text{};
    if (!counters_.open() || ::pread(counters_.get(), text.data(), text.size() - 1, 0) <= 0) return lost_before_;
    const char* at = std::strstr(text.data(), "stage:");
    if (at == nullptr) return lost_before_;
    at += std::strlen("stage:");
    std::uint64_t value = 0;
    for (int i = 0; i < 12; ++i) {
        char* end = nullptr;
        value = std::strtoull(at, &end, 10);
        at = end;
    }
    return value;
}

} // namespace tcpstage::live
