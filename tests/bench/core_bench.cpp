// Measures the core beside reference code. Compare only figures of the same run, because machines are noisy.

#include "core/sim/world.h"

#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <cstdint>
#include <thread>
#include <vector>

namespace tcpstage {

namespace {

constexpr std::uint16_t mss = 1460;
constexpr std::uint32_t chunk_bytes = 44U * mss; // a whole number of segments

/// With rate 0 (no limit) a whole window arrives at one instant; with a rate, each segment has its own instant.
sim::Setup bulk_setup(std::uint64_t rate_bits_per_second = 0)
{
    sim::Setup setup;
    setup.endpoints[0] = {
        .name = "client", .socket = {{{10, 0, 0, 1}}, 49152}, .iss = {{tcp::Seq{100}}, 0}, .settings = {}};
    setup.endpoints[1] = {
        .name = "server", .socket = {{{10, 0, 0, 2}}, 80}, .iss = {{tcp::Seq{300}}, 0}, .settings = {}};
    for (sim::EndpointSetup& end : setup.endpoints)
        end.settings.mss = mss;
    for (sim::LinkSettings& link : setup.links) {
        link.delay = 1ms;
        link.rate_bits_per_second = rate_bits_per_second;
    }
    return setup;
}

/// Settings of today's stacks (SACK, timestamps, CUBIC, delayed ACKs), with a loss in permille.
sim::Setup modern_setup(std::uint32_t lost_in_a_thousand)
{
    sim::Setup setup = bulk_setup(1'000'000'000);
    for (sim::EndpointSetup& end : setup.endpoints) {
        end.settings.sack = true;
        end.settings.timestamps = true;
        end.settings.window_scale = true;
        end.settings.receive_buffer = 1U << 20U;
        end.settings.congestion = tcp::Congestion::Cubic;
        end.settings.delayed_ack = 40ms;
    }
    setup.links[0].loss = {lost_in_a_thousand * 1000};
    return setup;
}

/// modern_setup() with a loss of 1 % towards the server.
sim::Setup lossy_setup()
{
    sim::Setup setup = modern_setup(10);
    for (sim::EndpointSetup& end : setup.endpoints)
        end.settings.delayed_ack = Duration{0};
    return setup;
}

/// The client sends without end; the server reads at once. Data segments and ACKs count.
class Bulk {
public:
    Bulk(const sim::Setup& setup, trace::Recorder& recorder) : world_{setup}, recorder_{recorder}
    {
        world_.call(trace::Side::Right, trace::Call::Listen, recorder_);
        world_.call(trace::Side::Left, trace::Call::Connect, recorder_);
        world_.run_until(Instant{1s}, recorder_);
    }
    void run_segments(std::uint64_t count)
    {
        const std::uint64_t until = world_.segments_sent() + count;
        while (world_.segments_sent() < until) {
            if (world_.endpoint(trace::Side::Left).tcb().unsent_bytes < chunk_bytes)
                world_.call(trace::Side::Left, trace::Call::Send, recorder_, chunk_);
            world_.step(recorder_);
        }
    }

private:
    sim::World world_;
    trace::Recorder& recorder_;
    Bytes chunk_ = Bytes::pattern(chunk_bytes);
};

constexpr std::size_t million = 1'000'000;
constexpr std::uint64_t gigabit = 1'000'000'000;

std::uint64_t rate(const benchmark::State& state) { return static_cast<std::uint64_t>(state.range(0)); }

const trace::Trace& million_records()
{
    static const trace::Trace trace = [] {
        trace::Trace made = sim::empty_trace(bulk_setup(gigabit));
        trace::Recorder recorder{made};
        Bulk bulk{bulk_setup(gigabit), recorder};
        while (made.records().size() < million)
            bulk.run_segments(1000);
        return made;
    }();
    return trace;
}

/// Random instants of the trace, made before the measurement.
std::vector<Instant> random_instants(Instant end)
{
    Random random{1};
    std::vector<Instant> instants(1U << 16U);
    for (Instant& instant : instants)
        instant = Instant{Duration{random.below(static_cast<std::uint64_t>(end.time_since_epoch().count()))}};
    return instants;
}

// References

void ReferenceEmptyEventLoopWithRecords(benchmark::State& state)
{
    struct Due {
        std::uint64_t at;
        std::uint64_t order;
        bool operator<(const Due& b) const { return at != b.at ? at > b.at : order > b.order; }
    };
    using Blank = std::array<std::uint64_t, 8>; // 64 octets
    constexpr std::size_t events = million;
    for (auto _ : state) {
        std::vector<Due> queue;
        std::vector<Blank> records;
        for (std::uint64_t i = 0; i < 90; ++i)
            queue.push_back({i, i});
        for (std::uint64_t i = 0; i < events; ++i) {
            std::pop_heap(queue.begin(), queue.end());
            const Due due = queue.back();
            queue.back() = {due.at + 1000, i};
            std::push_heap(queue.begin(), queue.end());
            records.push_back({due.at, due.order, i});
        }
        benchmark::DoNotOptimize(records.data());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events));
}

void ReferencePlainBinarySearch(benchmark::State& state)
{
    const std::vector<trace::Record> records(million_records().records().begin(), million_records().records().end());
    const auto instants = random_instants(million_records().end());
    std::size_t i = 0;
    for (auto _ : state) {
        const Instant at = instants[i++ % instants.size()];
        benchmark::DoNotOptimize(std::ranges::upper_bound(records, at, {}, &trace::Record::at));
    }
}

// Measured code

void StateAtARandomMoment(benchmark::State& state)
{
    const trace::Trace& trace = million_records();
    const auto instants = random_instants(trace.end());
    std::size_t i = 0;
    for (auto _ : state) {
        const trace::Moment moment = trace.moment_at(instants[i++ % instants.size()]);
        const tcp::Tcb tcb = trace.at(i % 2 == 0 ? trace::Side::Left : trace::Side::Right, moment);
        benchmark::DoNotOptimize(tcb);
    }
    state.SetLabel("target <= 2 us");
}

void TransitsAtARandomInstant(benchmark::State& state)
{
    const trace::Trace& trace = million_records();
    const auto instants = random_instants(trace.end());
    std::size_t i = 0;
    std::uint64_t found = 0;
    for (auto _ : state)
        trace.in_flight(instants[i++ % instants.size()], [&](trace::TransitId) { ++found; });
    state.counters["flights"] = static_cast<double>(found) / static_cast<double>(state.iterations());
    state.SetLabel("target <= 5 us");
}

void BulkTransferRecordingOff(benchmark::State& state)
{
    constexpr std::uint64_t segments = million;
    trace::Recorder off;
    Bulk bulk{bulk_setup(rate(state)), off};
    for (auto _ : state)
        bulk.run_segments(segments);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(segments));
    state.SetLabel("target >= 2M segments/s");
}

void LossyTransferRecordingOff(benchmark::State& state)
{
    constexpr std::uint64_t segments = million / 2;
    trace::Recorder off;
    Bulk bulk{lossy_setup(), off};
    for (auto _ : state)
        bulk.run_segments(segments);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(segments));
    state.SetLabel("target >= 1.5M segments/s");
}

