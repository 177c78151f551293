#include "core/base/bytes.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <gtest/gtest.h>

namespace tcpstage {
namespace {

TEST(SharedOctets, AreSlicedWithoutACopy)
{
    const Bytes whole{"hello world"};
    const Bytes part = whole.slice(6, 5);

    EXPECT_EQ(part, Bytes{"world"});
    EXPECT_EQ(part.data(), whole.data() + 6);
    EXPECT_EQ(part[0], 'w');
}

TEST(SharedOctets, OutliveTheWholeTheyWereCutFrom)
{
    Bytes part;
    {
        const Bytes whole{"hello world"};
        part = whole.from(6);
    }
    EXPECT_EQ(part, Bytes{"world"});
}

TEST(SharedOctets, ClipASliceToWhatIsThere)
{
    const Bytes whole{"abc"};

    EXPECT_EQ(whole.slice(1, 99), Bytes{"bc"});
    EXPECT_TRUE(whole.slice(3, 1).empty());
    EXPECT_TRUE(whole.slice(99, 1).empty());
    EXPECT_EQ(whole.slice(99, 1).data(), nullptr);
    EXPECT_EQ(whole.slice(2, UINT32_MAX), Bytes{"c"});
}

TEST(SharedOctets, AreEqualByTheirValues)
{
    EXPECT_EQ(Bytes{"abcd"}.slice(1, 2), Bytes{"xbc"}.from(1));
    EXPECT_FALSE(Bytes{"a"} == Bytes{"b"});
    EXPECT_FALSE(Bytes{"a"} == Bytes{"aa"});
    EXPECT_EQ(Bytes{}, Bytes{""});
}

TEST(SharedOctets, AreJoinedInOrder)
{
    const std::array<Bytes, 3> parts{Bytes{"ab"}, Bytes{}, Bytes{"cde"}.from(1)};

    EXPECT_EQ(Bytes::joined(parts), Bytes{"abde"});
    EXPECT_TRUE(Bytes::joined({}).empty());
}

TEST(PatternedOctets, GoOnWhereThePhaseSays)
{
    const Bytes whole = Bytes::pattern(1000);

    EXPECT_EQ(whole[0], 'A');
    EXPECT_EQ(whole[1], 'B');
    EXPECT_EQ(whole[251], 'A');
    EXPECT_EQ(Bytes::pattern(400, 600), whole.from(600));
}

TEST(PatternedOctets, AreKnownByTheirPhase)
{
    const Bytes part = Bytes::pattern(70, 240);

    EXPECT_EQ(part.pattern_phase(), 240U);
    EXPECT_EQ(Bytes{part}.from(12).pattern_phase(), 1U);
    EXPECT_EQ(Bytes{"hello"}.pattern_phase(), std::nullopt);
    EXPECT_EQ(Bytes{}.pattern_phase(), 0U);
}

TEST(PatternedOctets, HoldNothingThatAnotherProgramCouldTakeForTheEndOfALine)
{
    const Bytes all = Bytes::pattern(2 * Bytes::pattern_period);
    EXPECT_TRUE(std::ranges::all_of(all.span(), [](std::uint8_t octet) { return std::isalnum(octet) != 0; }));
}

TEST(PatternedOctets, AreTheSameWhetherSharedOrNot)
{
    const Bytes large = Bytes::pattern(200'000, 5);

    ASSERT_EQ(large.size(), 200'000U);
    EXPECT_EQ(large.slice(70'000, 1000), Bytes::pattern(1000, 70'005));
    EXPECT_EQ(Bytes::pattern(65536, 250).from(65535), Bytes::pattern(1, 250 + 65535));
}

} // namespace
} // namespace tcpstage
