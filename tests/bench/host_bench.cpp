// Measures the cost of a segment with a hundred to ten thousand connections between two hosts, all busy or most of them
// idle.

#include "core/base/huge_pages.h"
#include "core/sim/queue.h"
#include "core/tcp/host/host.h"

#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <cstdint>
#include <vector>

namespace tcpstage {

namespace {

constexpr std::uint32_t text_bytes = 1000;
constexpr Duration delay{1ms};
constexpr tcp::SocketAddress server_socket{{{10, 0, 0, 2}}, 80};
constexpr std::uint32_t ports_of_an_address = 50'000;

/// Two hosts and a network with a delay of 1 ms. Clients open at the same time, send and close; the server closes after
/// them. `others` more connections were opened before and stay idle.
class Fair {
public:
    explicit Fair(std::uint32_t clients, std::uint32_t others = 0) : clients_{clients}
    {
        tcp::Settings settings;
        settings.backlog = clients + others;
        hosts_[1].listen(server_socket, settings);
        for (std::uint32_t other = 0; other < others; ++other)
            connect(clients + other);
        while (step()) {
        }
        opening_ = false;
    }

    void run(std::uint32_t connections)
    {
        for (std::uint32_t i = 0; i < connections; i += clients_) {
            for (std::uint32_t client = 0; client < std::min(clients_, connections - i); ++client)
                connect(client);
            while (step()) {
            }
        }
    }
    std::uint64_t segments() const { return segments_; }
    std::uint64_t closed() const { return closed_; }
    std::size_t connections() const { return hosts_[0].connections() + hosts_[1].connections(); }

private:
    struct UnderWay {
        tcp::Event event{tcp::Arrive{}};
        tcp::SocketPair pair;
        std::size_t to = 0;
    };

    void connect(std::uint32_t client)
    {
        const auto address = static_cast<std::uint8_t>(client / ports_of_an_address);
        const tcp::SocketAddress own{{{10, 0, 1, address}},
                                     static_cast<std::uint16_t>(1024 + client % ports_of_an_address)};
        const tcp::SocketPair pair{own, server_socket};
        const tcp::Host::Id id = hosts_[0].add(pair, tcp::Settings{}, tcp::IssPlan{{}, 1});
        effects_.clear();
        hosts_[0].call(id, tcp::Open{true}, now_, effects_);
        take(0, pair);
    }

    /// How the user of an end reacts to a signal.
    void answer(std::size_t at, const tcp::SocketPair& pair, tcp::Signal signal)
    {
        if (opening_) return;
        if (signal == tcp::Signal::Connected && at == 0) {
            act(at, pair, tcp::Send{text_});
            act(at, pair, tcp::Close{});
        } else if (signal == tcp::Signal::PeerClosed && at == 1) {
            act(at, pair, tcp::Close{});
        } else if (signal == tcp::Signal::Closed) {
            ++closed_;
        }
    }

    void act(std::size_t at, const tcp::SocketPair& pair, tcp::Event event)
    {
        effects_.clear();
        hosts_[at].call(hosts_[at].find(pair), std::move(event), now_, effects_);
        take(at, pair);
    }

    void take(std::size_t at, const tcp::SocketPair& pair)
    {
        std::array<tcp::Signal, 4> signaled{};
        std::size_t count = 0;
        for (tcp::Effect& effect : effects_) {
            if (auto* sent = std::get_if<tcp::Transmit>(&effect)) transmit(at, pair, std::move(sent->segment));
            if (const auto* handle_effect = std::get_if<tcp::SignalUser>(&effect);
                handle_effect && count < signaled.size())
                signaled[count++] = handle_effect->signal;
        }
        for (std::size_t i = 0; i < count; ++i)
            answer(at, pair, signaled[i]);
    }

    void transmit(std::size_t from, const tcp::SocketPair& pair, tcp::Segment segment)
    {
        ++segments_;
        if (free_.empty()) {
            free_.push_back(static_cast<std::uint32_t>(under_way_.size()));
            under_way_.emplace_back();
        }
        const std::uint32_t slot = free_.back();
        free_.pop_back();
        UnderWay& under_way = under_way_[slot];
        std::get<tcp::Arrive>(under_way.event).segment = std::move(segment);
        under_way.pair = {pair.remote, pair.local};
        under_way.to = 1 - from;
        queue_.push(from, {now_ + delay, ++order_}, slot);
    }

    bool expire(std::size_t at, const tcp::DeadlineQueue::Entry& deadline)
    {
        now_ = deadline.at;
        const tcp::SocketPair pair = hosts_[at].pair(deadline.who);
        effects_.clear();
        hosts_[at].expire(deadline.who, now_, effects_);
        take(at, pair);
        return true;
    }