/// The octets that the trace keeps for each segment sent: in total and by part.
void count_octets(benchmark::State& state, const trace::Trace& trace)
{
    const auto segments = static_cast<double>(trace.transits().size());
    const auto each = [&](std::size_t octets) { return static_cast<double>(octets) / segments; };
    const trace::TraceMemory memory = trace.memory_bytes();
    state.counters["octets_per_segment"] = each(memory.all());
    state.counters["in_records"] = each(memory.records);
    state.counters["in_flights"] = each(memory.transits);
    state.counters["in_snapshots"] = each(memory.snapshots);
    state.counters["in_ends"] = each(memory.ends);
    state.counters["records_per_segment"] = each(trace.records().size());
}

void BulkTransferFullTrace(benchmark::State& state)
{
    constexpr std::uint64_t segments = million / 2;
    for (auto _ : state) {
        trace::Trace trace = sim::empty_trace(bulk_setup(rate(state)));
        trace::Recorder recorder{trace};
        Bulk bulk{bulk_setup(rate(state)), recorder};
        bulk.run_segments(segments);
        count_octets(state, trace);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(segments));
    state.SetLabel("target >= 1M segments/s");
}

void MemoryOfAModernTransfer(benchmark::State& state)
{
    constexpr std::uint64_t segments = million / 2;
    const sim::Setup setup = modern_setup(static_cast<std::uint32_t>(state.range(0)));
    for (auto _ : state) {
        trace::Trace trace = sim::empty_trace(setup);
        trace::Recorder recorder{trace};
        Bulk bulk{setup, recorder};
        bulk.run_segments(segments);
        count_octets(state, trace);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(segments));
    state.SetLabel("target <= 100 octets per segment");
}

BENCHMARK(ReferenceEmptyEventLoopWithRecords)->Unit(benchmark::kMillisecond);
BENCHMARK(BulkTransferRecordingOff)->ArgName("bit/s")->Arg(0)->Arg(gigabit)->Unit(benchmark::kMillisecond);
BENCHMARK(LossyTransferRecordingOff)->Unit(benchmark::kMillisecond);
BENCHMARK(BulkTransferFullTrace)->ArgName("bit/s")->Arg(0)->Arg(gigabit)->Unit(benchmark::kMillisecond);
BENCHMARK(MemoryOfAModernTransfer)->ArgName("lost/1000")->Arg(0)->Arg(10)->Unit(benchmark::kMillisecond);
BENCHMARK(ReferencePlainBinarySearch)->Unit(benchmark::kNanosecond);
BENCHMARK(StateAtARandomMoment)->Unit(benchmark::kNanosecond);
BENCHMARK(TransitsAtARandomInstant)->Unit(benchmark::kNanosecond);

} // namespace

} // namespace tcpstage

int main(int argc, char** argv)
{
    // libstdc++ uses faster, non-atomic reference counts until the first thread starts. The program has threads, so
    // start one here.
    std::thread{[] {}}.join();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
