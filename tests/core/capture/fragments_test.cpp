#include "core/capture/decode/fragments.h"

#include "tests/core/capture/files.h"
#include "tests/core/capture/read_all.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::capture {
namespace {

constexpr unsigned more = 0x2000;
const std::string whole = segment("P. 1:61(60) ack 1 win 500"); // 80 octets

std::string fragment(std::size_t begin, std::size_t end, unsigned identification = 1, const std::string& of = whole)
{
    const unsigned flag = end < of.size() ? more : 0;
    return ip(of.substr(begin, end - begin), client, server, identification, flag | static_cast<unsigned>(begin / 8));
}

std::string fragment6(std::size_t begin, std::size_t end, unsigned first_protocol = 6, const std::string& before = {})
{
    const std::string carried = before + segment("P. 1:61(60) ack 1 win 500", client6, server6);
    const unsigned flag = end < carried.size() ? 1 : 0;
    const std::string header = std::string{static_cast<char>(first_protocol), 0} +
                               number16(static_cast<std::uint32_t>(begin) | flag) + number32(77);
    return ip(header + carried.substr(begin, end - begin), client6, server6, 0, 0, 44);
}

void expect_whole(const AllPackets& all, std::uint64_t number)
{
    ASSERT_EQ(all.packets.size(), 1U);
    EXPECT_EQ(all.packets[0].packet.payload_octets, 60U);
    EXPECT_EQ(all.packets[0].payload.size(), 60U);
    EXPECT_EQ(all.packets[0].packet.number, number);
    EXPECT_FALSE(all.packets[0].packet.bad_checksum);
    EXPECT_EQ(all.unused_fragments, 0U);
}

TEST(Fragments, MakeOnePacketInAnyOrder)
{
    std::vector<std::string> pieces{fragment(0, 24), fragment(24, 48), fragment(48, 80)};
    do
        expect_whole(all_packets(Pcap{}.add(pieces[0]).add(pieces[1]).add(pieces[2]).octets()), 3);
    while (std::ranges::next_permutation(pieces).found);
}

TEST(Fragments, OfWhichTheFirstCountsWhenTheyOverlap)
{
    std::string other = whole;
    other[30] ^= 0x55;
    expect_whole(all_packets(Pcap{}
                                 .add(fragment(24, 48))
                                 .add(fragment(16, 56, 1, other)) // 24 to 48 have come already
                                 .add(fragment(0, 24))
                                 .add(fragment(24, 48, 1, other))
                                 .add(fragment(40, 80))
                                 .octets()),
                 5);
}

TEST(Fragments, OfIpv6MayBeginWithMoreHeaders)
{
    expect_whole(all_packets(Pcap{}.add(fragment6(40, 80)).add(fragment6(0, 40)).octets()), 2);
    const std::string options = std::string{6, 0, 1, 4, 0, 0, 0, 0};
    expect_whole(all_packets(Pcap{}.add(fragment6(0, 40, 60, options)).add(fragment6(40, 88, 60, options)).octets()),
                 2);
    expect_whole(all_packets(Pcap{}.add(fragment6(0, 80)).octets()), 1); // "atomic": it is whole
}

TEST(Fragments, OfDifferentPacketsAreNotMixed)
{
    const AllPackets all = all_packets(Pcap{}
                                           .add(fragment(0, 40, 1))
                                           .add(fragment(0, 40, 2))
                                           .add(fragment(40, 80, 2))
                                           .add(fragment(40, 80, 1))
                                           .octets());
    EXPECT_EQ(all.packets.size(), 2U);
    EXPECT_EQ(all.counts.fragments, 4U);
    EXPECT_EQ(all.counts.tcp, 2U);
}

TEST(Fragments, ThatTheCaptureHasCutGiveWhatComesBefore)
{
    const std::string first = fragment(0, 40);
    const AllPackets all =
        all_packets(Pcap{}.add(first.substr(0, 20 + 30), 0, first.size()).add(fragment(40, 80)).octets());
    ASSERT_EQ(all.packets.size(), 1U);
    EXPECT_EQ(all.packets[0].payload.size(), 10U);
    EXPECT_EQ(all.packets[0].packet.payload_octets, 60U);
}

TEST(Fragments, ThatLackOneAreCountedAndGivenUpOneDay)
{
    Pcap pcap;
    for (unsigned i = 0; i < 1000; ++i)
        pcap.add(fragment(0, 40, i));
    EXPECT_EQ(all_packets(pcap.octets()).unused_fragments, 1000U);
    pcap.add(fragment(40, 80, 999)).add(fragment(40, 80, 1));
    EXPECT_EQ(all_packets(pcap.octets()).packets.size(), 1U);
    EXPECT_EQ(all_packets(pcap.octets()).unused_fragments, 1000U);
}

TEST(Fragments, BeyondTheLargestPacketAreLeftOut)
{
    const AllPackets all = all_packets(Pcap{}.add(ip(std::string(100, 'x'), client, server, 1, 0x1fff)).octets());
    EXPECT_TRUE(all.packets.empty());
    EXPECT_EQ(all.unused_fragments, 1U);
}

} // namespace
} // namespace tcpstage::capture
