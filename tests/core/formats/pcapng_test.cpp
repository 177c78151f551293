// A trace as a capture for Wireshark, block by block.

#include "core/formats/formats.h"

#include "tests/core/lesson/lesson.h"

#include <gmock/gmock.h>

namespace tcpstage::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Packet {
    std::uint32_t interface = 0;
    std::uint64_t at = 0;
    std::string octets;
    std::string comment;
    char direction = 0; // 1 inbound, 2 outbound
};

struct Capture {
    std::vector<std::string> interfaces; // their names
    std::vector<std::uint32_t> links;    // their types
    std::vector<Packet> packets;

    std::vector<Packet> at(std::uint32_t interface) const
    {
        std::vector<Packet> own;
        std::ranges::copy_if(packets, std::back_inserter(own),
                             [&](const Packet& packet) { return packet.interface == interface; });
        return own;
    }
};

std::uint32_t number(const std::string& file, std::size_t at, unsigned octets)
{
    std::uint32_t value = 0;
    for (unsigned i = 0; i < octets; ++i)
        value |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(file[at + i])) << (8U * i);
    return value;
}

/// The option with this code, in the options from `at` on; empty if there is none.
std::string option(const std::string& file, std::size_t at, std::size_t end, std::uint32_t wanted)
{
    while (at + 4 <= end) {
        const std::uint32_t code = number(file, at, 2);
        const std::uint32_t length = number(file, at + 2, 2);
        if (code == 0) break;
        if (code == wanted) return file.substr(at + 4, length);
        at += 4 + (length + 3) / 4 * 4;
    }
    return {};
}

Capture read(const std::string& file)
{
    Capture capture;
    for (std::size_t at = 0; at < file.size();) {
        const std::uint32_t type = number(file, at, 4);
        const std::uint32_t length = number(file, at + 4, 4);
        EXPECT_TRUE(length >= 12 && length % 4 == 0 && number(file, at + length - 4, 4) == length) << at;
        const std::size_t body = at + 8;
        const std::size_t end = at + length - 4;
        if (type == 1) capture.interfaces.push_back(option(file, body + 8, end, 2));
        if (type == 1) capture.links.push_back(number(file, body, 2));
        if (type == 6) {
            const std::uint32_t size = number(file, body + 12, 4);
            const std::size_t options = body + 20 + (size + 3) / 4 * 4;
            const std::string flags = option(file, options, end, 2);
            capture.packets.push_back(
                {number(file, body, 4), std::uint64_t{number(file, body + 4, 4)} << 32U | number(file, body + 8, 4),
                 file.substr(body + 20, size), option(file, options, end, 1), flags.empty() ? '\0' : flags[0]});
        }
        at += length;
    }
    return capture;
}

trace::Trace trace_of(const std::string& id) { return run::run(*lesson::find_lesson(id)).trace; }

constexpr std::size_t tcp_starts = 20; // after the IPv4 header

/// Of a segment with its pseudo-header (RFC 9293 3.1): 0xffff if the checksum is right.
std::uint32_t sum_of(const std::string& packet)
{
    std::uint32_t sum = 6 + static_cast<std::uint32_t>(packet.size() - tcp_starts);
    const auto octet = [&](std::size_t i) {
        return i < packet.size() ? std::uint32_t{static_cast<std::uint8_t>(packet[i])} : 0U;
    };
    for (std::size_t i = 12; i < packet.size(); i += 2)
        sum += octet(i) << 8U | octet(i + 1);
    while (sum >> 16U != 0)
        sum = (sum & 0xffffU) + (sum >> 16U);
    return sum;
}

TEST(TraceAsPcapng, HasAnInterfaceNamedAfterEachEnd)
{
    EXPECT_THAT(read(to_pcapng(trace_of("three-way-handshake"))).interfaces, ElementsAre("client", "server"));
}

TEST(TraceAsPcapng, IsOfALinkTypeThatTcpdumpReadsTwice)
{
    EXPECT_THAT(read(to_pcapng(trace_of("three-way-handshake"))).links, ElementsAre(228, 228)) << "LINKTYPE_IPV4";
    std::array<trace::EndpointInfo, 2> ends;
    for (trace::EndpointInfo& end : ends)
        end.socket.address = tcp::IpAddress::v6({0x20, 0x01, 0x0d, 0xb8});
    EXPECT_THAT(read(to_pcapng(trace::Trace{trace::Source::Capture, ends})).links, ElementsAre(229, 229))
        << "LINKTYPE_IPV6";
}

