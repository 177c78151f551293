#include "core/run/sandbox.h"
#include "core/sources/find_run.h"

#include "core/formats/save.h"
#include "core/run/branch.h"
#include "core/run/saved_run.h"
#include "tests/support/both_languages.h"

#include <gtest/gtest.h>

namespace tcpstage::run {
namespace {

lesson::Scenario after_acts(lesson::Scenario stage, const WhatIf& act)
{
    const run::Run before = run(stage);
    auto child = branch(stage, before.trace, act);
    EXPECT_TRUE(child) << child.error().sentence();
    return *child;
}

CallAt call(Instant at, trace::Side side, trace::Call what) { return {at, {side, what, {}, UINT32_MAX}}; }

TEST(Sandbox, IsAnEmptyStage)
{
    const auto lesson_run = sources::find_run(std::string{sandbox_source});
    ASSERT_TRUE(lesson_run);
    EXPECT_TRUE(lesson_run->run.trace.empty());
    EXPECT_TRUE(lesson_run->run.warnings.empty());
}

TEST(Sandbox, AConnectionIsMadeByHandAndSavedAsALesson)
{
    lesson::Scenario stage = after_acts(sandbox(), call(start_of_time, trace::Side::Right, trace::Call::Listen));
    stage = after_acts(stage, call(start_of_time, trace::Side::Left, trace::Call::Connect));
    const Instant open = start_of_time + Duration{300ms};
    stage = after_acts(stage, CallAt{open, {trace::Side::Left, trace::Call::Send, Bytes::pattern(500), UINT32_MAX}});
    stage = after_acts(stage, CallAt{open + Duration{1s}, {trace::Side::Left, trace::Call::Close, {}, UINT32_MAX}});
    EXPECT_TRUE(stage.notes.empty()) << "the invitation to make a call";
    const run::Run made = run(stage);
    const tcp::Tcb server = made.trace.at(trace::Side::Right, made.trace.last_moment());
    EXPECT_EQ(server.state, tcp::State::CloseWait);
    EXPECT_EQ(server.rcv.nxt, tcp::Seq{1000 + 1 + 500 + 1});

    const auto again = lesson::read_scenario(lesson::write_scenario(stage), "mine.yaml");
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(formats::save_trace(run(*again).trace), formats::save_trace(made.trace));
}

TEST(Sandbox, EveryOptionOfAnEndCanBeSetToWhatItIs)
{
    for (const std::string_view name : option_names()) {
        const lesson::Scenario stage = sandbox();
        const std::string value = option_value(stage.setup.endpoints[0].settings, name);
        EXPECT_TRUE(with_option(stage, trace::Side::Left, std::string{name}, value)) << name << ": " << value;
    }
}

TEST(Sandbox, AnOptionSaysWhatIsWrongWithItsValue)
{
    const auto refused = with_option(sandbox(), trace::Side::Left, "msl", "soon");
    ASSERT_FALSE(refused);
    EXPECT_FALSE(said_in_both(refused.error()).empty());
    EXPECT_FALSE(with_option(sandbox(), trace::Side::Left, "msl", "{"));
    EXPECT_FALSE(with_option(sandbox(), trace::Side::Left, "ecn", "on")) << "needs congestion control";
}

TEST(Sandbox, BothEndsChangeTheirTransportTogether)
{
    const auto datagrams = with_option(sandbox(), trace::Side::Left, "transport", "udp");
    ASSERT_TRUE(datagrams) << datagrams.error().sentence();
    EXPECT_TRUE(datagrams->setup.endpoints[1].settings.without.tcp);
}

} // namespace
} // namespace tcpstage::run
