#include "core/base/say.h"
#include "core/trace/spoken_name.h"

#include <gtest/gtest.h>

namespace tcpstage {
namespace {

TEST(Saying, LeavesNoSpaceBetweenChineseWordsAndKeepsTheOthers)
{
    EXPECT_EQ(without_gaps("此后 客户端 发送 SYN，序号 seq 是 100 吗？"), "此后客户端发送 SYN，序号 seq 是 100 吗？");
    EXPECT_EQ(without_gaps(" a  b 中 "), " a  b 中 ");
    EXPECT_EQ(without_gaps(""), "");
}

TEST(Saying, PutsWhatFollowsAOneIntoTheSingular)
{
    const auto said = [](int count) {
        return say({"{} octets were sent, and ({} segments) {} more packets have arrived.", "{} {} {}"}, count, count,
                   count)
            .en;
    };
    EXPECT_EQ(said(1), "1 octet was sent, and (1 segment) 1 more packet has arrived.");
    EXPECT_EQ(said(2), "2 octets were sent, and (2 segments) 2 more packets have arrived.");
    EXPECT_EQ(said(21), "21 octets were sent, and (21 segments) 21 more packets have arrived.");
    for (const char* other : {"SND.NXT = 1 octets", "0.1 octets", "1,1 octets", "10.0.0.1 octets", "2 + 1 octets", "1",
                              "1 ", "1 octetsx", "at 1 are", "the octets 0 to 1 are missing"})
        EXPECT_EQ(singular_after_one(other), other);
    EXPECT_EQ(tcpstage::said(Language::English, {"{} branches are back", "{} 个分支"}, 1), "1 branch is back");
    EXPECT_EQ(tcpstage::said(Language::Chinese, {"{} branches", "{} 个分支"}, 1), "1 个分支");
}

TEST(Saying, CallsTheEndsByTheirNamesInEachLanguage)
{
    const OwnedText text = say({"{} waits for {}.", "{} 等待 {}。"}, trace::spoken("client"), trace::spoken("server"));
    EXPECT_EQ(text.en, "client waits for server.");
    EXPECT_EQ(text.zh, "客户端等待服务器。");
    EXPECT_EQ(say({"{} waits.", "{} 等待。"}, trace::spoken("boy")).zh, "男孩等待。");
    EXPECT_EQ(say({"{} waits.", "{} 等待。"}, trace::spoken("B")).zh, "B 等待。") << "a name that a lesson has made up";
}

} // namespace
} // namespace tcpstage
