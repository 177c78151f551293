#include "core/sim/link.h"
#include "tests/core/sim/setup.h"

#include <gtest/gtest.h>

namespace tcpstage {

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
        EXPECT_EQ(passage.fate, Fate::Arrived);
        EXPECT_EQ(passage.reason, Reason::None);
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
    EXPECT_EQ(slow.carry(1250, at_ms(0)).fate, Fate::Arrived);
    EXPECT_EQ(slow.carry(1250, at_ms(0)).fate, Fate::Arrived);
    const Passage third = slow.carry(1250, at_ms(0));
    EXPECT_EQ(third.fate, Fate::Lost);
    EXPECT_EQ(third.reason, Reason::QueueFull);
    EXPECT_EQ(slow.carry(1250, at_ms(10)).ends, at_ms(130)); // one has left; the lost one took no time
}

TEST(Link, DropsWhatIsLargerThanItsMtu)
{
    Link narrow = link({.mtu = 576});
    EXPECT_EQ(narrow.carry(576, at_ms(0)).fate, Fate::Arrived);
    EXPECT_EQ(narrow.carry(577, at_ms(0)).reason, Reason::TooBig);
}

TEST(Link, LosesSegmentsHalfWay)
{
    Link lossy = link({.delay = 100ms, .loss = always});
    const Passage passage = lossy.carry(40, at_ms(0));
    EXPECT_EQ(passage.fate, Fate::Lost);
    EXPECT_EQ(passage.reason, Reason::Chance);
    EXPECT_EQ(passage.ends, at_ms(50));
}

TEST(Link, LosesAboutAsManyAsItsChanceSays)
{
    Link lossy = link({.loss = half});
    int lost = 0;
    for (int i = 0; i < 1000; ++i)
        lost += lossy.carry(40, at_ms(i)).fate == Fate::Lost ? 1 : 0;
    EXPECT_NEAR(lost, 500, 60);
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
    EXPECT_EQ(unfair.carry(40, at_ms(0)).reason, Reason::Reordered);
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
    EXPECT_EQ(passage.fate, Fate::Arrived);
    EXPECT_EQ(passage.reason, Reason::Corrupted);
}

TEST(Link, CountsTheHeadersOfAPacket)
{
    Segment segment;
    EXPECT_EQ(wire_bytes(segment), 40U);
    segment.options.mss = 1460;
    segment.payload = Bytes::pattern(100);
    EXPECT_EQ(wire_bytes(segment), 144U);
}

} // namespace tcpstage
