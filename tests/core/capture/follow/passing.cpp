#include "tests/core/capture/follow/passing.h"

#include "core/tcp/segment/notation.h"

#include <gtest/gtest.h>

namespace tcpstage::capture {

OwnedPacket packet_of(const tcp::Segment& segment, Instant at, std::uint64_t number)
{
    OwnedPacket owned;
    owned.octets = tcp::encode(segment, tcp::Address{{10, 0, 0, 1}}, tcp::Address{{10, 0, 0, 2}});
    const std::span<const std::uint8_t> octets{owned.octets};
    Packet& packet = owned.packet;
    packet.at = at;
    packet.number = number;
    packet.header = octets.first(tcp::header_bytes(segment));
    packet.payload = octets.subspan(packet.header.size());
    packet.payload_octets = segment.payload.size();
    packet.ecn = segment.ecn;
    return owned;
}

tcp::Segment segment_of(std::string_view line)
{
    auto pattern = tcp::parse_notation(line);
    EXPECT_TRUE(pattern.has_value()) << line;
    if (!pattern) return {};
    if (!pattern->window_bytes) pattern->window_bytes = UINT16_MAX;
    return pattern->to_segment();
}

OwnedPacket Passing::next(std::string_view line)
{
    now_ += 10ms;
    return packet_of(segment_of(line), now_, ++number_);
}

Seen Passing::pass(trace::Side from, std::string_view line)
{
    const OwnedPacket owned = next(line);
    return pass(from, owned.packet);
}

Passing& Passing::opened(std::string_view options)
{
    left("S 100:100(0) win 65535" + std::string{options});
    right("S. 300:300(0) ack 101 win 65535" + std::string{options});
    left(". 101:101(0) ack 301 win 65535");
    return *this;
}

std::string Passing::states() const
{
    return std::string{name(follower_.state(trace::Side::Left))} + " " +
           std::string{name(follower_.state(trace::Side::Right))};
}

std::string words(const Marks& marks)
{
    std::string text;
    for (std::size_t i = 0; i < mark_words.size(); ++i)
        if (marks.has(static_cast<Mark>(i))) text += (text.empty() ? "" : " ") + std::string{mark_words[i]};
    return text;
}

} // namespace tcpstage::capture
