#include "core/live/observe/ip_packet.h"
#include "core/live/observe/merge_capture.h"
#include "core/tcp/segment/notation.h"

#include <algorithm>
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::live {
namespace {

using enum tcp::State;
using ::testing::ElementsAre;

CaptureMerge between(tcp::SocketAddress client, tcp::SocketAddress server)
{
    return {{trace::EndpointInfo{"client", client}, trace::EndpointInfo{"server", server}}, 0};
}

/// A conversation on the loopback interface, captured and reported; times in nanoseconds from its start.
class Handshake {
public:
    void calls(std::int64_t at, trace::Side side, trace::Call call)
    {
        Happened happened;
        happened.event.kind = Event::Kind::Called;
        happened.event.side = static_cast<std::uint8_t>(side);
        happened.event.detail = static_cast<std::uint8_t>(call);
        happened.event.at = at;
        happened_.push_back(happened);
    }
    void passes(std::int64_t at, trace::Side from, const std::string& text)
    {
        tcp::Segment segment = tcp::parse_notation(text)->to_segment();
        segment.source_port = from == trace::Side::Left ? client_.port : server_.port;
        segment.destination_port = from == trace::Side::Left ? server_.port : client_.port;
        packets_.push_back({at, ip_packet(segment, client_.address, server_.address)});
    }
    void samples(std::int64_t asked, std::int64_t answered, trace::Side side, tcp::State state)
    {
        Happened happened;
        happened.event.kind = Event::Kind::Sampled;
        happened.event.side = static_cast<std::uint8_t>(side);
        happened.event.at = answered;
        happened.event.value = asked;
        TcpInfo tcp_info;
        tcp_info.state = static_cast<std::uint8_t>(state);
        happened.tail.resize(sizeof tcp_info);
        std::memcpy(happened.tail.data(), &tcp_info, sizeof tcp_info);
        happened_.push_back(happened);
    }
    trace::Trace trace() const { return merge_capture(happened_, packets_, between(client_, server_)); }
    std::vector<tcp::State> states(trace::Side side) const
    {
        std::vector<tcp::State> entered;
        const trace::Trace lesson_run = trace();
        for (const trace::Record& record : lesson_run.records())
            if (record.kind == trace::Kind::Entered && record.side == side) entered.push_back(record.to());
        return entered;
    }

private:
    tcp::SocketAddress client_{{{127, 0, 0, 1}}, 1025};
    tcp::SocketAddress server_{{{127, 0, 0, 1}}, 80};
    std::vector<Happened> happened_;
    std::vector<Passing> packets_;
};

Handshake captured_handshake()
{
    Handshake talk;
    talk.calls(1'000'000, trace::Side::Right, trace::Call::Listen);
    talk.calls(2'000'000, trace::Side::Left, trace::Call::Connect);
    talk.passes(2'010'000, trace::Side::Left, "S 100:100(0) win 65535");
    talk.passes(2'020'000, trace::Side::Right, "S. 300:300(0) ack 101 win 65535");
    talk.passes(2'030'000, trace::Side::Left, ". 101:101(0) ack 301 win 65535");
    return talk;
}

TEST(CaptureMerge, PutsTheSegmentsWhereTheyPassed)
{
    const Handshake talk = captured_handshake();

    EXPECT_THAT(talk.states(trace::Side::Left), ElementsAre(SynSent, Established));
    EXPECT_THAT(talk.states(trace::Side::Right), ElementsAre(Listen, SynReceived, Established));
    EXPECT_EQ(talk.trace().transits().size(), 3U);
}

TEST(CaptureMerge, DoesNotBelieveASampleDuringWhichASegmentPassed)
{
    Handshake talk = captured_handshake();
    talk.samples(2'005'000, 2'040'000, trace::Side::Right,
                 Listen); // asked before the SYN passed, answered after the handshake
    talk.samples(2'005'000, 2'040'000, trace::Side::Left, Closed);

    EXPECT_THAT(talk.states(trace::Side::Left), ElementsAre(SynSent, Established));
    EXPECT_THAT(talk.states(trace::Side::Right), ElementsAre(Listen, SynReceived, Established));
}

TEST(CaptureMerge, ConfirmsWhatTheKernelSaysAfterwards)
{
    Handshake talk = captured_handshake();
    talk.samples(3'000'000, 3'001'000, trace::Side::Left, Established);

    const trace::Trace trace = talk.trace();
    for (const trace::Record& record : trace.records()) {
        if (record.kind != trace::Kind::Entered || record.to() == Listen) continue;
        const bool confirmed = record.side == trace::Side::Left && record.to() == Established;
        EXPECT_EQ(record.certainty, confirmed ? trace::Certainty::Observed : trace::Certainty::Inferred)
            << tcp::name(record.to());
    }
}

TEST(CaptureMerge, LeavesOtherConnectionsOut)
{
    Handshake talk = captured_handshake();
    std::vector<Passing> packets;
    tcp::Segment stranger = tcp::parse_notation("S 1:1(0) win 1")->to_segment();
    stranger.source_port = 4000;
    stranger.destination_port = 80;
    const tcp::Address here{{127, 0, 0, 1}};
    packets.push_back({0, ip_packet(stranger, here, here)});

    const trace::Trace trace = merge_capture({}, packets, between({here, 1025}, {here, 80}));

    EXPECT_TRUE(trace.transits().empty());
}

} // namespace
} // namespace tcpstage::live
