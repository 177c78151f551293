// Connections of one end with other peers: to which connection each segment belongs, in the trace and in its files.

#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/trace/recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::compare {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr tcp::SocketAddress client{{{10, 0, 0, 1}}, 49152};
constexpr tcp::SocketAddress server{{{10, 0, 0, 2}}, 80};
constexpr tcp::SocketAddress stranger{{{203, 0, 113, 7}}, 1024};

trace::Transit transit(trace::Side from, const tcp::SocketAddress& source, const tcp::SocketAddress& destination)
{
    trace::Transit made;
    made.segment.source_port = source.port;
    made.segment.destination_port = destination.port;
    made.segment.flags = tcp::Flag::Syn;
    made.sent = Instant{1ms};
    made.ends = Instant{2ms};
    made.from = from;
    return made;
}

/// The server receives segments from its client and from another peer, and answers both.
trace::Trace visited()
{
    trace::Trace trace{trace::Source::Simulated,
                       {trace::EndpointInfo{"client", client}, trace::EndpointInfo{"server", server}}};
    trace::Recorder recorder{trace};
    recorder.sent(transit(trace::Side::Left, client, server));
    recorder.set_connection(recorder.met({trace::Side::Right, stranger}));
    const trace::TransitId asked = recorder.injected(transit(trace::Side::Left, stranger, server));
    recorder.arrived(asked, trace::Side::Right, Instant{2ms});
    recorder.entered(trace::Side::Right, tcp::State::Listen, tcp::State::SynReceived, tcp::Rule::ListenTakesSyn,
                     Instant{2ms});
    trace::Transit answer = transit(trace::Side::Right, server, stranger);
    answer.sent = Instant{2ms};
    recorder.sent(answer);
    return trace;
}

TEST(OtherPeers, HaveTheirOwnAddressesAtTheirEndOfEachSegment)
{
    const trace::Trace trace = visited();

    EXPECT_EQ(trace.source(trace.transit(0)), client);
    EXPECT_EQ(trace.destination(trace.transit(0)), server);
    EXPECT_EQ(trace.source(trace.transit(1)), stranger);
    EXPECT_EQ(trace.destination(trace.transit(1)), server);
    EXPECT_EQ(trace.source(trace.transit(2)), server);
    EXPECT_EQ(trace.destination(trace.transit(2)), stranger);
}

TEST(OtherPeers, AreNamedByTheRecordsThatFollowFromTheirSegments)
{
    const trace::Trace trace = visited();

    EXPECT_EQ(trace.records().front().connection, trace::the_conversation);
    EXPECT_EQ(trace.records().back().connection, 1);
    EXPECT_EQ(trace.peer(1).socket, stranger);
}

TEST(OtherPeers, AreTheSameAfterTheTraceWasSavedAndLoaded)
{
    const trace::Trace trace = visited();
    const auto loaded = formats::load_trace(formats::save_trace(trace, "", ""), "saved.tcptrace");

    ASSERT_TRUE(loaded) << loaded.error().sentence();
    EXPECT_TRUE(std::ranges::equal(loaded->trace.peers(), trace.peers()));
    EXPECT_TRUE(std::ranges::equal(loaded->trace.records(), trace.records()));
    EXPECT_EQ(loaded->trace.source(loaded->trace.transit(1)), stranger);
}

TEST(OtherPeers, AreWrittenIntoEveryFormat)
{
    const trace::Trace trace = visited();

    EXPECT_THAT(formats::to_json(trace), HasSubstr(R"("source":"203.0.113.7:1024","destination":"10.0.0.2:80")"));
    EXPECT_THAT(formats::to_csv(trace), HasSubstr("203.0.113.7:1024,10.0.0.2:80\n"));
    EXPECT_THAT(formats::to_mermaid(trace), HasSubstr("(203.0.113.7 port 1024)"));
    EXPECT_THAT(formats::to_pcapng(trace), HasSubstr(std::string{"\xcb\x00\x71\x07\x0a\x00\x00\x02", 8}));
    EXPECT_THAT(formats::to_mermaid(trace),
                Not(HasSubstr("SYN-RECEIVED"))); // that state belongs to the other peer's connection
}

TEST(OtherPeers, LeaveFilesOfOneConversationAsTheyWere)
{
    trace::Trace trace{trace::Source::Simulated,
                       {trace::EndpointInfo{"client", client}, trace::EndpointInfo{"server", server}}};
    trace::Recorder recorder{trace};
    recorder.sent(transit(trace::Side::Left, client, server));

    EXPECT_THAT(formats::to_csv(trace), Not(HasSubstr("source")));
    EXPECT_THAT(formats::to_json(trace), Not(HasSubstr("source\":\"10")));
    EXPECT_EQ(formats::save_trace(trace, "", "")[8], '\x01'); // version 1
}

} // namespace
} // namespace tcpstage::compare
