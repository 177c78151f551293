// All that is set on kernels for a run is said, and nothing else.

#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/live/kernel_options.h"
#include "core/live/stack_settings.h"
#include "core/run/saved_run.h"
#include "core/terminal/settings_text.h"
#include "tests/core/live/live.h"

#include <gmock/gmock.h>

namespace tcpstage::live {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;

auto is(const std::string& name, const std::string& value)
{
    return AllOf(Field(&trace::Setting::name, name), Field(&trace::Setting::value, value));
}

TEST(Settings, AreAllSaid)
{
    lesson::Scenario lesson = *lesson::find_lesson("real-zero-window");
    tcp::Settings& client = lesson.setup.endpoints[0].settings;
    client.sack = true;
    client.nagle = false;
    client.initial_window = 3;
    const KernelOptions options = options_for_wire(lesson);

    const auto left = all_settings_of(options.stacks[0]);
    const auto right = all_settings_of(options.stacks[1]);

    for (const auto& [name, value] :
         {std::pair{"net.ipv4.tcp_sack", "1"}, std::pair{"net.ipv4.tcp_early_retrans", "0"},
          std::pair{"net.ipv4.tcp_ecn", "0"}, std::pair{"TCP_CONGESTION", "reno"}, std::pair{"TCP_NODELAY", "1"},
          std::pair{"route initcwnd", "3"}, std::pair{"route advmss", "1000"}, std::pair{"route quickack", "1"},
          std::pair{"TCP_QUEUE_SEQ", "100"}})
        EXPECT_THAT(left, Contains(is(name, value)));
    EXPECT_THAT(right, Contains(is("SO_RCVBUF", "4000")));
    EXPECT_THAT(right, Contains(is("TCP_WINDOW_CLAMP", "4000")));
    EXPECT_THAT(right, Not(Contains(Field(&trace::Setting::name, "TCP_NODELAY"))));
}

TEST(Settings, OfAPatientRunSayHowLongItWaits)
{
    const auto stack = options_for_wire(*lesson::find_lesson("real-handshake"), true).stacks[0];

    EXPECT_THAT(all_settings_of(stack), Contains(is("net.ipv4.tcp_rto_min_us", "100000000")));
    EXPECT_THAT(all_settings_of(stack), Contains(is("route rto_min", "100000ms")));
    EXPECT_THAT(options_for_wire(*lesson::find_lesson("real-handshake"), true).limits,
                Contains(Field(&OwnedText::en, HasSubstr("at least 100 s"))));
}

TEST(Settings, OfTheMachineLeaveOnlyWhatAProgramMayChoose)
{
    lesson::Scenario lesson = *lesson::find_lesson("real-zero-window");
    lesson.setup.endpoints[0].settings.sack = false;
    const KernelOptions options = options_for_wire(lesson, false, true);

    EXPECT_TRUE(options.stacks[0].machine_settings);
    EXPECT_EQ(options.stacks[0].mss, 0);
    EXPECT_EQ(options.stacks[1].receive_buffer, 4000U);
    const auto left = all_settings_of(options.stacks[0]);
    for (const trace::Setting& setting : machine_sysctls())
        EXPECT_THAT(left, Contains(is(setting.name, setting.value)));
    EXPECT_THAT(left, Not(Contains(Field(&trace::Setting::name, "TCP_CONGESTION"))));
}

/// A trace of real ends with settings.
trace::Trace with_settings()
{
    trace::EndpointInfo left{
        "client", {{{10, 0, 0, 1}}, 49152}, {}, {}, {{"net.ipv4.tcp_sack", "0"}, {"TCP_NODELAY", "1"}}};
    trace::EndpointInfo right{"server", {{{10, 0, 0, 2}}, 80}, {}, {}, {{"net.ipv4.tcp_sack", "0"}}};
    return {trace::Source::Live, {left, right}};
}

TEST(Settings, AreKeptInASavedTraceAndWrittenAsJson)
{
    const trace::Trace trace = with_settings();

    const auto again = formats::load_trace(formats::save_trace(trace), "real.tcptrace");

    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(again->trace.endpoint(trace::Side::Left), trace.endpoint(trace::Side::Left));
    EXPECT_EQ(again->trace.endpoint(trace::Side::Right), trace.endpoint(trace::Side::Right));
    EXPECT_THAT(formats::to_json(trace), HasSubstr(R"({"endpoint":"client","name":"TCP_NODELAY","value":"1"})"));
}

TEST(Settings, AreTextWithWhatIsTheSameOnBothFirst)
{
    const auto lines = terminal::settings_text(with_settings(), Language::English);

    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0], "Set on both kernels: net.ipv4.tcp_sack=0");
    EXPECT_EQ(lines[1], "Set on the kernel of client: TCP_NODELAY=1");
    EXPECT_EQ(terminal::settings_text(with_settings(), Language::Chinese)[1], "只对客户端的内核的设置：TCP_NODELAY=1");
}

TEST(RealRun, HasTheSettingsThatItsTraceNames)
{
    TCPSTAGE_NEEDS(Device::Auto);
    LiveOptions options;
    options.vantage = Vantage::Wire;
    const auto live = run_live(*lesson::find_lesson("real-handshake"), options);
    ASSERT_TRUE(live) << live.error().sentence();

    EXPECT_THAT(live->run.trace.endpoint(trace::Side::Left).settings, Contains(is("net.ipv4.tcp_timestamps", "0")));
    EXPECT_FALSE(live->run.trace.transit(0).segment.options.has_timestamps);
}

TEST(RealRun, WithTheMachinesSettingsOffersWhatTheMachineOffers)
{
    TCPSTAGE_NEEDS(Device::Auto);
    LiveOptions options;
    options.vantage = Vantage::Wire;
    options.as_machine = true;
    const auto live = run_live(*lesson::find_lesson("real-handshake"), options);
    ASSERT_TRUE(live) << live.error().sentence();

    const tcp::Options syn = live->run.trace.transit(0).segment.options;
    const auto settings = machine_sysctls();
    const auto is_on = [&](const char* name) {
        const auto found = std::ranges::find(settings, std::string{name}, &trace::Setting::name);
        return found != settings.end() && found->value != "0";
    };
    EXPECT_EQ(syn.has_timestamps, is_on("net.ipv4.tcp_timestamps"));
    EXPECT_EQ(syn.sack_permitted, is_on("net.ipv4.tcp_sack"));
    EXPECT_EQ(syn.has_window_scale, is_on("net.ipv4.tcp_window_scaling"));
}

} // namespace
} // namespace tcpstage::live
