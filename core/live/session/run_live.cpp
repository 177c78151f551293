#include "core/live/session/run_live.h"

#include "core/live/client.h"
#include "core/live/kernel_options.h"
#include "core/live/session/player.h"
#include "core/live/session/probe.h"
#include "core/live/session/run_loopback.h"
#include "core/live/session/why_not.h"
#include "core/live/stack_settings.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

/// The lesson with the addresses that the stacks have on the wire.
lesson::Scenario on_the_wire(lesson::Scenario scenario, const KernelOptions& options)
{
    for (const trace::Side side : trace::both_sides)
        scenario.setup.endpoints[trace::index(side)].socket.address.octets = options.stacks[trace::index(side)].address;
    return scenario;
}

std::uint64_t unordered(const trace::Trace& trace, const Observer& observer)
{
    std::uint64_t count = observer.unseen_losses();
    for (const trace::Transit& transit : trace.transits())
        count += transit.reason == trace::Reason::NotOrdered ? 1U : 0U;
    return count;
}

void say_of_time_wait(const trace::Trace& trace, std::vector<OwnedText>& limits)
{
    const bool waits = std::ranges::any_of(trace::both_sides, [&](trace::Side side) {
        return trace.at(side, trace.last_moment()).state == tcp::State::TimeWait;
    });
    if (waits)
        limits.push_back({"a kernel stays in TIME-WAIT for 60 s: the run ends in it",
                          "内核会在 TIME-WAIT 停留 60 秒：运行到此结束"});
}

/// Those given, with what is set on the kernels.
PlayOptions play_options(const lesson::Scenario& lesson, const KernelOptions& kernel, PlayOptions play)
{
    for (const trace::Side side : trace::both_sides) {
        play.settings[trace::index(side)] = all_settings_of(kernel.stacks[trace::index(side)]);
        if (play.by_hand)
            play.usual_rto_min[trace::index(side)] = usual_rto_min(lesson.setup.endpoints[trace::index(side)].settings);
    }
    return play;
}

Result<LiveRun> run_on_wire(const lesson::Scenario& lesson, const LiveOptions& options)
{
    KernelOptions kernel = options_for_wire(lesson, options.play.by_hand, options.as_machine);
    const lesson::Scenario scenario = on_the_wire(lesson, kernel);
    WireSetup setup;
    setup.device = options.device;
    setup.stacks = kernel.stacks;
    boost::asio::io_context own{1};
    boost::asio::io_context& io = options.io != nullptr ? *options.io : own;
    const auto client = Client::start(io, setup);
    if (!client) return tl::unexpected<Error>{client.error().error()};
    std::optional<Error> loss;
    Player player{io, scenario, play_options(lesson, kernel, options.play),
                  [&](const Command& command, std::span<const std::uint8_t> data) { (*client)->send(command, data); }};
    (*client)->listen([&](const Event& event, std::span<const std::uint8_t> tail) { player.take(event, tail); },
                      [&](const Error& reason) {
                          loss = reason;
                          io.stop();
                      });
    bool finished = false;
    Spectator* const spectator = options.spectator;
    if (spectator != nullptr) spectator->begins(player, Vantage::Wire, kernel.limits);
    player.begin(
        [&] {
            if (spectator != nullptr && spectator->wants()) spectator->sees(player.trace());
        },
        [&] {
            finished = true;
            io.stop();
        });
    io.run();
    if (loss) return tl::unexpected<Error>{*std::move(loss)};
    LiveRun live;
    live.stopped = !finished;
    live.unordered_losses = unordered(player.trace(), player.observer());
    live.run = std::move(player).run();
    live.device = (*client)->device();
    live.limits = std::move(kernel.limits);
    return live;
}

} // namespace

Result<LiveRun> run_live(const lesson::Scenario& scenario, const LiveOptions& options)
{
    if (auto why = why_not_real(scenario)) return tl::unexpected<Error>{*std::move(why)};
    std::vector<Attempt> attempts;
    std::optional<Vantage> vantage = options.vantage;
    if (!vantage) {
        attempts = probe_until_one_works();
        vantage = best(attempts);
    }
    if (!vantage)
        return fail({"no way to observe real sockets works on this machine", "本机没有任何可用的方式"}, {},
                    {"\"tcpstage live --probe\" shows why", "“tcpstage live --probe”说明原因"});
    if (*vantage != Vantage::Wire)
        if (auto why = why_not_on_loopback(scenario)) return tl::unexpected<Error>{*std::move(why)};
    auto live =
        *vantage == Vantage::Wire ? run_on_wire(scenario, options) : run_on_loopback(scenario, options, *vantage);
    if (!live) return live;
    say_of_time_wait(live->run.trace, live->limits);
    live->attempts = std::move(attempts);
    return live;
}

} // namespace tcpstage::live
