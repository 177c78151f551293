#include "core/run/sandbox.h"
#include "core/sources/find_run.h"

#include "core/formats/save.h"
#include "core/run/branch.h"
#include "core/run/saved_run.h"
#include "tests/support/both_languages.h"

#include <gtest/gtest.h>

namespace tcpstage {
namespace {

Scenario after_acts(Scenario stage, const WhatIf& act)
{
    const tcpstage::Run before = run(stage);
    auto child = branch(stage, before.trace, act);
    EXPECT_TRUE(child) << child.error().sentence();
    return *child;
}

CallAt call(Instant at, Side side, Call what) { return {at, {side, what, {}, UINT32_MAX}}; }

TEST(Sandbox, IsAnEmptyStage)
{
    const auto told = find_run(std::string{sandbox_source});
    ASSERT_TRUE(told);
    EXPECT_TRUE(told->run.trace.empty());
    EXPECT_TRUE(told->run.warnings.empty());
}

TEST(Sandbox, AConnectionIsMadeByHandAndSavedAsALesson)
{
    Scenario stage = after_acts(sandbox(), call(start_of_time, Side::Right, Call::Listen));
    stage = after_acts(stage, call(start_of_time, Side::Left, Call::Connect));
    const Instant open = start_of_time + Duration{300ms};
    stage = after_acts(stage, CallAt{open, {Side::Left, Call::Send, Bytes::pattern(500), UINT32_MAX}});
    stage = after_acts(stage, CallAt{open + Duration{1s}, {Side::Left, Call::Close, {}, UINT32_MAX}});
    EXPECT_TRUE(stage.notes.empty()) << "the invitation to make a call";
    const tcpstage::Run made = run(stage);
    const Tcb server = made.trace.at(Side::Right, made.trace.last_moment());
    EXPECT_EQ(server.state, State::CloseWait);
    EXPECT_EQ(server.rcv.nxt, Seq{1000 + 1 + 500 + 1});

    const auto again = read_scenario(write_scenario(stage), "mine.yaml");
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(save_trace(run(*again).trace), save_trace(made.trace));
}

TEST(Sandbox, EveryOptionOfAnEndCanBeSetToWhatItIs)
{
    for (const std::string_view name : option_names()) {
        const Scenario stage = sandbox();
        const std::string value = option_value(stage.setup.endpoints[0].settings, name);
        EXPECT_TRUE(with_option(stage, Side::Left, std::string{name}, value)) << name << ": " << value;
    }
}

TEST(Sandbox, AnOptionSaysWhatIsWrongWithItsValue)
{
    const auto refused = with_option(sandbox(), Side::Left, "msl", "soon");
    ASSERT_FALSE(refused);
    EXPECT_FALSE(said_in_both(refused.error()).empty());
    EXPECT_FALSE(with_option(sandbox(), Side::Left, "msl", "{"));
    EXPECT_FALSE(with_option(sandbox(), Side::Left, "ecn", "on")) << "needs congestion control";
}

TEST(Sandbox, BothEndsChangeTheirTransportTogether)
{
    const auto datagrams = with_option(sandbox(), Side::Left, "transport", "udp");
    ASSERT_TRUE(datagrams) << datagrams.error().sentence();
    EXPECT_TRUE(datagrams->setup.endpoints[1].settings.without.tcp);
}

} // namespace
} // namespace tcpstage
