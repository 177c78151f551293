#include "core/live/observe/ip_packet.h"
#include "core/live/observe/merge_capture.h"
#include "core/tcp/segment/notation.h"

#include <algorithm>
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::live {
namespace {

using enum State;
using ::testing::ElementsAre;

Retelling between(SocketAddress client, SocketAddress server)
{
    return {{EndpointInfo{"client", client}, EndpointInfo{"server", server}}, 0};
}

/// A captured_handshake on the loopback interface, in nanoseconds from its start.
class Handshake {
public:
    void calls(std::int64_t at, Side side, Call call)
    {
        Happened happened;
        happened.event.kind = Event::Kind::Called;
        happened.event.side = static_cast<std::uint8_t>(side);
        happened.event.detail = static_cast<std::uint8_t>(call);
        happened.event.at = at;
        happened_.push_back(happened);
    }
    void passes(std::int64_t at, Side from, const std::string& text)
    {
        Segment segment = parse_notation(text)->to_segment();
        segment.source_port = from == Side::Left ? client_.port : server_.port;
        segment.destination_port = from == Side::Left ? server_.port : client_.port;
        packets_.push_back({at, ip_packet(segment, client_.address, server_.address)});
    }
    void looks(std::int64_t asked, std::int64_t answered, Side side, State state)
    {
        Happened happened;
        happened.event.kind = Event::Kind::Looked;
        happened.event.side = static_cast<std::uint8_t>(side);
        happened.event.at = answered;
        happened.event.value = asked;
        Gauges gauges;
        gauges.state = static_cast<std::uint8_t>(state);
        happened.tail.resize(sizeof gauges);
        std::memcpy(happened.tail.data(), &gauges, sizeof gauges);
        happened_.push_back(happened);
    }
    Trace trace() const { return told_again(happened_, packets_, between(client_, server_)); }
    std::vector<State> states(Side side) const
    {
        std::vector<State> entered;
        const Trace told = trace();
        for (const Record& record : told.records())
            if (record.kind == Kind::Entered && record.side == side) entered.push_back(record.to());
        return entered;
    }

private:
    SocketAddress client_{{{127, 0, 0, 1}}, 1025};
    SocketAddress server_{{{127, 0, 0, 1}}, 80};
    std::vector<Happened> happened_;
    std::vector<Passing> packets_;
};

Handshake captured_handshake()
{
    Handshake talk;
    talk.calls(1'000'000, Side::Right, Call::Listen);
    talk.calls(2'000'000, Side::Left, Call::Connect);
    talk.passes(2'010'000, Side::Left, "S 100:100(0) win 65535");
    talk.passes(2'020'000, Side::Right, "S. 300:300(0) ack 101 win 65535");
    talk.passes(2'030'000, Side::Left, ". 101:101(0) ack 301 win 65535");
    return talk;
}

TEST(Retelling, PutsTheSegmentsWhereTheyPassed)
{
    const Handshake talk = captured_handshake();

    EXPECT_THAT(talk.states(Side::Left), ElementsAre(SynSent, Established));
    EXPECT_THAT(talk.states(Side::Right), ElementsAre(Listen, SynReceived, Established));
    EXPECT_EQ(talk.trace().transits().size(), 3U);
}

TEST(Retelling, DoesNotBelieveALookDuringWhichASegmentPassed)
{
    Handshake talk = captured_handshake();
    talk.looks(2'005'000, 2'040'000, Side::Right, Listen); // asked before the SYN, and then others had their turn
    talk.looks(2'005'000, 2'040'000, Side::Left, Closed);

    EXPECT_THAT(talk.states(Side::Left), ElementsAre(SynSent, Established));
    EXPECT_THAT(talk.states(Side::Right), ElementsAre(Listen, SynReceived, Established));
}

TEST(Retelling, ConfirmsWhatTheKernelSaysAfterwards)
{
    Handshake talk = captured_handshake();
    talk.looks(3'000'000, 3'001'000, Side::Left, Established);

    const Trace trace = talk.trace();
    for (const Record& record : trace.records()) {
        if (record.kind != Kind::Entered || record.to() == Listen) continue;
        const bool confirmed = record.side == Side::Left && record.to() == Established;
        EXPECT_EQ(record.certainty, confirmed ? Certainty::Observed : Certainty::Inferred) << name(record.to());
    }
}

TEST(Retelling, LeavesOtherConnectionsOut)
{
    Handshake talk = captured_handshake();
    std::vector<Passing> packets;
    Segment stranger = parse_notation("S 1:1(0) win 1")->to_segment();
    stranger.source_port = 4000;
    stranger.destination_port = 80;
    const Address here{{127, 0, 0, 1}};
    packets.push_back({0, ip_packet(stranger, here, here)});

    const Trace trace = told_again({}, packets, between({here, 1025}, {here, 80}));

    EXPECT_TRUE(trace.transits().empty());
}

} // namespace
} // namespace tcpstage::live
