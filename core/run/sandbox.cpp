#include "core/run/sandbox.h"

#include "core/lesson/yaml/parts.h"

#include <cassert>
#include <fmt/format.h>

namespace tcpstage::run {

namespace {

constexpr const char* lesson = R"(
title: {en: "Sandbox", zh: "沙盘"}
group: basics
summary: {en: "Two ends and a network, all by hand.", zh: "两个端点和一个网络，一切由你动手。"}
rfc: "9293 3.9.1"
endpoints:
  client: {address: 10.0.0.1, port: 49152, iss: 1000}
  server: {address: 10.0.0.2, port: 80, iss: 5000}
network: {delay: 100 ms}
steps:
  - wait: 0 s
notes:
  - at: start
    title: {en: "Nothing happens until you make a call", zh: "你不调用，什么都不会发生"}
    text: {en: "Right-click an endpoint for its calls (the window also has a button beside its name), and let the server listen and the client connect. Then step on, and change segments, the network and options as you like; Ctrl+Z undoes a change, Ctrl+S saves the result as a lesson.", zh: "右键点击端点可打开它的调用（窗口里端点名旁也有按钮）：让服务器 listen，让客户端 connect。然后继续单步，随意处置报文段、网络和选项；Ctrl+Z 撤销，Ctrl+S 存成课程。"}
)";

} // namespace

lesson::Scenario sandbox()
{
    auto scenario = lesson::read_scenario(lesson, std::string{sandbox_source} + ".yaml");
    assert(scenario.has_value());
    return std::move(*scenario);
}

std::span<const std::string_view> option_names() { return lesson::yaml::tcp_option_names(); }

std::string option_value(const tcp::Settings& settings, std::string_view name)
{
    return lesson::yaml::tcp_value(settings, name);
}

Result<lesson::Scenario> with_option(lesson::Scenario scenario, trace::Side side, const std::string& name,
                                     const std::string& value)
{
    try {
        const lesson::yaml::Item line = lesson::yaml::load(fmt::format("{}: {}", name, value), "tcp");
        for (const trace::Side end : trace::both_sides)
            if (end == side || name == "transport")
                lesson::yaml::read_tcp(line, scenario.setup.endpoints[trace::index(end)].settings);
        lesson::yaml::check_endpoints(line, scenario.setup);
    } catch (const lesson::yaml::Refused& refused) {
        return tl::unexpected{Error{refused.error.what, {}, refused.error.advice}};
    }
    return scenario;
}

} // namespace tcpstage::run
