#include "core/base/time.h"

#include <gtest/gtest.h>

namespace tcpstage {
namespace {

TEST(DurationText, ReadsANumberWithAUnit)
{
    EXPECT_EQ(parse_duration("100 ms"), Duration{100ms});
    EXPECT_EQ(parse_duration("1.5s"), Duration{1500ms});
    EXPECT_EQ(parse_duration("2 min"), Duration{2min});
    EXPECT_EQ(parse_duration("0 s"), Duration{0});
}

TEST(DurationText, RefusesWhatIsNoDuration)
{
    for (const auto* text : {"", "5", "s", "-1 s", "1.2.3 s", "1 fortnight", "9999999999999999 h"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(DurationText, WritesTheLargestFittingUnit)
{
    EXPECT_EQ(to_text(Duration{100ms}), "100 ms");
    EXPECT_EQ(to_text(Duration{1500ms}), "1.5 s");
    EXPECT_EQ(to_text(Duration{0}), "0 s");
    EXPECT_EQ(to_text(Duration{2min}), "2 min");
    EXPECT_EQ(to_text(Duration{90s}), "90 s");
}

} // namespace
} // namespace tcpstage
