#include "core/live/kernel_options.h"
#include "core/live/session/player.h"
#include "tests/core/live/live.h"

#include <algorithm>

namespace tcpstage::live {
namespace {

/// A live lesson whose segments are held until the test decides about them.
class ByHand {
public:
    /// `patient`: with the long timers of a person's run.
    explicit ByHand(const lesson::Scenario& lesson, bool patient = false)
        : lesson_{lesson}, client_{*Client::start(io_, setup(lesson, patient))},
          player_{io_, lesson_, options(lesson, patient),
                  [this](auto& command, auto data) { client_->send(command, data); }}
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
    /// The held segment that was sent first; no_transit: none is held.
    trace::TransitId oldest() const
    {
        const auto held = player_.held();
        return held.empty() ? trace::no_transit : held.front();
    }
    std::size_t held() const { return player_.held().size(); }
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
    /// Lets every segment pass until the condition is true. False after `patience`.
    template <typename Condition> bool passes_until(Condition condition)
    {
        return until([&] {
            for (const trace::TransitId transit : player_.held())
                player_.decide(transit, {});
            return condition();
        });
    }
    const trace::Trace& trace() const { return player_.trace(); }
    const Observer& observer() const { return player_.observer(); }

private:
    static PlayOptions options(const lesson::Scenario& lesson, bool patient)
    {
        PlayOptions options;
        options.by_hand = true;
        for (std::size_t i = 0; i < 2 && patient; ++i)
            options.usual_rto_min[i] = usual_rto_min(lesson.setup.endpoints[i].settings);
        return options;
    }
    static WireSetup setup(const lesson::Scenario& lesson, bool patient)
    {
        WireSetup setup;
        setup.device = Device::Veth;
        setup.stacks = options_for_wire(lesson, patient).stacks;
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

TEST(ByHand, KeepsALessonOfManyAcksAlive)
{
    TCPSTAGE_NEEDS(Device::Veth);
    const lesson::Scenario lesson = *lesson::find_lesson("real-zero-window");
    ByHand hand{lesson, true};
    for (int i = 0; i < 7; ++i) { // somebody takes his time: longer than the lesson waits before it reads
        hand.waits(std::chrono::milliseconds{300});
        hand.decides();
    }

    EXPECT_TRUE(hand.passes_until([&] {
        return hand.observer().tcb(trace::Side::Right).delivered_bytes == 6000 && !hand.observer().under_way();
    }));

    EXPECT_TRUE(std::ranges::any_of(hand.trace().transits(), [](const trace::Transit& transit) {
        return transit.from == trace::Side::Right && transit.window_bytes == 0 && !transit.segment.rst();
    })) << "the window closes before the program reads";
    const Duration rto = hand.observer().tcb(trace::Side::Left).rto;
    EXPECT_GE(rto, 200ms);
    EXPECT_LT(rto, 20s) << "that of the kernel, not of the patience";
}

TEST(ByHand, LetsFinsCrossAsInTheLesson)
{
    TCPSTAGE_NEEDS(Device::Veth);
    const lesson::Scenario lesson = *lesson::find_lesson("real-simultaneous-close");
    ByHand hand{lesson, true};
    for (int i = 0; i < 3; ++i)
        hand.decides();

    EXPECT_TRUE(hand.until([&] { return hand.held() == 2; })) << "both FINs are under way";
    EXPECT_TRUE(hand.passes_until([&] {
        return hand.observer().tcb(trace::Side::Left).state == tcp::State::TimeWait &&
               hand.observer().tcb(trace::Side::Right).state == tcp::State::TimeWait;
    }));
}

TEST(ByHand, StagesAFastRetransmit)
{
    TCPSTAGE_NEEDS(Device::Veth);
    lesson::Scenario lesson = *lesson::find_lesson("real-zero-window");
    for (sim::EndpointSetup& end : lesson.setup.endpoints) {
        end.settings.receive_buffer = tcp::Settings{}.receive_buffer;
        end.settings.reads = tcp::Reads::AtOnce;
    }
    ByHand hand{lesson, true};
    const auto is_data = [&](trace::TransitId transit) {
        return !hand.trace().transit(transit).segment.payload.empty();
    };
    trace::TransitId first = trace::no_transit;
    for (int i = 0; i < 4 && (first == trace::no_transit || !is_data(first)); ++i) {
        ASSERT_TRUE(hand.until([&] { return hand.oldest() != trace::no_transit; }));
        first = hand.oldest();
        hand.decides(is_data(first) ? Verdict{.fate = Command::Fate::Drop} : Verdict{});
    }
    ASSERT_EQ(hand.trace().transit(first).reason, trace::Reason::DroppedByHand);

    EXPECT_TRUE(hand.passes_until([&] { return hand.observer().tcb(trace::Side::Right).delivered_bytes == 6000; }));

    const auto again = std::ranges::find_if(hand.trace().transits(), [](const trace::Transit& transit) {
        return transit.retransmission && transit.reason != trace::Reason::Swallowed;
    });
    ASSERT_NE(again, hand.trace().transits().end());
    EXPECT_LT((*again).sent - hand.trace().transit(first).sent, 60s) << "the timer takes 100 s";
}

} // namespace
} // namespace tcpstage::live