    bool step()
    {
        const sim::Due due = queue_.next();
        const std::array deadlines{hosts_[0].next_deadline(), hosts_[1].next_deadline()};
        const auto when = [&](std::size_t at) { return deadlines[at] ? deadlines[at]->at : never; };
        const std::size_t first = when(0) <= when(1) ? 0 : 1;
        if (when(first) < due.at) return expire(first, *deadlines[first]);
        if (due.at == never) return false;
        now_ = due.at;
        const std::uint32_t slot = queue_.pop();
        UnderWay& under_way = under_way_[slot];
        const tcp::SocketPair pair = under_way.pair;
        const std::size_t at = under_way.to;
        effects_.clear();
        hosts_[at].arrive(pair, std::move(under_way.event), now_, effects_);
        free_.push_back(slot);
        take(at, pair);
        return true;
    }

    std::uint32_t clients_;
    std::array<tcp::Host, 2> hosts_{tcp::Host{1}, tcp::Host{2}};
    sim::Queue queue_;
    HugeVector<UnderWay> under_way_;
    std::vector<std::uint32_t> free_;
    tcp::Effects effects_;
    Bytes text_ = Bytes::pattern(text_bytes);
    Instant now_{};
    std::uint64_t order_ = 0;
    std::uint64_t segments_ = 0;
    std::uint64_t closed_ = 0;
    bool opening_ = true; // the idle connections are being opened
};

/// Ten thousand connections, range(0) of them at a time.
void ShortConnections(benchmark::State& state)
{
    constexpr std::uint32_t connections = 10'000;
    Fair fair{static_cast<std::uint32_t>(state.range(0))};
    for (auto _ : state)
        fair.run(connections);
    const auto iterations = static_cast<std::uint64_t>(state.iterations());
    if (fair.closed() != 2 * connections * iterations) state.SkipWithError("a connection was not closed");
    state.SetItemsProcessed(static_cast<std::int64_t>(fair.segments()));
    state.counters["segments_per_connection"] =
        static_cast<double>(fair.segments()) / static_cast<double>(connections * iterations);
    state.SetLabel("target >= 800k segments/s");
}

/// Ten thousand connections, a hundred at a time, while range(0) idle ones are open: the cost of finding a connection
/// and its timers. The active connections use the same amount of memory whatever the number of idle ones.
void ShortConnectionsAmongOthers(benchmark::State& state)
{
    constexpr std::uint32_t connections = 10'000;
    const auto others = static_cast<std::uint32_t>(state.range(0));
    Fair fair{100, others};
    if (fair.connections() != std::size_t{2} * others) state.SkipWithError("not all who stay are there");
    const std::uint64_t before = fair.segments();
    for (auto _ : state)
        fair.run(connections);
    const auto iterations = static_cast<std::uint64_t>(state.iterations());
    if (fair.closed() != 2 * connections * iterations) state.SkipWithError("a connection was not closed");
    if (fair.connections() != std::size_t{2} * others) state.SkipWithError("one who stays is gone");
    state.SetItemsProcessed(static_cast<std::int64_t>(fair.segments() - before));
    state.SetLabel("target: no dearer the more others there are");
}

/// The cost of memory alone, without TCP: as many segments in the same order into a network and out of it, and for each
/// one the octets of a connection read and a few written. Growth here comes from cache misses.
void ReferenceMemoryOfConnections(benchmark::State& state)
{
    constexpr std::size_t connections = 10'000;
    constexpr std::size_t segments_each = 9;
    constexpr std::size_t words_in_a_line = 8;
    using Memory = std::array<std::uint64_t, sizeof(tcp::Endpoint) / sizeof(std::uint64_t)>;
    const auto at_a_time = static_cast<std::size_t>(state.range(0));
    std::array<std::vector<Memory>, 2> ends{std::vector<Memory>(at_a_time), std::vector<Memory>(at_a_time)};
    std::vector<tcp::Segment> network(at_a_time);
    const tcp::Segment sent;
    std::uint64_t sum = 0;
    for (auto _ : state) {
        for (std::size_t i = 0; i < connections / at_a_time * segments_each; ++i) {
            std::ranges::fill(network, sent);
            for (std::size_t client = 0; client < at_a_time; ++client) {
                Memory& end = ends[i % 2][client];
                for (std::size_t word = 0; word < end.size(); word += words_in_a_line)
                    sum += end[word];
                sum += network[client].seq.value();
                end[words_in_a_line] = sum;
                end[end.size() / 2] = sum;
            }
        }
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(connections * segments_each));
}

BENCHMARK(ReferenceMemoryOfConnections)
    ->ArgName("at_a_time")
    ->Arg(100)
    ->Arg(1000)
    ->Arg(10'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(ShortConnectionsAmongOthers)
    ->ArgName("others")
    ->Arg(0)
    ->Arg(1000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(ShortConnections)->ArgName("at_a_time")->Arg(100)->Arg(1000)->Arg(10'000)->Unit(benchmark::kMillisecond);

} // namespace

} // namespace tcpstage
