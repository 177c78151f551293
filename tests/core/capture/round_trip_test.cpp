// What our own export writes, the reader of captures reads back.
#include "core/base/unknown_octets.h"
#include "core/capture/list/packet_stream.h"
#include "core/capture/watch/watch.h"
#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/lesson/library.h"
#include "core/run/run.h"
#include "core/tcp/segment/notation.h"
#include "tests/core/capture/files.h"

#include <gtest/gtest.h>

namespace tcpstage::capture {
namespace {

std::string line_of(const tcp::Segment& segment, const tcp::IpSocket& from, const tcp::IpSocket& to, Instant at)
{
    return to_seconds(at, 9) + " " + tcp::to_text(from) + " > " + tcp::to_text(to) + " " +
           tcp::notation(segment, segment.window);
}

/// What the ends sent. A copy made by the network is heard a second time, at the other end, so the reader leaves it
/// out.
std::vector<std::string> sent(const trace::Trace& trace)
{
    std::vector<std::string> lines;
    Instant first = never;
    for (const trace::Transit& transit : trace.transits()) {
        if (transit.copy_of != trace::no_transit) continue;
        first = std::min(first, transit.sent);
        tcp::Segment segment = transit.as_sent();
        segment.ecn = {}; // it is not in the TCP header
        lines.push_back(line_of(segment, trace.source(transit), trace.destination(transit),
                                start_of_time + (transit.sent - first)));
    }
    return lines;
}

std::vector<std::string> captured(const std::string& file)
{
    std::vector<std::string> lines;
    auto stream = PacketStream::open(Origin::of_octets(file, "test.pcapng"));
    EXPECT_TRUE(stream);
    while (stream->next()) {
        const Packet& packet = stream->packet();
        EXPECT_FALSE(packet.bad_checksum) << packet.number;
        std::vector<std::uint8_t> octets{packet.header.begin(), packet.header.end()};
        octets.insert(octets.end(), packet.payload.begin(), packet.payload.end());
        const auto decoded = tcp::decode(octets, packet.from.address, packet.to.address);
        EXPECT_TRUE(decoded) << packet.number;
        if (decoded) lines.push_back(line_of(decoded->segment, packet.from, packet.to, packet.at));
    }
    EXPECT_FALSE(stream->problem());
    return lines;
}

TEST(OwnCaptures, AreReadBackForAllLessons)
{
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        SCOPED_TRACE(built_in.id);
        const auto scenario = lesson::find_lesson(std::string{built_in.id});
        ASSERT_TRUE(scenario);
        const trace::Trace trace = run::run(*scenario).trace;
        if (trace.endpoint(trace::Side::Left).without.tcp) continue; // UDP
        EXPECT_EQ(captured(formats::to_pcapng(trace)), sent(trace));
    }
}

TEST(OwnCaptures, HaveTheIpv6AddressesOfTheTrace)
{
    trace::Trace trace{trace::Source::Capture, {trace::EndpointInfo{"client", client6}, {"server", server6}}};
    trace.launch(tcp::parse_notation("P. 1:11(10) ack 1 win 9")->to_segment(), {});
    auto stream = PacketStream::open(Origin::of_octets(formats::to_pcapng(trace), "test.pcapng"));
    ASSERT_TRUE(stream && stream->next());
    EXPECT_EQ(stream->packet().from.address, client6.address);
    EXPECT_EQ(stream->packet().to.address, server6.address);
    EXPECT_FALSE(stream->packet().bad_checksum);
    EXPECT_EQ(stream->packet().payload_octets, 10U);
}

TEST(OwnCaptures, LackWhatACaptureHasCutOff)
{
    const std::string whole = packet("P. 1:101(100) ack 1");
    const std::string file = Pcap{}.add(whole.substr(0, whole.size() - 60), 0, whole.size()).octets();
    auto stream = PacketStream::open(Origin::of_octets(file, "cut.pcap"));
    ASSERT_TRUE(stream && stream->next());
    Watch watch{{trace::EndpointInfo{"client", client}, trace::EndpointInfo{"server", server}}};
    watch.take(stream->place().from, stream->packet());
    const trace::Trace trace = watch.trace().trace;
    auto again = PacketStream::open(Origin::of_octets(formats::to_pcapng(trace), "again.pcapng"));
    ASSERT_TRUE(again && again->next());
    EXPECT_EQ(again->packet().payload_octets, 100U);
    EXPECT_TRUE(again->packet().payload.empty());
    EXPECT_FALSE(again->packet().bad_checksum);
    const auto saved = formats::load_trace(formats::save_trace(trace, "", ""), "saved.tcptrace");
    ASSERT_TRUE(saved);
    EXPECT_EQ(saved->trace.transit(0).segment.payload.size(), 100U);
    EXPECT_TRUE(is_unknown(saved->trace.transit(0).segment.payload));
}

} // namespace
} // namespace tcpstage::capture