TEST(TraceAsPcapng, HoldsEachSegmentWhereItsEndSendsIt)
{
    const Capture capture = read(to_pcapng(trace_of("last-ack-lost")));

    EXPECT_EQ(capture.packets.size(), 9U); // also the lost one
    std::vector<std::uint32_t> where;
    for (const Packet& packet : capture.packets)
        where.push_back(packet.interface);
    EXPECT_THAT(where, ElementsAre(0, 1, 0, 0, 1, 1, 0, 1, 0));
    for (const Packet& packet : capture.packets)
        EXPECT_EQ(packet.direction, 2);
}

TEST(TraceAsPcapng, SaysWhatBecameOfASegmentAndByWhichRuleItWasSent)
{
    const Capture capture = read(to_pcapng(trace_of("last-ack-lost")));

    EXPECT_THAT(capture.packets[6].comment, HasSubstr("lost: dropped by the lesson\n"));
    EXPECT_THAT(capture.packets[6].comment, HasSubstr("fin-fin-wait-2 (RFC 9293 3.10.7.4 (8)): "));
    EXPECT_THAT(capture.packets[7].comment, HasSubstr("a retransmission\n"));
    EXPECT_THAT(capture.packets[7].comment, HasSubstr("retransmit-backoff (RFC 6298 5.4-5.6): "));
}

TEST(TraceAsPcapng, OfOneEndHoldsWhatItSendsAndWhatArrivesThere)
{
    const Capture server = read(to_pcapng(trace_of("last-ack-lost"), Viewpoint::Right));

    EXPECT_EQ(server.packets.size(), 8U); // without the lost one, which never came
    EXPECT_TRUE(server.at(0).empty());
    EXPECT_EQ(server.packets[0].at, 100'000'000U); // the SYN arrives
    EXPECT_EQ(server.packets[0].direction, 1);
    EXPECT_THAT(server.packets[0].comment, HasSubstr("listen-takes-syn (RFC 9293 3.10.7.2): "));
}

TEST(TraceAsPcapng, OfBothEndsIsWhatEachOfThemHolds)
{
    for (const std::string id : {"duplicate-data", "damaged-segment", "blind-reset", "explicit-congestion", "udp"}) {
        const trace::Trace trace = trace_of(id);
        const Capture both = read(to_pcapng(trace, Viewpoint::Both));
        const Capture left = read(to_pcapng(trace, Viewpoint::Left));
        const Capture right = read(to_pcapng(trace, Viewpoint::Right));
        EXPECT_EQ(both.at(0).size(), left.packets.size()) << id;
        EXPECT_EQ(both.at(1).size(), right.packets.size()) << id;
        EXPECT_TRUE(std::ranges::is_sorted(both.packets, {}, &Packet::at)) << id;
    }
}

TEST(TraceAsPcapng, HoldsACopyOfTheNetworkWhereItArrives)
{
    const trace::Trace trace = trace_of("duplicate-data");
    const Capture capture = read(to_pcapng(trace));

    ASSERT_EQ(capture.packets.size(), trace.transits().size());
    const auto copy = std::ranges::find_if(capture.packets, [](const Packet& packet) {
        return packet.comment.find("a copy that the network made of segment ") != std::string::npos;
    });
    ASSERT_NE(copy, capture.packets.end());
    EXPECT_EQ(copy->direction, 1);
    EXPECT_EQ(std::ranges::count(capture.packets, copy->octets, &Packet::octets), 2); // it and its original
}

TEST(TraceAsPcapng, HasAWrongChecksumOnlyWhereADamagedSegmentArrives)
{
    const trace::Trace trace = trace_of("damaged-segment");
    const auto damaged = std::ranges::count_if(trace.transits(), [](const auto& transit) { return transit.corrupted; });
    ASSERT_GT(damaged, 0);
    const auto wrong = [&](Viewpoint viewpoint) {
        return std::ranges::count_if(read(to_pcapng(trace, viewpoint)).packets,
                                     [](const Packet& packet) { return sum_of(packet.octets) != 0xffff; });
    };

    EXPECT_EQ(wrong(Viewpoint::Senders), 0);
    EXPECT_EQ(wrong(Viewpoint::Both), damaged);
}

TEST(TraceAsPcapng, HasTheTimeOfDayOfARealRun)
{
    trace::Trace trace = trace_of("three-way-handshake");
    constexpr std::int64_t day_in_2026 = 1'795'000'000'000'000'000;
    trace.set_began(day_in_2026);

    EXPECT_EQ(read(to_pcapng(trace)).packets[1].at, static_cast<std::uint64_t>(day_in_2026 + 100'000'000));
}

} // namespace
} // namespace tcpstage::formats
