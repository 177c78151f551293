#include "core/live/session/why_not.h"

#include "core/run/run.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

const OwnedText in_simulator{"run this lesson in the simulator", "请在模拟器中运行这个课程"};

/// A state that an end enters only if two segments cross.
bool shows_a_crossing(const trace::Record& record)
{
    if (record.kind != trace::Kind::Entered || record.connection != trace::the_conversation) return false;
    return record.to() == tcp::State::Closing ||
           (record.from() == tcp::State::SynSent && record.to() == tcp::State::SynReceived);
}

} // namespace

std::optional<Error> why_not_real(const lesson::Scenario& scenario)
{
    const Place place{scenario.id, 0, 0};
    const auto ends = [&](auto condition) {
        return std::ranges::any_of(scenario.setup.endpoints,
                                   [&](const sim::EndpointSetup& end) { return condition(end.settings.without); });
    };
    if (sim::is_mirrored(scenario.setup))
        return Error{{"a socket that talks to itself cannot be shown live: it has no second end",
                      "与自己通信的套接字无法在真实内核上演示：它没有另一端"},
                     place,
                     in_simulator};
    if (ends([](const tcp::Counterfactuals& without) { return without.tcp; }))
        return Error{{"this lesson is about UDP, and live runs are TCP", "这个课程讲的是 UDP，而真实运行只有 TCP"},
                     place,
                     in_simulator};
    if (ends([](const tcp::Counterfactuals& without) { return without.any(); }))
        return Error{{"this lesson leaves out a rule of TCP, and a real kernel follows all of them",
                      "这个课程去掉了 TCP 的一条规则，而真实的内核遵守所有规则"},
                     place,
                     in_simulator};
    return {};
}

std::optional<Error> why_not_on_loopback(const lesson::Scenario& scenario)
{
    const trace::Trace simulated = run::run(scenario).trace;
    if (std::ranges::none_of(simulated.records(), shows_a_crossing)) return {};
    return Error{
        {"on the loopback interface no two segments cross: each arrives at once",
         "在回环接口上两个报文段不可能交错：每个都立即到达"},
        {scenario.id, 0, 0},
        {"use --rung wire, or run this lesson in the simulator", "请用 --rung wire，或在模拟器中运行这个课程"}};
}

} // namespace tcpstage::live
