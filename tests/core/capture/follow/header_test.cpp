// Headers as captures hold them: cut off, or contradicting themselves.

#include "tests/core/capture/follow/passing.h"

#include "core/base/unknown_octets.h"

#include <gtest/gtest.h>

namespace tcpstage::capture {
namespace {

constexpr const char* everything = "P. 101:201(100) ack 301 win 512 <TS val 7 ecr 8, sack 401:501 601:701>";

TEST(CapturedHeader, IsReadAsTheSegmentThatItIs)
{
    for (const char* line : {everything, "S 100:100(0) win 65535 <mss 1460,sackOK,TS val 1 ecr 0,wscale 7>",
                             ". 1:1(0) ack 2 win 3 <TS val 4 ecr 5>", "F. 1:1(0) ack 2 win 3", "R 1:1(0) win 0"}) {
        const tcp::Segment segment = segment_of(line);
        const OwnedPacket owned = packet_of(segment, Instant{}, 1);
        EXPECT_EQ(read_segment(owned.packet), segment) << line;
        EXPECT_EQ(read_header(owned.packet).options, segment.options) << line;
        EXPECT_EQ(read_header(owned.packet).length(), segment.length()) << line;
    }
}

TEST(CapturedHeader, MayBeCutAnywhereInItsOptions)
{
    const OwnedPacket owned = packet_of(segment_of(everything), Instant{}, 1);
    for (std::size_t size = 20; size <= owned.packet.header.size(); ++size) {
        Packet cut = owned.packet;
        cut.header = cut.header.first(size);
        const Header header = read_header(cut);
        EXPECT_EQ(header.seq, tcp::Seq{101});
        EXPECT_EQ(header.payload_octets, 100U);
    }
}

TEST(CapturedHeader, MayClaimAnything)
{
    for (unsigned offset = 0; offset < 16; ++offset)
        for (unsigned kind = 0; kind < 256; ++kind)
            for (const unsigned length : {0U, 1U, 2U, 3U, 4U, 10U, 11U, 40U, 255U}) {
                OwnedPacket owned = packet_of(segment_of(everything), Instant{}, 1);
                owned.octets[12] = static_cast<std::uint8_t>(offset << 4U);
                owned.octets[20] = static_cast<std::uint8_t>(kind);
                owned.octets[21] = static_cast<std::uint8_t>(length);
                EXPECT_EQ(read_header(owned.packet).seq, tcp::Seq{101});
            }
}

TEST(CapturedHeader, KnowsOnlyHowManyOctetsACutPayloadHas)
{
    OwnedPacket owned = packet_of(segment_of("P. 1:5(4) ack 1"), Instant{}, 1);
    EXPECT_FALSE(is_unknown(read_segment(owned.packet).payload));
    owned.packet.payload = owned.packet.payload.first(3);
    const tcp::Segment segment = read_segment(owned.packet);
    EXPECT_EQ(segment.payload.size(), 4U);
    EXPECT_TRUE(is_unknown(segment.payload));
    EXPECT_TRUE(is_unknown(segment.payload.slice(1, 2)));
    EXPECT_TRUE(segment.payload.shares_block(read_segment(owned.packet).payload)) << "it takes no memory";
    for (const std::uint32_t count : {65535U, 65536U, 1U << 24U}) {
        EXPECT_EQ(unknown_octets(count).size(), count);
        EXPECT_TRUE(is_unknown(unknown_octets(count)));
    }
    EXPECT_FALSE(is_unknown({}));
    EXPECT_FALSE(is_unknown(Bytes{std::vector<std::uint8_t>(4)})) << "zeros are octets, too";
}

} // namespace
} // namespace tcpstage::capture
