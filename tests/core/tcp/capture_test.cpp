// Compares decoded segments with tshark's output for real captures. The captures are not in the repository; without
// them the test is skipped.

#include "core/tcp/segment/segment.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sstream>

namespace tcpstage::tcp {
namespace {

namespace fs = std::filesystem;
using Octets = std::vector<std::uint8_t>;

fs::path captures()
{
    const char* const chosen = std::getenv("TCPSTAGE_CAPTURES");
    return chosen != nullptr ? fs::path{chosen} : fs::path{TCPSTAGE_SOURCE_DIR} / ".." / "shared" / "captures";
}

std::uint32_t little32(const Octets& octets, std::size_t offset)
{
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = value << 8U | octets[offset + i];
    return value;
}

/// The frames of a classic little-endian pcap file of Ethernet.
std::vector<Octets> read_frames(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    const Octets octets{std::istreambuf_iterator<char>{in}, {}};
    std::vector<Octets> frames;
    for (std::size_t at = 24; at + 16 <= octets.size();) {
        const std::size_t length = little32(octets, at + 8);
        at += 16;
        if (length > octets.size() - at) break;
        const auto first = octets.begin() + static_cast<std::ptrdiff_t>(at);
        frames.emplace_back(first, first + static_cast<std::ptrdiff_t>(length));
        at += length;
    }
    return frames;
}

Result<Decoded> decode_frame(const Octets& frame)
{
    constexpr std::size_t ip = 14;
    Address from;
    Address to;
    std::copy_n(frame.begin() + ip + 12, 4, from.octets.begin());
    std::copy_n(frame.begin() + ip + 16, 4, to.octets.begin());
    const std::size_t header = std::size_t{frame[ip]} % 16 * 4;
    const std::size_t total = std::size_t{frame[ip + 2]} * 256 + frame[ip + 3];
    return decode(std::span{frame}.subspan(ip + header, total - header), from, to);
}

std::vector<std::string> fields(const std::string& row)
{
    std::vector<std::string> all;
    std::istringstream in{row};
    for (std::string field; std::getline(in, field, '\t');)
        all.push_back(field);
    return all;
}

/// The facts are tab-separated: 7 source port, 10 destination port, 11 flags, 12 SEQ, 13 ACK, 16 octets, 17 window.
void expect_agreement(const Decoded& decoded, const std::vector<std::string>& fact)
{
    const Segment& segment = decoded.segment;
    EXPECT_TRUE(decoded.checksum_correct);
    EXPECT_EQ(segment.source_port, std::stoul(fact[7]));
    EXPECT_EQ(segment.destination_port, std::stoul(fact[10]));
    EXPECT_EQ(segment.flags.bits(), std::stoul(fact[11], nullptr, 16) & 0xffU);
    EXPECT_EQ(segment.seq.value(), std::stoul(fact[12]));
    EXPECT_EQ(segment.ack.value(), segment.has_ack() ? std::stoul(fact[13]) : 0);
    EXPECT_EQ(segment.payload.size(), std::stoul(fact[16]));
    EXPECT_EQ(segment.window, std::stoul(fact[17]));
}

TEST(RealCaptures, AreDecodedAsTsharkDoes)
{
    if (!fs::exists(captures() / "real-facts"))
        GTEST_SKIP() << "no captures here; name their folder by TCPSTAGE_CAPTURES";
    int segments = 0;
    for (const auto* name : {"PcapPlusPlus__one_http_stream_fin.pcap", "zeek__fin_retransmission.pcap"}) {
        if (!fs::exists(captures() / "real" / name)) continue;
        const auto frames = read_frames(captures() / "real" / name);
        std::ifstream facts{captures() / "real-facts" / (std::string{name} + ".tsv")};
        std::string row;
        std::getline(facts, row);
        while (std::getline(facts, row)) {
            SCOPED_TRACE(std::string{name} + ": " + row);
            const auto fact = fields(row);
            const auto decoded = decode_frame(frames.at(std::stoul(fact[0]) - 1));
            ASSERT_TRUE(decoded) << decoded.error().sentence();
            expect_agreement(*decoded, fact);
            ++segments;
        }
    }
    EXPECT_GE(segments, 15);
}

} // namespace
} // namespace tcpstage::tcp
