#include "core/live/run_live.h"

#include "core/live/client.h"
#include "core/live/kernel_options.h"
#include "core/live/probe.h"
#include "core/live/watcher.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::live {

namespace {

/// Its endpoints as they are on the wire.
Scenario on_the_wire(Scenario scenario, const KernelOptions& options)
{
    for (const Side side : both_sides)
        scenario.setup.endpoints[index(side)].socket.address.octets = options.stacks[index(side)].address;
    return scenario;
}

std::uint64_t unordered(const Trace& trace, const Observer& observer)
{
    std::uint64_t count = observer.unseen_losses();
    for (const Flight& flight : trace.flights())
        count += flight.reason == Reason::NotOrdered ? 1U : 0U;
    return count;
}

void say_of_time_wait(const Trace& trace, std::vector<Error>& limits)
{
    const bool waits = std::ranges::any_of(
        both_sides, [&](Side side) { return trace.at(side, trace.last_moment()).state == State::TimeWait; });
    if (waits) limits.push_back({"a kernel stays in TIME-WAIT for 60 s: the run ends in it", {}, {}});
}

Result<LiveRun> run_on_wire(const Scenario& lesson, const LiveOptions& options)
{
    KernelOptions kernel = options_for_wire(lesson, options.play.by_hand);
    const Scenario scenario = on_the_wire(lesson, kernel);
    WireSetup setup;
    setup.device = options.device;
    setup.stacks = kernel.stacks;
    boost::asio::io_context own{1};
    boost::asio::io_context& io = options.io != nullptr ? *options.io : own;
    const auto client = Client::start(io, setup);
    if (!client)
        return fail(client.error().sentence(), {"rung wire", 0, 0}, "\"tcpstage live --probe\" shows what works here");
    bool alive = true;
    Player player{io, scenario, options.play,
                  [&](const Command& command, std::span<const std::uint8_t> data) { (*client)->send(command, data); }};
    (*client)->listen([&](const Event& event, std::span<const std::uint8_t> tail) { player.take(event, tail); },
                      [&] {
                          alive = false;
                          io.stop();
                      });
    bool finished = false;
    Spectator* const spectator = options.spectator;
    if (spectator != nullptr) spectator->begins(player, Rung::Wire, kernel.limits);
    player.begin(
        [&] {
            if (spectator != nullptr && spectator->wants()) spectator->sees(player.trace());
        },
        [&] {
            finished = true;
            io.stop();
        });
    io.run();
    if (!alive) return fail("tcpstage-wire has ended unexpectedly", {"rung wire", 0, 0}, "run it again");
    LiveRun live;
    live.stopped = !finished;
    live.unordered_losses = unordered(player.trace(), player.observer());
    live.run = std::move(player).run();
    live.device = (*client)->device();
    live.limits = std::move(kernel.limits);
    return live;
}

/// What happened, in a form that can be told again together with the segments that were seen.
struct Happened {
    Event event;
    std::vector<std::uint8_t> tail;
};

void add_segments(std::vector<Happened>& story, const std::vector<Passing>& packets, std::uint16_t left_port)
{
    std::uint32_t frame = 0;
    for (const Passing& passing : packets) {
        const std::size_t header = (passing.packet[0] & 0x0fU) * std::size_t{4};
        if (passing.packet.size() < header + 20) continue;
        const unsigned source = passing.packet[header] * 256U + passing.packet[header + 1];
        Event event;
        event.side = source == left_port ? 0 : 1;
        event.frame = frame++;
        event.at = passing.at;
        event.kind = Event::Kind::Sent;
        story.push_back({event, passing.packet});
        event.side = static_cast<std::uint8_t>(1 - event.side);
        event.kind = Event::Kind::Arrived; // the loopback interface takes no time
        story.push_back({event, {}});
    }
    std::ranges::stable_sort(story, {}, [](const Happened& happened) { return happened.event.at; });
}

Trace told_again(const std::vector<Happened>& story, const Trace& like, std::int64_t start)
{
    Trace trace{Source::Live, {like.endpoint(Side::Left), like.endpoint(Side::Right)}};
    const auto arrives = [](const Departure& departure) { return Passage{.ends = departure.at}; };
    Observer observer{trace, start, arrives, Sight::Watched};
    for (const Happened& happened : story)
        observer.take(happened.event, happened.tail);
    return trace;
}

Scenario on_loopback(Scenario scenario, const Loopback& loopback)
{
    for (const Side side : both_sides)
        scenario.setup.endpoints[index(side)].socket = {{{127, 0, 0, 1}}, loopback.port(side)};
    return scenario;
}

Result<LiveRun> run_on_loopback(const Scenario& lesson, const LiveOptions& options, Rung rung)
{
    KernelOptions kernel = options_for_loopback(lesson);
    boost::asio::io_context own{1};
    boost::asio::io_context& io = options.io != nullptr ? *options.io : own;
    Player* listener = nullptr;
    std::vector<Happened> story;
    Loopback loopback{io, kernel.stacks, [&](const Event& event, std::span<const std::uint8_t> tail) {
                          if (rung == Rung::Watch) story.push_back({event, {tail.begin(), tail.end()}});
                          if (listener != nullptr) listener->take(event, tail);
                      }};
    const Scenario scenario = on_loopback(lesson, loopback);
    Watcher watcher{io};
    if (rung == Rung::Watch)
        if (const auto trouble = watcher.start(loopback.port(Side::Left), loopback.port(Side::Right)))
            return fail(fmt::format("cannot {} ({})", trouble->step, errno_name(trouble->reason)), {"rung watch", 0, 0},
                        "\"tcpstage live --probe\" shows what works here");
    PlayOptions play = options.play;
    play.sight = Sight::Gauges;
    play.by_hand = false;
    Player player{io, scenario, play,
                  [&](const Command& command, std::span<const std::uint8_t> data) { loopback.obey(command, data); }};
    listener = &player;
    bool finished = false;
    Spectator* const spectator = options.spectator;
    if (rung == Rung::Gauges)
        kernel.limits.push_back(
            {"no segment can be seen here: states are sampled, and numbers count from each side's first", {}, {}});
    if (spectator != nullptr) spectator->begins(player, rung, kernel.limits);
    const auto told = [&] { // with the segments that were seen until now
        auto all = story;
        add_segments(all, watcher.passed(), loopback.port(Side::Left));
        return told_again(all, player.trace(), player.start());
    };
    player.begin(
        [&] {
            if (spectator != nullptr && spectator->wants())
                spectator->sees(rung == Rung::Watch ? told() : player.trace());
        },
        [&] {
            finished = true;
            io.stop();
        });
    io.run();
    loopback.stop();
    LiveRun live;
    live.rung = rung;
    live.stopped = !finished;
    const std::int64_t start = player.start();
    live.run = std::move(player).run();
    listener = nullptr;
    if (rung == Rung::Watch) {
        io.restart();
        io.run_for(Watcher::settling);
        add_segments(story, watcher.passed(), loopback.port(Side::Left));
        live.run.trace = told_again(story, live.run.trace, start);
        live.run.notes = place_notes(scenario.notes, live.run.trace);
    }
    live.limits = std::move(kernel.limits);
    return live;
}

} // namespace

Result<LiveRun> run_live(const Scenario& scenario, const LiveOptions& options)
{
    const std::optional<Rung> rung = options.rung ? options.rung : best(probe_until_one_works());
    if (!rung) return fail("no rung works on this machine", {}, "\"tcpstage live --probe\" shows why");
    if (is_mirrored(scenario.setup))
        return fail("a socket that talks to itself cannot be shown live: it has no second end", {scenario.id, 0, 0},
                    "run this lesson in the simulator");
    auto live = *rung == Rung::Wire ? run_on_wire(scenario, options) : run_on_loopback(scenario, options, *rung);
    if (live) say_of_time_wait(live->run.trace, live->limits);
    return live;
}

} // namespace tcpstage::live
