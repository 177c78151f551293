// Which segments of real stacks wait for a person, and which are only a timer's repetition of them.

#include "core/live/observe/ip_packet.h"
#include "core/live/session/player.h"

#include "tests/core/lesson/lesson.h"

#include "core/tcp/segment/notation.h"

#include <gmock/gmock.h>

namespace tcpstage::live {
namespace {

using trace::Reason;
using trace::Side;

const std::string kernels = "steps:\n  - wait: 1 h\n"; // the test plays them

/// A run whose segments are held; the test says what the two kernels send.
class Held {
public:
    Held()
    {
        player_.begin({}, {});
        answers(Side::Left, "S 100:100(0) win 64240");
        decides();
        answers(Side::Right, "S. 300:300(0) ack 101 win 4000");
        decides();
        answers(Side::Left, ". 101:101(0) ack 301 win 64240");
        decides();
        for (const Side side : trace::both_sides)
            establishes(side);
    }
    /// A segment that follows from what was done to the stack.
    void answers(Side side, const std::string& notation)
    {
        event(Event::Kind::Arrived, side, UINT32_MAX - 1);
        sends(side, notation);
    }
    /// A segment that one of the stack's timers sends.
    void repeats(Side side, const std::string& notation) { sends(side, notation); }
    /// Lets the oldest held segment pass.
    void decides(const Verdict& verdict = {})
    {
        const trace::TransitId transit = player_.held().front();
        player_.decide(transit, verdict);
        event(verdict.fate == Command::Fate::Drop ? Event::Kind::Dropped : Event::Kind::Arrived,
              trace::other(trace().transit(transit).from), frames_[transit]);
        event(Event::Kind::Settled, Side::Left);
    }
    std::size_t held() const { return player_.held().size(); }
    std::size_t swallowed() const
    {
        return static_cast<std::size_t>(
            std::ranges::count(trace().transits(), Reason::Swallowed, &trace::Transit::reason));
    }
    const trace::Trace& trace() const { return player_.trace(); }

private:
    void event(Event::Kind kind, Side side, std::uint32_t frame = UINT32_MAX,
               const std::vector<std::uint8_t>& tail = {})
    {
        Event event;
        event.kind = kind;
        event.side = static_cast<std::uint8_t>(side);
        event.frame = frame;
        event.at = player_.start() + ++now_;
        player_.take(event, tail);
    }
    void establishes(Side side)
    {
        TcpInfo info;
        info.state = static_cast<std::uint8_t>(tcp::State::Established);
        const auto* const octets = reinterpret_cast<const std::uint8_t*>(&info);
        event(Event::Kind::Sampled, side, UINT32_MAX, {octets, octets + sizeof info});
        event(Event::Kind::Settled, side);
    }
    void sends(Side side, const std::string& notation)
    {
        const auto& ends = lesson_.setup.endpoints;
        tcp::Segment segment = tcp::parse_notation(notation)->to_segment();
        segment.source_port = ends[trace::index(side)].socket.port;
        segment.destination_port = ends[trace::index(trace::other(side))].socket.port;
        frames_.push_back(next_frame_);
        event(Event::Kind::Sent, side, next_frame_++,
              ip_packet(segment, ends[trace::index(side)].socket.address,
                        ends[trace::index(trace::other(side))].socket.address));
        event(Event::Kind::Settled, side);
    }
    static PlayOptions by_hand()
    {
        PlayOptions options;
        options.by_hand = true;
        return options;
    }

