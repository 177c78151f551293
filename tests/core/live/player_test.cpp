#include "core/live/kernel_options.h"
#include "core/live/session/player.h"
#include "tests/core/live/live.h"

#include <algorithm>

namespace tcpstage::live {
namespace {

/// A live lesson whose segments are held until the test decides about them.
class ByHand {
public:
    explicit ByHand(const lesson::Scenario& lesson)
        : lesson_{lesson}, client_{*Client::start(io_, setup(lesson))}, player_{io_, lesson_, options(),
                                                                                [this](auto& command, auto data) {
                                                                                    client_->send(command, data);
                                                                                }}
    {
        client_->listen([this](const Event& event, auto tail) { player_.take(event, tail); },
                        [this](const Error&) { io_.stop(); });
        player_.begin({}, [this] { io_.stop(); });
    }
    void waits(std::chrono::milliseconds time)
    {
        io_.restart();
        io_.run_for(time);
    }
    /// Waits for a held segment, applies the verdict to the oldest one, and waits until its fate is recorded.
    trace::TransitId decides(const Verdict& verdict = {})
    {
        if (!until([this] { return !player_.held().empty(); })) return trace::no_transit;
        const trace::TransitId transit = player_.held().front();
        player_.decide(transit, verdict);
        until([&] { return trace().transit(transit).end_record != trace::no_record; });
        return transit;
    }
    bool reaches(trace::Side side, tcp::State state)
    {
        return until([&] { return player_.observer().tcb(side).state == state; });
    }
    bool sees(std::size_t segments)
    {
        return until([&] { return trace().transits().size() >= segments; });
    }
    bool delivers(trace::Side side, std::uint64_t octets)
    {
        return until([&] { return player_.observer().tcb(side).delivered_bytes >= octets; });
    }
    /// Waits until the condition is true; false after `patience`.
    template <typename Condition> bool until(Condition condition)
    {
        const auto last = std::chrono::steady_clock::now() + patience;
        while (!condition() && std::chrono::steady_clock::now() < last) {
            io_.restart();
            io_.run_one_for(std::chrono::milliseconds{20});
        }
        return condition();
    }
    const trace::Trace& trace() const { return player_.trace(); }

private:
    static PlayOptions options()
    {
        PlayOptions options;
        options.by_hand = true;
        return options;
    }
    static WireSetup setup(const lesson::Scenario& lesson)
    {
        WireSetup setup;
        setup.device = Device::Veth;
        setup.stacks = options_for_wire(lesson).stacks;
        return setup;
    }

    const lesson::Scenario& lesson_;
    boost::asio::io_context io_{1};
    std::unique_ptr<Client> client_;
    Player player_;
};

TEST(ByHand, NothingArrivesUntilItIsReleased)
{
    TCPSTAGE_NEEDS(Device::Veth);
    const lesson::Scenario lesson = *lesson::find_lesson("real-handshake");
    ByHand hand{lesson};

    hand.waits(std::chrono::milliseconds{50});
    EXPECT_TRUE(hand.reaches(trace::Side::Left, tcp::State::SynSent));
    EXPECT_TRUE(hand.reaches(trace::Side::Right, tcp::State::Listen));
    hand.decides();
    EXPECT_TRUE(hand.reaches(trace::Side::Right, tcp::State::SynReceived));
    hand.decides();
    EXPECT_TRUE(hand.reaches(trace::Side::Left, tcp::State::Established));
    hand.decides();
    EXPECT_TRUE(hand.reaches(trace::Side::Right, tcp::State::Established));
}

TEST(ByHand, SwallowsTheKernelsRepetitionsMeanwhile)
{
    TCPSTAGE_NEEDS(Device::Veth);
    const lesson::Scenario lesson = *lesson::find_lesson("real-handshake");
    ByHand hand{lesson};

    ASSERT_TRUE(hand.sees(2)); // the kernel repeats its SYN after 1 s

    EXPECT_EQ(hand.trace().transit(0).end_record, trace::no_record);
    EXPECT_EQ(hand.trace().transit(1).reason, trace::Reason::Swallowed);
    EXPECT_TRUE(hand.trace().transit(1).retransmission);
    hand.decides();
    EXPECT_TRUE(hand.reaches(trace::Side::Right, tcp::State::SynReceived));
}

TEST(ByHand, DropsDuplicatesAndCorruptsWhatIsHeld)
{
    TCPSTAGE_NEEDS(Device::Veth);
    lesson::Scenario lesson = *lesson::find_lesson("real-reset");
    lesson.steps.resize(5); // keep the steps up to "send 100"
    ByHand hand{lesson};
    for (int i = 0; i < 3; ++i)
        hand.decides();

    const trace::TransitId corrupted = hand.decides({.fate = Command::Fate::Corrupt});
    const trace::TransitId again = hand.decides({.duplicate = true}); // the kernel's retransmission
    const trace::TransitId answer = hand.decides({.fate = Command::Fate::Drop});

    EXPECT_TRUE(hand.trace().transit(corrupted).corrupted);
    EXPECT_TRUE(hand.trace().transit(again).retransmission);
    const auto copy = std::ranges::find(hand.trace().transits(), again, &trace::Transit::copy_of);
    ASSERT_NE(copy, hand.trace().transits().end());
    const auto copy_id = static_cast<trace::TransitId>(copy - hand.trace().transits().begin());
    EXPECT_TRUE(hand.until([&] { return hand.trace().transit(copy_id).end_record != trace::no_record; }));
    EXPECT_EQ(hand.trace().transit(answer).fate, trace::Fate::Lost);
    EXPECT_EQ(hand.trace().transit(answer).reason, trace::Reason::DroppedByHand);
    EXPECT_TRUE(hand.delivers(trace::Side::Right, 100));
}

} // namespace
} // namespace tcpstage::live
