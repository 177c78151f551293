#include "core/live/kernel_options.h"

#include "core/lesson/library.h"
#include "core/live/observe/numbering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::live {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;

TEST(KernelOptions, TakeWhatAKernelHas)
{
    lesson::Scenario lesson = *lesson::find_lesson("real-handshake");
    tcp::Settings& client = lesson.setup.endpoints[0].settings;
    client.sack = client.timestamps = true;
    client.mss = 1000;
    client.nagle = false;
    client.rto_min = 2s;
    client.congestion = tcp::Congestion::Cubic;

    const StackSetup stack = options_for_wire(lesson).stacks[0];

    EXPECT_TRUE(stack.sack && stack.timestamps && stack.cubic && stack.quick_ack);
    EXPECT_FALSE(stack.nagle || stack.window_scale);
    EXPECT_EQ(stack.mss, 1000);
    EXPECT_EQ(stack.rto_min_us, 2'000'000U);
    EXPECT_TRUE(stack.choose_iss);
    EXPECT_EQ(stack.iss, 100U);
}

TEST(KernelOptions, SayWhatAKernelDoesNotHave)
{
    lesson::Scenario lesson = *lesson::find_lesson("real-handshake");
    lesson.setup.endpoints[0].settings.rto_initial = 3s;
    lesson.setup.endpoints[0].settings.challenge_ack = false;
    lesson.setup.endpoints[0].settings.ack_throttle.most = 0;
    lesson.setup.links[0].delay = 2s;
    lesson.steps.push_back({lesson::CallStep{.side = trace::Side::Left, .call = trace::Call::Crash, .data = {}}, {}});

    const auto limits = options_for_wire(lesson).limits;

    for (const char* words : {"rto_initial 3 s", "challenge_ack cannot be switched off", "ack_throttle", "450 ms",
                              "crash", "initial sequence number, not 300"})
        EXPECT_THAT(limits, Contains(Field(&OwnedText::en, HasSubstr(words))));
    for (const OwnedText& limit : limits)
        EXPECT_FALSE(limit.zh.empty() || limit.zh == limit.en) << limit.en;
}

TEST(KernelOptions, LimitFinWait2ButNotTimeWait)
{
    lesson::Scenario lesson = *lesson::find_lesson("real-close-four");
    EXPECT_EQ(options_for_wire(lesson).stacks[0].fin_timeout_s, 0U)
        << "as the kernel likes, if the lesson says nothing";
    lesson.setup.endpoints[0].settings.msl = 700ms;

    const KernelOptions options = options_for_wire(lesson);

    EXPECT_EQ(options.stacks[0].fin_timeout_s, 2U);
    EXPECT_EQ(options.stacks[1].fin_timeout_s, 0U);
    EXPECT_THAT(options.limits, Contains(Field(&OwnedText::en, HasSubstr("TIME-WAIT lasts 60 s; FIN-WAIT-2 after "))));
    EXPECT_GT(options_for_wire(lesson, true).stacks[0].fin_timeout_s, 3600U) << "a person takes time";
    EXPECT_THAT(options_for_loopback(lesson).limits,
                Contains(Field(&OwnedText::en, HasSubstr("private network stacks"))));
}

TEST(KernelOptions, ReplaceAddressesThatNoKernelCanHave)
{
    lesson::Scenario lesson = *lesson::find_lesson("real-handshake");
    lesson.setup.endpoints[0].socket.address = {{127, 0, 0, 1}};

    const KernelOptions options = options_for_wire(lesson);

    EXPECT_EQ(options.stacks[0].address, (std::array<std::uint8_t, 4>{10, 0, 0, 1}));
    EXPECT_THAT(options.limits, Contains(Field(&OwnedText::en, HasSubstr("addresses"))));
}

TEST(Numbering, TranslatesWhatTheListenerChose)
{
    Numbering numbering{*lesson::find_lesson("real-handshake")};
    tcp::Segment answer;
    answer.flags = tcp::Flag::Syn | tcp::Flag::Ack;
    answer.seq = tcp::Seq{4'000'000'000};
    answer.ack = tcp::Seq{101};
    numbering.notice(answer, trace::Side::Right);

    const tcp::Segment lesson_run = numbering.in_lesson(answer, trace::Side::Right);

    EXPECT_EQ(lesson_run.seq, tcp::Seq{300});
    EXPECT_EQ(lesson_run.ack, tcp::Seq{101});
    EXPECT_EQ(numbering.in_kernel(lesson_run, trace::Side::Right), answer);
}

} // namespace
} // namespace tcpstage::live
