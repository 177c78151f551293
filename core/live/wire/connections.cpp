#include "core/live/wire/connections.h"

#include "core/tcp/tcb/state.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

using Packet = std::span<const std::uint8_t>;

constexpr std::uint8_t tcp_protocol = 6;
constexpr std::size_t tcp_header_bytes = 20;

struct TcpPacket {
    FourNumbers ends; // as its sender has them
    std::uint32_t seq = 0;
    bool opens = false; // SYN without ACK, or with it
};

std::uint16_t number16(Packet octets) { return static_cast<std::uint16_t>(octets[0] << 8U | octets[1]); }

/// Empty: it is not TCP, or not the first fragment of a packet.
std::optional<TcpPacket> read(Packet packet)
{
    constexpr unsigned syn = 2;
    TcpPacket read;
    read.ends.is_v6 = packet[0] >> 4U == 6;
    const std::size_t header = read.ends.is_v6 ? 40 : (packet[0] & 0x0fU) * std::size_t{4};
    if (packet.size() < std::max<std::size_t>(header, 20) + tcp_header_bytes) return {};
    if (packet[read.ends.is_v6 ? 6 : 9] != tcp_protocol) return {};
    if (!read.ends.is_v6 && (number16(packet.subspan(6)) & 0x1fffU) != 0) return {};
    const std::size_t size = read.ends.is_v6 ? 16 : 4;
    const Packet addresses = packet.subspan(read.ends.is_v6 ? 8 : 12);
    std::ranges::copy(addresses.first(size), read.ends.local.begin());
    std::ranges::copy(addresses.subspan(size, size), read.ends.remote.begin());
    const Packet segment = packet.subspan(header);
    read.ends.local_port = number16(segment);
    read.ends.remote_port = number16(segment.subspan(2));
    read.seq = static_cast<std::uint32_t>(number16(segment.subspan(4))) << 16U | number16(segment.subspan(6));
    read.opens = (segment[13] & syn) != 0;
    return read;
}

} // namespace

bool Connections::Known::is_over() const
{
    return std::ranges::all_of(seen, [](const TcpInfo& tcp_info) {
        const auto state = static_cast<tcp::State>(tcp_info.state);
        return state == tcp::State::Closed || state == tcp::State::TimeWait || state == tcp::State::Listen;
    });
}

std::uint32_t Connections::add(const FourNumbers& ends)
{
    if (known_.size() == most_connections) return no_connection;
    known_.push_back({ends});
    return newest_[ends] = size() - 1;
}

std::uint32_t Connections::of(std::size_t side, Packet packet)
{
    const auto tcp = read(packet);
    if (!tcp) return no_connection;
    const FourNumbers ends = side == 0 ? tcp->ends : tcp->ends.turned();
    const auto found = newest_.find(ends);
    std::uint32_t number = found == newest_.end() ? add(ends) : found->second;
    if (number == no_connection || !tcp->opens) return number;
    const auto& iss = known_[number].iss[side];
    if (iss && *iss != tcp->seq && known_[number].is_over()) number = add(ends);
    if (number != no_connection && !known_[number].iss[side]) known_[number].iss[side] = tcp->seq;
    return number;
}

} // namespace tcpstage::live
