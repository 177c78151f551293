#include "core/tcp/segment/seq.h"

#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

TEST(SequenceNumbers, GoRoundTheCircle)
{
    const Seq last{UINT32_MAX};

    EXPECT_EQ(last + 1, Seq{0});
    EXPECT_EQ(Seq{0} - 1, last);
    EXPECT_EQ(Seq{4} - last, 5U);
}

TEST(SequenceNumbers, AreOrderedAcrossTheWrap)
{
    const Seq old{0xfffffff0U};
    const Seq young{16};

    EXPECT_TRUE(before(old, young));
    EXPECT_TRUE(after(young, old));
    EXPECT_FALSE(before(old, old));
    EXPECT_TRUE(at_or_before(old, old));
    EXPECT_TRUE(at_or_after(old, old));
    EXPECT_EQ(later(old, young), young);
    EXPECT_EQ(later(young, old), young);
}

TEST(SequenceNumbers, AreInARangeThatWraps)
{
    const Seq first{0xfffffffeU};

    EXPECT_TRUE(in_range(first, first, 4));
    EXPECT_TRUE(in_range(Seq{1}, first, 4));
    EXPECT_FALSE(in_range(Seq{2}, first, 4));
    EXPECT_FALSE(in_range(first - 1, first, 4));
    EXPECT_FALSE(in_range(first, first, 0));
}

} // namespace
} // namespace tcpstage::tcp
