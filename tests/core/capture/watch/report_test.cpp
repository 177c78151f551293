// What a report says of a captured connection.

#include "tests/core/capture/watch/watching.h"

#include "core/capture/watch/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::capture {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> said(const Watching& watching)
{
    std::vector<std::string> lines;
    for (const Finding& finding : report(watching.watch(), watching.made())) {
        EXPECT_FALSE(finding.text.zh.empty());
        EXPECT_TRUE(finding.text.zh.ends_with("。")) << finding.text.zh;
        lines.push_back(to_seconds(finding.at) + " " + finding.text.en);
    }
    return lines;
}

TEST(Report, OfAConnectionOnWhichNothingWentWrong)
{
    Watching watching;
    watching.opened().left(200ms, "P. 101:201(100) ack 301").right(300ms, "P. 301:351(50) ack 201");
    watching.left(300ms, "F. 201:201(0) ack 351").right(400ms, "F. 351:351(0) ack 202");
    watching.left(400ms, ". 202:202(0) ack 352");
    EXPECT_THAT(said(watching),
                ElementsAre("0.000 s The client opened the connection; the shortest round trip takes 100 ms.",
                            "0.300 s Both ends closed the connection, the client first.",
                            "0.400 s In 400 ms, the client sent 100 octets and the server 50.",
                            "0.400 s No octet was sent twice, and neither end stopped reading."));
}

TEST(Report, OfAConnectionWhoseSynWasNotCaptured)
{
    Watching watching;
    watching.right(0ms, "S. 300:300(0) ack 101").left(10ms, ". 101:101(0) ack 301");
    EXPECT_TRUE(said(watching).front().starts_with("0.000 s The client opened the connection;"))
        << said(watching).front();
}

TEST(Report, OfAnEndThatStoppedReading)
{
    Watching watching;
    watching.opened().left(200ms, "P. 101:201(100) ack 301").right(300ms, ". 301:301(0) ack 201 win 0");
    watching.left(800ms, ". 200:200(0) ack 301").right(900ms, ". 301:301(0) ack 201 win 0");
    watching.left(1800ms, ". 200:200(0) ack 301").right(1900ms, ". 301:301(0) ack 201 win 0");
    watching.right(4300ms, ". 301:301(0) ack 201 win 500");
    const auto lines = said(watching);
    EXPECT_THAT(lines, ::testing::Contains("0.250 s The server stopped reading: window 0 for 4 s, probed 2 times."));
    const auto chinese = report_text(report(watching.watch(), watching.made()), Language::Chinese);
    EXPECT_NE(chinese.find("服务器停止读取：窗口为 0 持续了 4 s，被探测 2 次。"), std::string::npos) << chinese;
}

TEST(Report, OfRetransmissionsAndTheLongestWait)
{
    Watching watching;
    watching.opened().left(200ms, "P. 101:201(100) ack 301").left(1700ms, "P. 101:201(100) ack 301");
    watching.right(1800ms, ". 301:301(0) ack 201").left(1900ms, "P. 101:201(100) ack 301");
    EXPECT_THAT(
        said(watching),
        ElementsAre("0.000 s The client opened the connection; the shortest round trip takes 100 ms.",
                    "1.700 s The client sent 2 of its 5 segments again.",
                    "1.700 s Before this retransmission the client waited 1.5 s, the longest of all.",
                    "1.900 s The capture ends while the connection is open.",
                    "1.900 s In 1.9 s, the client sent 100 octets and the server 0.",
                    "1.900 s Retransmissions of the client were needless once: the octets had arrived before."));
}

TEST(Report, OfConnectionsThatDidNotOpen)
{
    Watching silent;
    silent.left(0s, "S 100:100(0)").left(1s, "S 100:100(0)").left(3s, "S 100:100(0)");
    EXPECT_EQ(said(silent).front(), "0.000 s Nothing answered the SYN of the client: it sent it 3 times in 3 s.");
    Watching refused;
    refused.left(0ms, "S 100:100(0)").right(10ms, "R. 0:0(0) ack 101 win 0");
    EXPECT_THAT(said(refused),
                ::testing::Contains("0.005 s The server refused the connection by a RST, 10 ms after the SYN."));
}

TEST(Report, OfAResetAfterAClose)
{
    Watching watching;
    watching.opened().right(200ms, "F. 301:301(0) ack 101").left(200ms, ". 101:101(0) ack 302");
    watching.left(300ms, "P. 101:201(100) ack 302").right(400ms, "R 302:302(0)");
    EXPECT_THAT(said(watching), ::testing::Contains("0.350 s The server reset the connection after it had closed its "
                                                    "side: what the client still sent found nobody."));
}

TEST(Report, HasThreeToTenSentences)
{
    EXPECT_TRUE(report(Watching{}.watch(), Watching{}.made()).empty()) << "nothing was captured";
    Watching one;
    one.left(0ms, "S 100:100(0)");
    EXPECT_GE(said(one).size(), 3U);
    Watching much;
    much.opened();
    for (int i = 0; i < 40; ++i) {
        const Duration at = 1s * (i + 1);
        much.left(at, "P. 101:201(100) ack 301")
            .right(at, "P. 301:401(100) ack 101 win 0")
            .damaged(at, ". 1:1(0) ack 1");
        much.left(at, "P. 900000:900001(1) ack 301").right(at, "P. 900000:900001(1) ack 101");
        much.left(at, "P. 401:501(100) ack 301 win 0").right(at, "P. 601:701(100) ack 101 win 100");
    }
    EXPECT_EQ(said(much).size(), 10U);
}

} // namespace
} // namespace tcpstage::capture
