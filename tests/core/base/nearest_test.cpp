#include "core/base/nearest.h"

#include <array>
#include <gtest/gtest.h>

namespace tcpstage {
namespace {

constexpr std::array<std::string_view, 4> calls{"listen", "connect", "send", "close"};

TEST(NearestWord, IsTheOneWithTheFewestEdits)
{
    EXPECT_EQ(nearest("lisen", calls), "listen");
    EXPECT_EQ(nearest("conect", calls), "connect");
    EXPECT_EQ(nearest("clsoe", calls), "close");
}

TEST(NearestWord, IgnoresCase) { EXPECT_EQ(nearest("CONNECT", calls), "connect"); }

TEST(NearestWord, IsNoneWhenAllAreFar)
{
    EXPECT_EQ(nearest("retransmit", calls), "");
    EXPECT_EQ(nearest("", calls), "");
    EXPECT_EQ(nearest("send", {}), "");
}

TEST(Advice, OffersTheNearestWordOrAllOfThem)
{
    EXPECT_EQ(advice_for("lisen", calls).en, "did you mean \"listen\"?");
    EXPECT_EQ(advice_for("retransmit", calls).en, "use one of: listen, connect, send, close");
}

} // namespace
} // namespace tcpstage
