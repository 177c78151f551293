#include "core/capture/decode/decoder.h"

#include "tests/core/capture/files.h"
#include "tests/core/capture/read_all.h"

#include <gtest/gtest.h>

namespace tcpstage::capture {
namespace {

const std::string data = "P. 101:151(50) ack 301 win 500";

std::string vlan(const std::string& carried, unsigned protocol) { return number16(7) + number16(protocol) + carried; }

/// The one packet of a capture with one frame.
ReadPacket only_packet(std::uint32_t link, const std::string& frame)
{
    const AllPackets all = all_packets(Pcap{link}.add(frame).octets());
    EXPECT_EQ(all.packets.size(), 1U) << "link type " << link;
    return all.packets.empty() ? ReadPacket{} : all.packets[0];
}

void expect_data(const ReadPacket& it, const tcp::IpSocket& from = client, const tcp::IpSocket& to = server)
{
    EXPECT_EQ(it.packet.from, from);
    EXPECT_EQ(it.packet.to, to);
    EXPECT_EQ(it.header + it.payload, segment(data, from, to));
    EXPECT_EQ(it.header.size(), 20U);
    EXPECT_EQ(it.packet.payload_octets, 50U);
    EXPECT_FALSE(it.packet.bad_checksum);
}

TEST(LinkTypes, AreTakenOff)
{
    const std::string v4 = packet(data);
    const std::string v6 = packet(data, client6, server6);
    const std::string padding(6, '\0'); // Ethernet has at least 60 octets
    expect_data(only_packet(1, ethernet(v4 + padding)));
    expect_data(only_packet(1, ethernet(v6, 0x86dd)), client6, server6);
    expect_data(only_packet(1, ethernet(vlan(v4, 0x0800), 0x8100)));
    expect_data(only_packet(1, ethernet(vlan(vlan(vlan(v4, 0x0800), 0x8100), 0x9100), 0x88a8)));
    const std::string pppoe = number32(0x11000001) + number16(72);
    expect_data(only_packet(1, ethernet(pppoe + number16(0x0021) + v4, 0x8864)));
    expect_data(only_packet(1, ethernet(pppoe + number16(0x0057) + v6, 0x8864)), client6, server6);
    expect_data(only_packet(1, ethernet(number32(0x12345040) + number32(0x12345140) + v4, 0x8847)));
    expect_data(only_packet(113, number16(4) + std::string(12, '\1') + number16(0x0800) + v4));
    expect_data(only_packet(113, number16(4) + std::string(12, '\1') + number16(0x8100) + vlan(v4, 0x0800)));
    expect_data(only_packet(276, number16(0x86dd) + std::string(18, '\1') + v6), client6, server6);
    for (const Order order : {Order::Little, Order::Big}) {
        expect_data(only_packet(0, number32(2, order) + v4));
        for (const unsigned family : {10U, 24U, 28U, 30U})
            expect_data(only_packet(0, number32(family, order) + v6), client6, server6);
    }
    expect_data(only_packet(108, number32(2) + v4));
    for (const std::uint32_t raw : {12U, 14U, 101U, 228U})
        expect_data(only_packet(raw, v4));
    expect_data(only_packet(229, v6), client6, server6);
}

TEST(LinkTypes, ThatAreNotKnownAreCounted)
{
    const AllPackets all = all_packets(Pcap{127}.add(packet(data)).add(packet(data)).octets());
    EXPECT_EQ(all.counts.unknown_link, 2U);
    EXPECT_EQ(all.counts.link, 127U);
    EXPECT_EQ(all.counts.not_tcp, 2U);
}

TEST(Frames, ThatAreCutAnywhereOrHoldSomethingElseAreLeftOut)
{
    Pcap cut{1};
    const std::string whole = ethernet(vlan(packet(data, client6, server6), 0x86dd), 0x8100);
    std::size_t frames = 0;
    for (; frames < 14 + 4 + 40 + 20; ++frames)
        cut.add(whole.substr(0, frames), 0, whole.size());
    const AllPackets all = all_packets(cut.add(ethernet(std::string(28, '\1'), 0x0806)) // ARP
                                           .add(ethernet(ip(std::string(8, '\1'), client, server, 1, 0, 17)))
                                           .octets());
    EXPECT_TRUE(all.packets.empty());
    EXPECT_EQ(all.counts.frames, frames + 2);
    EXPECT_EQ(all.counts.not_tcp, frames + 2 - 20);
    EXPECT_EQ(all.counts.malformed, 20U); // the IP header is whole, that of TCP is not
}

TEST(IpHeaders, MayHaveOptionsAndExtensions)
{
    std::string with_options = packet(data);
    with_options[0] = 0x46;
    with_options.replace(2, 2, number16(static_cast<std::uint32_t>(with_options.size()) + 4));
    with_options.insert(20, std::string(4, '\1'));
    expect_data(only_packet(raw_link, with_options));

    const std::string hop_by_hop = std::string{60, 0, 1, 4, 0, 0, 0, 0};         // then destination options
    const std::string destination = std::string{43, 1} + std::string(14, '\0');  // then routing
    const std::string routing = std::string{51, 0, 0, 0} + std::string(4, '\0'); // then authentication
    const std::string authentication = std::string{6, 4} + std::string(22, '\0');
    expect_data(
        only_packet(raw_link, ip(hop_by_hop + destination + routing + authentication + segment(data, client6, server6),
                                 client6, server6, 0, 0, 0)),
        client6, server6);
}

TEST(IpHeaders, SayThatCongestionWasExperienced)
{
    std::string marked = packet(data);
    marked[1] = 3;
    EXPECT_EQ(only_packet(raw_link, marked).packet.ecn, tcp::Ecn::Congestion);
    std::string marked6 = packet(data, client6, server6);
    marked6[1] = 0x10;
    EXPECT_EQ(only_packet(raw_link, marked6).packet.ecn, tcp::Ecn::Capable1);
}

TEST(SegmentsBeyond64KiB, HaveTheirLengthInTheJumboOptionOrOnTheWireOnly)
{
    tcp::Segment segment;
    segment.payload = Bytes::pattern(80'000);
    const std::string large = as_string(tcp::encode(segment, client6.address, server6.address));
    const std::string jumbo =
        std::string{6, 0, static_cast<char>(0xc2), 4} + number32(static_cast<std::uint32_t>(large.size()) + 8);
    std::string with_option = ip(jumbo + large, client6, server6, 0, 0, 0);
    with_option.replace(4, 2, number16(0));
    std::string without = ip(large, client6, server6);
    without.replace(4, 2, number16(0));
    std::string v4 = ip(as_string(tcp::encode(segment, client.address, server.address)));
    v4.replace(2, 2, number16(0));
    for (const std::string& octets : {with_option, without, v4}) {
        EXPECT_EQ(only_packet(raw_link, octets).packet.payload_octets, 80000U);
        EXPECT_FALSE(only_packet(raw_link, octets).packet.bad_checksum);
    }
}

TEST(CutSegments, SayHowLongTheyWere)
{
    const std::string whole = packet("P. 101:1101(1000) ack 301 win 500 <nop,nop,TS val 1 ecr 2>");
    const AllPackets all = all_packets(Pcap{}
                                           .add(whole.substr(0, 20 + 32 + 10), 0, whole.size())
                                           .add(whole.substr(0, 20 + 24), 0, whole.size())
                                           .octets());
    ASSERT_EQ(all.packets.size(), 2U);
    EXPECT_EQ(all.packets[0].header.size(), 32U);
    EXPECT_EQ(all.packets[0].payload.size(), 10U);
    EXPECT_EQ(all.packets[1].header.size(), 24U); // its options are cut
    EXPECT_EQ(all.packets[1].payload.size(), 0U);
    for (const ReadPacket& each : all.packets) {
        EXPECT_EQ(each.packet.payload_octets, 1000U);
        EXPECT_TRUE(each.packet.payload.size() < each.packet.payload_octets);
        EXPECT_FALSE(each.packet.bad_checksum); // nobody can tell
    }
}

TEST(Checksums, AreWrongUnlessTheNetworkCardWouldHaveComputedThem)
{
    const auto is_bad = [](unsigned checksum, const tcp::IpSocket& from, const tcp::IpSocket& to) {
        std::string octets = segment(data, from, to);
        octets.replace(16, 2, number16(checksum));
        return only_packet(raw_link, ip(octets, from, to)).packet.bad_checksum;
    };
    const auto pseudo_sum = [](const tcp::IpSocket& from, const tcp::IpSocket& to, unsigned length) {
        unsigned sum = 6 + length;
        for (const tcp::IpAddress& address : {from.address, to.address})
            for (std::size_t i = 0; i < address.octets().size(); i += 2)
                sum += static_cast<unsigned>(address.octets()[i]) << 8U | address.octets()[i + 1];
        return (sum & 0xffffU) + (sum >> 16U);
    };
    for (const auto& [from, to] : {std::pair{client, server}, std::pair{client6, server6}}) {
        EXPECT_TRUE(is_bad(0x1234, from, to));
        EXPECT_FALSE(is_bad(0, from, to));
        EXPECT_FALSE(is_bad(pseudo_sum(from, to, 70), from, to));
        EXPECT_FALSE(is_bad(pseudo_sum(from, to, 0), from, to)); // of a super-segment
    }
    std::string odd = segment("P. 1:4(3) ack 1 win 500");
    EXPECT_FALSE(only_packet(raw_link, ip(odd)).packet.bad_checksum);
    odd.back() ^= 1;
    EXPECT_TRUE(only_packet(raw_link, ip(odd)).packet.bad_checksum);
}

TEST(TcpHeaders, ThatContradictThemselvesAreCounted)
{
    std::string short_offset = segment(data);
    short_offset[12] = 0x40;
    std::string long_offset = segment(". 1:1(0) ack 1 win 9");
    long_offset[12] = 0x60;
    const AllPackets all = all_packets(Pcap{}.add(ip(short_offset)).add(ip(long_offset)).octets());
    EXPECT_TRUE(all.packets.empty());
    EXPECT_EQ(all.counts.tcp, 2U);
    EXPECT_EQ(all.counts.malformed, 2U);
}

TEST(TcpHeaders, OfSegmentsThatNoNetworkCarriesAreCounted)
{
    std::string no_length = packet(data);
    no_length.replace(2, 2, number16(0));
    EXPECT_EQ(all_packets(Pcap{}.add(no_length, 0, 0xfffffff0).octets()).counts.malformed, 1U);
}

TEST(Times, CountFromTheFirstFrameAndMayGoBack)
{
    const AllPackets all = all_packets(Pcap{1}
                                           .add(ethernet("x", 0x0806), 5'000'000)
                                           .add(ethernet(packet(data)), 7'000'001)
                                           .add(ethernet(packet(data)), 4'000'000)
                                           .octets());
    ASSERT_EQ(all.packets.size(), 2U);
    EXPECT_EQ(all.packets[0].packet.at, Instant{2'000'001us});
    EXPECT_EQ(all.packets[0].packet.number, 2U);
    EXPECT_EQ(all.packets[1].packet.at, Instant{-1s});
}

TEST(Copies, AreLeftOutIfTheyWereHeardElsewhere)
{
    const std::string again = packet(data, client, server, 2); // sent again: another identification
    const AllPackets all = all_packets(Pcapng{}
                                           .interface()
                                           .interface()
                                           .add(packet(data), 0, 0)
                                           .add(packet(data), 1, 100'000) // at the other end
                                           .add(again, 0, 300'000)
                                           .add(again, 1, 400'000)
                                           .octets());
    ASSERT_EQ(all.packets.size(), 2U);
    EXPECT_EQ(all.packets[1].packet.number, 3U);
    EXPECT_EQ(all.counts.copies, 2U);
    EXPECT_EQ(all.counts.tcp, 4U);
}

TEST(Copies, OfACookedCaptureWereSentAndReceived)
{
    const auto cooked = [](unsigned type) {
        return number16(type) + std::string(12, '\1') + number16(0x0800) + packet(data);
    };
    EXPECT_EQ(all_packets(Pcap{113}.add(cooked(4)).add(cooked(0), 20).octets()).packets.size(), 1U);
    EXPECT_EQ(all_packets(Pcap{113}.add(cooked(4)).add(cooked(4), 20).octets()).packets.size(), 2U);
}

TEST(Copies, OnALoopbackFollowAtOnce)
{
    const tcp::IpSocket a{tcp::Address{{127, 0, 0, 1}}, 1000};
    const tcp::IpSocket b{tcp::Address{{127, 0, 0, 1}}, 2000};
    const std::string octets = number32(2) + packet(data, a, b);
    const auto count = [&](std::int64_t after_us) {
        return all_packets(Pcap{108}.add(octets).add(octets, after_us).octets()).packets.size();
    };
    EXPECT_EQ(count(10), 1U);
    EXPECT_EQ(count(200'000), 2U); // a retransmission
    EXPECT_EQ(all_packets(Pcap{108}.add(octets).add(octets).add(octets).add(octets).octets()).packets.size(), 2U);
}

TEST(Copies, OfOneInterfaceAreWhatTheNetworkDid)
{
    EXPECT_EQ(all_packets(Pcap{}.add(packet(data)).add(packet(data), 10).octets()).packets.size(), 2U);
}

} // namespace
} // namespace tcpstage::capture
