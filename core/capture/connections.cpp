#include "core/capture/connections.h"

#include "core/tcp/keyed_hash.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

using tcp::Flag;
using tcp::Seq;
using trace::Side;

std::uint32_t number_at(const Packet& packet, std::size_t at)
{
    std::uint32_t number = 0;
    for (std::size_t i = at; i < at + 4; ++i)
        number = number << 8U | packet.header[i];
    return number;
}
Seq seq_of(const Packet& packet) { return Seq{number_at(packet, 4)}; }
Seq ack_of(const Packet& packet) { return Seq{number_at(packet, 8)}; }
tcp::Flags flags_of(const Packet& packet) { return tcp::Flags::from_bits(packet.header[13]); }

std::uint64_t hash_of(const tcp::IpSocket& socket)
{
    std::uint64_t value = socket.port;
    for (const std::uint8_t octet : socket.address.octets())
        value = value * 257 + octet;
    return tcp::mix(value);
}

/// A socket as octets: its family, its address and its port.
std::array<std::uint8_t, 20> octets_of(const tcp::IpSocket& socket)
{
    std::array<std::uint8_t, 20> octets{static_cast<std::uint8_t>(socket.address.is_v6() ? 6 : 4)};
    std::ranges::copy(socket.address.octets(), octets.begin() + 1);
    octets[17] = static_cast<std::uint8_t>(socket.port >> 8U);
    octets[18] = static_cast<std::uint8_t>(socket.port);
    return octets;
}

/// Both sockets as octets, the lower one first.
std::array<std::uint8_t, 40> key_of(const Packet& packet)
{
    auto low = octets_of(packet.from);
    auto high = octets_of(packet.to);
    if (high < low) std::swap(low, high);
    std::array<std::uint8_t, 40> key{};
    std::ranges::copy(low, key.begin());
    std::ranges::copy(high, key.begin() + low.size());
    return key;
}

/// Whether the end that sent the packet is the left one of the connection that it begins.
bool is_from_left(const Packet& packet)
{
    const tcp::Flags flags = flags_of(packet);
    if (flags.has(Flag::Syn)) return !flags.has(Flag::Ack);
    return packet.from.port >= packet.to.port;
}

} // namespace

void Connections::Known::note(Side from, const Packet& packet)
{
    const tcp::Flags flags = flags_of(packet);
    if (flags.has(Flag::Syn) && !flags.has(Flag::Rst)) {
        auto& own = iss[trace::index(from)];
        auto& peers = iss[trace::index(trace::other(from))];
        if (!own) own = seq_of(packet);
        if (!peers && flags.has(Flag::Ack)) peers = ack_of(packet) - 1;
    } else if (flags.has(Flag::Rst)) {
        reset = true;
    } else if (flags.has(Flag::Ack)) {
        established = true;
    }
    if (flags.has(Flag::Fin)) fin[trace::index(from)] = true;
}

bool Connections::Known::is_followed_by(Side from, const Packet& packet)
{
    const tcp::Flags flags = flags_of(packet);
    if (!flags.has(Flag::Syn) || flags.has(Flag::Rst)) return false;
    const auto& own = iss[trace::index(from)];
    if (own == seq_of(packet)) return false; // repeated
    const bool ended = reset || fin[0] || fin[1];
    const bool begun_with_syn = iss[0] || iss[1];
    if (flags.has(Flag::Ack))
        return (doubtful_iss && ack_of(packet) - 1 == *doubtful_iss) || !begun_with_syn || (own && ended);
    const bool both_open = !own && begun_with_syn && !established; // simultaneously
    if (both_open && !ended) return false;
    if (ended || !established || !begun_with_syn) return true;
    doubtful_iss = seq_of(packet);
    return false;
}

std::uint32_t& Connections::slot_of(const Packet& packet)
{
    if (recent_.empty()) recent_.resize(recent_slots);
    return recent_[(hash_of(packet.from) + hash_of(packet.to)) % recent_slots];
}

std::optional<Connections::Place> Connections::place(const Packet& packet)
{
    const auto from_of = [&](std::uint32_t number) -> std::optional<Side> {
        const Pair& pair = known_[number].ends;
        if (pair.left == packet.from && pair.right == packet.to) return Side::Left;
        if (pair.right == packet.from && pair.left == packet.to) return Side::Right;
        return {};
    };
    std::uint32_t& slot = slot_of(packet);
    std::uint32_t number = slot - 1;
    std::optional<Side> from;
    if (slot != 0) from = from_of(number);
    if (!from) {
        const auto known = newest_.find(key_of(packet));
        if (known == newest_.end()) return begin(packet, false);
        number = known->second;
        from = from_of(number);
    }
    if (known_[number].is_followed_by(*from, packet)) return begin(packet, true);
    known_[number].note(*from, packet);
    slot = number + 1;
    return Place{number, *from};
}

std::optional<Connections::Place> Connections::begin(const Packet& packet, bool port_reuse)
{
    if (known_.size() == most_) return {};
    const auto number = static_cast<std::uint32_t>(known_.size());
    const Side from = is_from_left(packet) ? Side::Left : Side::Right;
    known_.push_back({.ends = from == Side::Left ? Pair{packet.from, packet.to} : Pair{packet.to, packet.from}});
    known_.back().note(from, packet);
    newest_[key_of(packet)] = number;
    slot_of(packet) = number + 1;
    return Place{number, from, true, port_reuse};
}

} // namespace tcpstage::capture
