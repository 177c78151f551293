#include "core/base/random.h"

#include <array>
#include <gtest/gtest.h>
#include <set>

namespace tcpstage {
namespace {

TEST(Chance, GivesTheSameNumbersOnEveryMachine)
{
    Random random{1};

    EXPECT_EQ(random.next(), 0xb3f2af6d0fc710c5U);
    EXPECT_EQ(random.next(), 0x853b559647364ceaU);
}

TEST(Chance, DependsOnTheSeed) { EXPECT_NE(Random{1}.next(), Random{2}.next()); }

TEST(Chance, IsUniformBelowItsBound)
{
    Random random{3};
    std::array<int, 6> count{};
    for (int i = 0; i < 60'000; ++i)
        ++count.at(random.below(6));
    for (const int times : count)
        EXPECT_NEAR(times, 10'000, 400);
    EXPECT_EQ(random.below(1), 0U);
}

TEST(Chance, HappensAsOftenAsItSays)
{
    Random random{4};
    int times = 0;
    for (int i = 0; i < 100'000; ++i)
        times += random.happens(Chance{20'000}) ? 1 : 0;
    EXPECT_NEAR(times, 2000, 150);
}

TEST(Chance, OfZeroTakesNoNumberAndOfAMillionIsCertain)
{
    Random random{5};
    const Random before = random;

    EXPECT_FALSE(random.happens(Chance{0}));
    EXPECT_EQ(random, before);
    for (int i = 0; i < 1000; ++i)
        EXPECT_TRUE(random.happens(Chance{1'000'000}));
}

TEST(Chance, ForksIntoIndependentStreams)
{
    const Random parent{6};
    std::set<std::uint64_t> first_numbers;
    for (std::uint64_t purpose = 0; purpose < 100; ++purpose)
        first_numbers.insert(parent.fork(purpose).next());

    EXPECT_EQ(first_numbers.size(), 100U);
    EXPECT_EQ(parent.fork(1), parent.fork(1));
}

} // namespace
} // namespace tcpstage
