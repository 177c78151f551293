#include "core/sim/link.h"
#include "tests/core/sim/setup.h"

#include <gtest/gtest.h>

namespace tcpstage::sim {

using testing::at_ms;

namespace {

constexpr Chance always{1'000'000};
constexpr Chance half{500'000};

Link link(LinkSettings settings) { return Link{settings, Random{1}}; }

} // namespace

TEST(Link, DelaysEverySegmentByTheSame)
{
    Link quiet = link({.delay = 30ms});
    for (int ms = 0; ms < 10; ++ms) {
        const Passage passage = quiet.carry(1500, at_ms(ms));
        EXPECT_EQ(passage.ends, at_ms(ms + 30));
        EXPECT_EQ(passage.fate, trace::Fate::Arrived);
        EXPECT_EQ(passage.reason, trace::Reason::None);
    }
}

TEST(Link, SendsOneSegmentAfterAnotherAtItsRate)
{
    Link slow = link({.delay = 100ms, .rate_bits_per_second = 1'000'000}); // 1250 octets in 10 ms
    EXPECT_EQ(slow.carry(1250, at_ms(0)).ends, at_ms(110));
    EXPECT_EQ(slow.carry(1250, at_ms(0)).ends, at_ms(120));
    EXPECT_EQ(slow.carry(2500, at_ms(5)).ends, at_ms(140));
    EXPECT_EQ(slow.carry(1250, at_ms(500)).ends, at_ms(610));
}

TEST(Link, DropsWhatItsQueueHasNoRoomFor)
{
    Link slow = link({.delay = 100ms, .rate_bits_per_second = 1'000'000, .queue_bytes = 3000});
    EXPECT_EQ(slow.carry(1250, at_ms(0)).fate, trace::Fate::Arrived);
    EXPECT_EQ(slow.carry(1250, at_ms(0)).fate, trace::Fate::Arrived);
    const Passage third = slow.carry(1250, at_ms(0));
    EXPECT_EQ(third.fate, trace::Fate::Lost);
    EXPECT_EQ(third.reason, trace::Reason::QueueFull);
    EXPECT_EQ(slow.carry(1250, at_ms(10)).ends, at_ms(130)); // the lost one took no time
}

TEST(Link, DropsWhatIsLargerThanItsMtu)
{
    Link narrow = link({.mtu = 576});
    EXPECT_EQ(narrow.carry(576, at_ms(0)).fate, trace::Fate::Arrived);
    EXPECT_EQ(narrow.carry(577, at_ms(0)).reason, trace::Reason::TooBig);
}

TEST(Link, LosesSegmentsHalfWay)
{
    Link lossy = link({.delay = 100ms, .loss = always});
    const Passage passage = lossy.carry(40, at_ms(0));
    EXPECT_EQ(passage.fate, trace::Fate::Lost);
    EXPECT_EQ(passage.reason, trace::Reason::Chance);
    EXPECT_EQ(passage.ends, at_ms(50));
}

TEST(Link, LosesAboutAsManyAsItsChanceSays)
{
    Link lossy = link({.loss = half});
    int lost = 0;
    for (int i = 0; i < 1000; ++i)
        lost += lossy.carry(40, at_ms(i)).fate == trace::Fate::Lost ? 1 : 0;
    EXPECT_NEAR(lost, 500, 60);
}

TEST(BurstLoss, LosesWhatItsTwoStatesSayInTheLongRun)
{
    // The bad state takes enter / (enter + leave) = 1/5 of the time, lasts four segments on average, and loses half of
    // them.
    constexpr int segments = 100'000;
    Link bursty = link({.burst_loss = {.enter = {62'500}, .leave = {250'000}, .loss = half}});
    int lost = 0;
    for (int i = 0; i < segments; ++i) {
        const Passage passage = bursty.carry(40, at_ms(i));
        if (passage.fate == trace::Fate::Arrived) continue;
        EXPECT_EQ(passage.reason, trace::Reason::Burst);
        ++lost;
    }
    EXPECT_NEAR(lost, segments / 10.0, segments / 200.0);
}

TEST(BurstLoss, ComesInRunsAsLongAsTheChanceToLeaveSays)
{
    constexpr int segments = 100'000;
    Link bursty = link({.burst_loss = {.enter = {10'000}, .leave = {250'000}}});
    int lost = 0;
    int runs = 0;
    bool before = false;
    for (int i = 0; i < segments; ++i) {
        const bool now = bursty.carry(40, at_ms(i)).fate == trace::Fate::Lost;
        lost += now ? 1 : 0;
        runs += now && !before ? 1 : 0;
        before = now;
    }
    EXPECT_NEAR(runs, segments * 4 / 416.0, 100); // a run of four begins every 100 segments
    EXPECT_NEAR(lost, 4 * runs, runs / 4.0);
}

TEST(BurstLoss, IsTheSameForTheSameSeedAndChangesNoOtherChance)
{
    const LinkSettings plain{.delay = 100ms, .jitter = 10ms};
    LinkSettings with_bursts = plain;
    with_bursts.burst_loss = {.enter = {50'000}, .leave = half};
    Link calm = link(plain);
    Link bursty = link(with_bursts);
    Link again = link(with_bursts);
    int lost = 0;
    for (int i = 0; i < 1000; ++i) {
        const Passage passage = bursty.carry(40, at_ms(i));
        EXPECT_EQ(passage.ends, again.carry(40, at_ms(i)).ends);
        const Instant undisturbed = calm.carry(40, at_ms(i)).ends;
        lost += passage.fate == trace::Fate::Lost ? 1 : 0;
        if (passage.fate == trace::Fate::Arrived) {
            EXPECT_EQ(passage.ends, undisturbed);
        }
    }
    EXPECT_GT(lost, 50);
}

TEST(BurstLoss, LeavesTheOrdinaryLossToTheGoodState)
{
    Link harmless = link({.loss = always, .burst_loss = {.enter = always, .leave = {1}, .loss = {}}});
    EXPECT_EQ(harmless.carry(40, at_ms(0)).fate,
              trace::Fate::Arrived); // the bad state begins with the first segment, and loses nothing
}

TEST(Link, MarksWhatIsCapableInsteadOfLettingItsQueueGrow)
{
    Link slow = link({.delay = 100ms, .rate_bits_per_second = 1'000'000, .ecn_threshold_bytes = 2000}); // 1250 in 10 ms
    EXPECT_FALSE(slow.carry(1250, at_ms(0), true).marked);
    const Passage second = slow.carry(1250, at_ms(0), true);
    EXPECT_TRUE(second.marked);
    EXPECT_EQ(second.reason, trace::Reason::Marked);
    EXPECT_EQ(second.fate, trace::Fate::Arrived);
    EXPECT_EQ(second.ends, at_ms(120));
    EXPECT_FALSE(slow.carry(1250, at_ms(0), false).marked);  // not ECN-capable: a bare ACK or a sender without ECN
    EXPECT_FALSE(slow.carry(1250, at_ms(500), true).marked); // the queue is empty again
}

TEST(Link, AddsAJitterWithinItsBounds)
{
    Link shaky = link({.delay = 100ms, .jitter = 10ms});
    Instant least = never;
    Instant most = start_of_time;
    for (int i = 0; i < 200; ++i) {
        const Instant ends = shaky.carry(40, at_ms(0)).ends;
        least = std::min(least, ends);
        most = std::max(most, ends);
    }
    EXPECT_GE(least, at_ms(100));
    EXPECT_LE(most, at_ms(110));
    EXPECT_GT(most - least, Duration{8ms});
}

TEST(Link, HoldsAReorderedSegmentBackByOneMoreDelay)
{
    Link unfair = link({.delay = 100ms, .reorder = always});
    EXPECT_EQ(unfair.carry(40, at_ms(0)).ends, at_ms(200));
    EXPECT_EQ(unfair.carry(40, at_ms(0)).reason, trace::Reason::Reordered);
}

TEST(Link, LetsACopyArriveAfterItsOriginal)
{
    Link twice = link({.delay = 100ms, .duplicate = always});
    const Passage passage = twice.carry(40, at_ms(0));
    EXPECT_TRUE(passage.duplicated);
    EXPECT_EQ(passage.ends, at_ms(100));
    EXPECT_GT(passage.copy_ends, passage.ends);
}

TEST(Link, SaysWhichSegmentItCorrupted)
{
    Link noisy = link({.corrupt = always});
    const Passage passage = noisy.carry(40, at_ms(0));
    EXPECT_TRUE(passage.corrupted);
    EXPECT_EQ(passage.fate, trace::Fate::Arrived);
    EXPECT_EQ(passage.reason, trace::Reason::Corrupted);
}

TEST(Link, OfASharedLineWaitsForTheOtherDirection)
{
    const LinkSettings radio{.delay = 100ms, .rate_bits_per_second = 1'000'000, .queue_bytes = 2000, .shared = true};
    Link forth = link(radio);
    Link back = link(radio);
    EXPECT_EQ(forth.carry(1250, at_ms(0)).ends, at_ms(110));
    back.wait_for(forth);
    EXPECT_EQ(back.carry(1250, at_ms(0)).reason, trace::Reason::QueueFull) << "1250 wait already, 2000 may";
    back.wait_for(forth);
    EXPECT_EQ(back.carry(500, at_ms(0)).ends, at_ms(114));
    forth.wait_for(back);
    EXPECT_EQ(forth.carry(250, at_ms(0)).ends, at_ms(116));

    LinkSettings wire = radio;
    wire.shared = false;
    Link alone = link(wire);
    alone.wait_for(forth);
    EXPECT_EQ(alone.carry(1250, at_ms(0)).ends, at_ms(110)) << "full duplex";
}

TEST(Link, CountsTheHeadersOfAPacket)
{
    tcp::Segment segment;
    EXPECT_EQ(wire_bytes(segment), 40U);
    segment.options.mss = 1460;
    segment.payload = Bytes::pattern(100);
    EXPECT_EQ(wire_bytes(segment), 144U);
    segment.protocol = tcp::Protocol::Udp;
    segment.options = {};
    EXPECT_EQ(wire_bytes(segment), 128U);
}

} // namespace tcpstage::sim
