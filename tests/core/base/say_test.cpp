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
