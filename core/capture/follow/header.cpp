#include "core/capture/follow/header.h"

#include "core/base/unknown_octets.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

using HeaderOctets = std::span<const std::uint8_t>;

constexpr std::size_t fixed_header = 20;
constexpr std::uint32_t most_payload = most_unknown_octets; // a header may claim anything

std::uint16_t header16(HeaderOctets octets, std::size_t at)
{
    return static_cast<std::uint16_t>(octets[at] << 8U | octets[at + 1]);
}

std::uint32_t header32(HeaderOctets octets, std::size_t at)
{
    return static_cast<std::uint32_t>(header16(octets, at)) << 16U | header16(octets, at + 2);
}

void read_sack(HeaderOctets octets, tcp::Options& options)
{
    const std::size_t blocks = std::min(options.sack.size(), octets.size() / 8);
    for (std::size_t i = 0; i < blocks; ++i)
        options.sack[i] = {tcp::Seq{header32(octets, i * 8)}, tcp::Seq{header32(octets, i * 8 + 4)}};
    options.sack_count = static_cast<std::uint8_t>(blocks);
}

void read_timestamps(HeaderOctets octets, tcp::Options& options)
{
    options.has_timestamps = true;
    options.timestamps = {header32(octets, 0), header32(octets, 4)};
}

/// `octets` is what follows kind and length. An option of another length is left out.
void read_option(tcp::OptionKind kind, HeaderOctets octets, tcp::Options& options)
{
    switch (kind) {
    case tcp::OptionKind::Mss:
        if (octets.size() == 2) options.mss = header16(octets, 0);
        return;
    case tcp::OptionKind::WindowScale:
        if (octets.size() != 1) return;
        options.has_window_scale = true;
        options.window_scale = octets[0];
        return;
    case tcp::OptionKind::SackPermitted:
        options.sack_permitted = options.sack_permitted || octets.empty();
        return;
    case tcp::OptionKind::Sack:
        if (octets.size() % 8 == 0) read_sack(octets, options);
        return;
    case tcp::OptionKind::Timestamps:
        if (octets.size() == 8) read_timestamps(octets, options);
        return;
    case tcp::OptionKind::End:
    case tcp::OptionKind::Nop:
        return;
    }
}

void read_options(HeaderOctets octets, tcp::Options& options)
{
    // Two NOPs and the timestamps are what most segments have.
    if (octets.size() == 12 && header32(octets, 0) == 0x0101080a) return read_timestamps(octets.subspan(4), options);
    while (!octets.empty()) {
        const auto kind = static_cast<tcp::OptionKind>(octets[0]);
        if (kind == tcp::OptionKind::End) return;
        if (kind == tcp::OptionKind::Nop) {
            octets = octets.subspan(1);
            continue;
        }
        const std::size_t length = octets.size() > 1 ? octets[1] : 0;
        if (length < 2 || length > octets.size()) return;
        read_option(kind, octets.subspan(2, length - 2), options);
        octets = octets.subspan(length);
    }
}

Bytes read_payload(const Packet& packet, std::uint32_t octets)
{
    if (packet.payload.size() < octets) return unknown_octets(octets);
    return Bytes{std::vector<std::uint8_t>{packet.payload.begin(), packet.payload.begin() + octets}};
}

} // namespace

Header read_header(const Packet& packet)
{
    const HeaderOctets octets = packet.header;
    Header header;
    header.seq = tcp::Seq{header32(octets, 4)};
    header.flags = tcp::Flags::from_bits(octets[13]);
    if (header.has_ack()) header.ack = tcp::Seq{header32(octets, 8)};
    header.window = header16(octets, 14);
    header.payload_octets = std::min(packet.payload_octets, most_payload);
    const std::size_t said = std::size_t{octets[12]} / 16 * 4;
    const std::size_t there = std::clamp(said, fixed_header, std::max(octets.size(), fixed_header));
    if (there > fixed_header) read_options(octets.subspan(fixed_header, there - fixed_header), header.options);
    return header;
}

tcp::Segment read_segment(const Packet& packet)
{
    const Header header = read_header(packet);
    tcp::Segment segment;
    segment.source_port = header16(packet.header, 0);
    segment.destination_port = header16(packet.header, 2);
    segment.seq = header.seq;
    segment.ack = header.ack;
    segment.window = header.window;
    segment.urgent = header16(packet.header, 18);
    segment.flags = header.flags;
    segment.ecn = packet.ecn;
    segment.options = header.options;
    segment.payload = read_payload(packet, header.payload_octets);
    return segment;
}

} // namespace tcpstage::capture
