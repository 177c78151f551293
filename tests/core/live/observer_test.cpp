// How the helper's reports become a trace.

#include "core/live/observe/observer.h"

#include "core/live/observe/ip_packet.h"
#include "core/tcp/segment/notation.h"

#include <cerrno>
#include <gtest/gtest.h>

namespace tcpstage::live {
namespace {

/// The client's kernel has sent a SYN whose fate is not decided yet.
class ASyn {
public:
    ASyn()
    {
        tcp::Segment syn = tcp::parse_notation("S 100:100(0) win 64240")->to_segment();
        syn.source_port = client_.port;
        syn.destination_port = server_.port;
        take(Event::Kind::Sent, 7, 0, ip_packet(syn, client_.address, server_.address));
    }
    void take(Event::Kind kind, std::uint32_t frame, std::int64_t value = 0, std::vector<std::uint8_t> tail = {})
    {
        Event event;
        event.kind = kind;
        event.frame = frame;
        event.at = ++now_;
        event.value = value;
        observer_.take(event, tail);
    }
    /// The client's program calls; the kernel has returned this errno.
    void call(trace::Call call, int reason, std::uint32_t octets = 0)
    {
        Event event;
        event.kind = Event::Kind::Called;
        event.detail = static_cast<std::uint8_t>(call);
        event.at = ++now_;
        event.value = reason;
        event.octets = octets;
        observer_.take(event, {});
    }
    const trace::Trace& trace() const { return trace_; }
    const Observer& observer() const { return observer_; }

private:
    tcp::SocketAddress client_{tcp::Address{{10, 0, 0, 1}}, 49152};
    tcp::SocketAddress server_{tcp::Address{{10, 0, 0, 2}}, 80};
    trace::Trace trace_{trace::Source::Live,
                        {trace::EndpointInfo{"client", client_}, trace::EndpointInfo{"server", server_}}};
    Observer observer_{trace_, 0, [](const Departure&) { return std::optional<sim::Passage>{}; }};
    std::int64_t now_ = 0;
};

TEST(Observer, RecordsALossThatNobodyOrderedAsSuch)
{
    ASyn syn;
    syn.take(Event::Kind::Unordered, 7, 1);

    const trace::Transit transit = syn.trace().transit(0);
    EXPECT_EQ(transit.fate, trace::Fate::Lost);
    EXPECT_EQ(transit.reason, trace::Reason::NotOrdered);
    EXPECT_NE(transit.end_record, trace::no_record);
    EXPECT_FALSE(trace::words(trace::Reason::NotOrdered).en.empty() ||
                 trace::words(trace::Reason::NotOrdered).zh.empty());
    EXPECT_EQ(syn.observer().unseen_losses(), 0U);
}

TEST(Observer, CountsSegmentsThatTheMachineLostUnseenAndEventsThatNobodyRead)
{
    ASyn syn;
    syn.take(Event::Kind::Unordered, UINT32_MAX, 3);
    syn.take(Event::Kind::Unreported, 0, 5);

    EXPECT_EQ(syn.observer().unseen_losses(), 3U);
    EXPECT_EQ(syn.observer().unreported(), 5U);
    EXPECT_EQ(syn.trace().transit(0).end_record, trace::no_record);
}

/// EPIPE is the kernel's word for both.
TEST(Observer, TellsAConnectionThatIsGoneFromOneThatItsUserHasClosed)
{
    ASyn syn;
    const auto last_signal = [&] {
        const auto records = syn.trace().records();
        return records[records.size() - 1].signal();
    };
    syn.call(trace::Call::Send, EPIPE, 7);
    EXPECT_EQ(last_signal(), tcp::Signal::NoConnection);
    EXPECT_EQ(syn.trace().records()[syn.trace().records().size() - 2].value, 7);
    syn.call(trace::Call::Shutdown, 0);
    syn.call(trace::Call::Send, EPIPE, 7);
    EXPECT_EQ(last_signal(), tcp::Signal::Closing);
}

} // namespace
} // namespace tcpstage::live