    lesson::Scenario lesson_ = lesson::lesson(kernels);
    boost::asio::io_context io_{1};
    Player player_{io_, lesson_, by_hand(), [](auto&, auto) {}};
    std::vector<std::uint32_t> frames_; // of each transit
    std::uint32_t next_frame_ = 0;
    std::int64_t now_ = 0;
};

TEST(Hold, KeepsEachAckThatSaysSomethingNew)
{
    Held hand;
    for (const char* ack : {". 301:301(0) ack 1101 win 3000", ". 301:301(0) ack 2101 win 2000",
                            ". 301:301(0) ack 3101 win 1000", ". 301:301(0) ack 4101 win 0"})
        hand.answers(Side::Right, ack);

    EXPECT_EQ(hand.held(), 4U);
    EXPECT_EQ(hand.swallowed(), 0U);
}

TEST(Hold, KeepsWindowUpdatesAndDuplicateAcks)
{
    Held hand;
    hand.answers(Side::Right, ". 301:301(0) ack 101 win 0");
    hand.answers(Side::Right, ". 301:301(0) ack 101 win 4000"); // only the window differs
    for (int i = 0; i < 3; ++i)
        hand.answers(Side::Right, ". 301:301(0) ack 101 win 4000");

    EXPECT_EQ(hand.held(), 5U);
    EXPECT_EQ(hand.swallowed(), 0U);
}

TEST(Hold, KeepsAnAckEvenIfATimerSendsIt)
{
    Held hand;
    hand.repeats(Side::Right, ". 301:301(0) ack 101 win 4000");
    hand.repeats(Side::Right, ". 301:301(0) ack 101 win 4000");

    EXPECT_EQ(hand.held(), 2U);
}

TEST(Hold, SwallowsWhatATimerSendsAgainWhileTheOriginalIsHeld)
{
    Held hand;
    hand.answers(Side::Left, "P. 101:1101(1000) ack 301 win 64240");
    hand.repeats(Side::Left, ". 101:1101(1000) ack 301 win 64240");

    EXPECT_EQ(hand.held(), 1U);
    EXPECT_EQ(hand.swallowed(), 1U);
}

TEST(Hold, SwallowsWhatATimerSendsAgainWhileTheAnswerIsHeld)
{
    Held hand;
    hand.answers(Side::Left, "P. 101:1101(1000) ack 301 win 64240");
    hand.decides();
    hand.answers(Side::Right, ". 301:301(0) ack 1101 win 3000");
    hand.repeats(Side::Left, "P. 101:1101(1000) ack 301 win 64240");

    EXPECT_EQ(hand.held(), 1U);
    EXPECT_EQ(hand.swallowed(), 1U);
}

TEST(Hold, KeepsARepetitionThatSaysSomethingElse)
{
    for (const char* again : {"P. 101:1101(1000) ack 351 win 64240", "P. 101:1101(1000) ack 301 win 64190",
                              "P. 101:601(500) ack 301 win 64240", "FP. 101:1101(1000) ack 301 win 64240",
                              "P. 101:1101(1000) ack 301 win 64240 <sack 351:401>"}) {
        Held hand;
        hand.answers(Side::Left, "P. 101:1101(1000) ack 301 win 64240");
        hand.repeats(Side::Left, again);

        EXPECT_EQ(hand.held(), 2U) << again;
        EXPECT_EQ(hand.swallowed(), 0U) << again;
    }
}

TEST(Hold, KeepsTheRetransmissionThatDuplicateAcksAskFor)
{
    Held hand;
    for (const char* data : {". 101:1101(1000) ack 301 win 64240", ". 1101:2101(1000) ack 301 win 64240",
                             ". 2101:3101(1000) ack 301 win 64240", ". 3101:4101(1000) ack 301 win 64240"})
        hand.answers(Side::Left, data);
    hand.answers(Side::Right, ". 301:301(0) ack 101 win 4000");
    hand.answers(Side::Left, ". 101:1101(1000) ack 301 win 64240"); // the original is held, not lost

    EXPECT_EQ(hand.held(), 6U);
    EXPECT_EQ(hand.swallowed(), 0U);
}

TEST(Hold, SwallowsARepeatedWindowProbe)
{
    Held hand;
    hand.answers(Side::Right, ". 301:301(0) ack 101 win 0");
    hand.decides();
    hand.repeats(Side::Left, ". 100:100(0) ack 301 win 64240");
    hand.repeats(Side::Left, ". 100:100(0) ack 301 win 64240");

    EXPECT_EQ(hand.held(), 1U);
    EXPECT_EQ(hand.swallowed(), 1U);
}

TEST(TcbModel, ReportsTheRtoThatAKernelWouldUseIfNobodyHeldItsSegments)
{
    TcbModel model;
    TcpInfo info;
    info.has_info = 1;
    info.state = static_cast<std::uint8_t>(tcp::State::Established);
    info.rtt_us = 80'000;
    info.rttvar_us = 10'000;
    info.rto_us = 100'080'000;
    const Stretch stretch{100s, 200ms};

    model.sampled(info, {}, stretch);
    EXPECT_EQ(model.tcb().rto, 280ms);
    info.rttvar_us = 100'000; // four times that is more than the least
    model.sampled(info, {}, stretch);
    EXPECT_EQ(model.tcb().rto, 480ms);
    info.backoff = 2;
    model.sampled(info, {}, stretch);
    EXPECT_EQ(model.tcb().rto, 1920ms);
    info.rto_us = 1'000'000; // of a SYN, which is not stretched
    model.sampled(info, {}, stretch);
    EXPECT_EQ(model.tcb().rto, 1s);
    info.rto_us = 100'080'000;
    model.sampled(info, {});
    EXPECT_EQ(model.tcb().rto, Duration{100'080ms}) << "nobody holds anything";
}

} // namespace
} // namespace tcpstage::live
