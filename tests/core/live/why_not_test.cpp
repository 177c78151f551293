// Lessons that real kernels cannot show are refused, and a comparison says what it compared.

#include "core/live/session/why_not.h"

#include "core/lesson/library.h"
#include "core/live/session/run_live.h"

#include <gmock/gmock.h>

namespace tcpstage::live {
namespace {

using ::testing::HasSubstr;

std::string refusal(const std::string& lesson)
{
    const auto why = why_not_real(*lesson::find_lesson(lesson));
    if (!why) return "";
    EXPECT_FALSE(why->what.zh.empty() || why->advice.zh.empty());
    return why->what.en;
}

TEST(WhyNotReal, IsThatTheLessonIsNotTcp)
{
    EXPECT_THAT(refusal("udp"), HasSubstr("UDP"));
    EXPECT_THAT(refusal("why-not-two"), HasSubstr("a rule of TCP"));
    EXPECT_THAT(refusal("self-connect"), HasSubstr("talks to itself"));
    EXPECT_EQ(refusal("three-way-handshake"), "");
}

TEST(WhyNotReal, IsOnTheLoopbackInterfaceThatSegmentsCross)
{
    for (const char* lesson : {"real-simultaneous-open", "real-simultaneous-close"}) {
        ASSERT_TRUE(why_not_on_loopback(*lesson::find_lesson(lesson))) << lesson;
        EXPECT_EQ(refusal(lesson), "") << lesson;
    }
    EXPECT_FALSE(why_not_on_loopback(*lesson::find_lesson("real-close-four")));
}

TEST(CheckOfALiveRun, HasNothingToCompareWhereTheFaultsCouldNotBeMade)
{
    LiveRun live;
    live.vantage = Vantage::TcpInfo;
    const LiveCheck check = check_live(*lesson::find_lesson("real-syn-lost"), live);

    ASSERT_TRUE(check.impossible);
    EXPECT_FALSE(check.same());
    EXPECT_THAT(check.impossible->what.en, HasSubstr("nothing to compare"));
}

TEST(CheckOfALiveRun, HasNothingToCompareWhereItWasEndedEarly)
{
    LiveRun live;
    live.stopped = true;

    EXPECT_TRUE(check_live(*lesson::find_lesson("real-handshake"), live).impossible);
}

TEST(CheckOfALiveRun, SaysWhatItCompared)
{
    LiveRun live;
    live.run.trace =
        trace::Trace{trace::Source::Live, {trace::EndpointInfo{"client", {}}, trace::EndpointInfo{"server", {}}}};
    LiveCheck check;
    check.segments = 9;
    check.states = {7, 7};

    EXPECT_EQ(sentence(check, live).en, "as in the simulator: 9 segments, 7 states of client and 7 of server");
    check.segments.reset();
    EXPECT_THAT(sentence(check, live).en, HasSubstr("the segments cannot be seen this way"));
    EXPECT_THAT(sentence(check, live).zh, HasSubstr("客户端"));
}

} // namespace
} // namespace tcpstage::live
