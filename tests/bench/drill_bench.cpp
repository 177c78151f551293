// Measures how many packetdrill scripts per second are read and run on one core.

#include "core/packetdrill/run.h"

#include <benchmark/benchmark.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace tcpstage::packetdrill {

namespace {

constexpr std::string_view own_script = R"(--ip_version=ipv4
0.00 `sysctl -w net.inet.tcp.sack.enable=1`
+0.00 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0.00 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0.00 bind(3, ..., ...) = 0
+0.00 listen(3, 1) = 0
+0.00 < S 0:0(0) win 65535 <mss 1460,sackOK,eol,eol>
+0.00 > S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,eol,eol>
+0.01 < . 1:1(0) ack 1 win 65535
+0.00 accept(3, ..., ...) = 4
+0.00 close(3) = 0
+0.00 < . 200:300(100) ack 1 win 65535
+0.00 > . 1:1(0) ack 1 win 65535 <nop,nop,sack 200:300>
+0.00 < . 1:300(299) ack 1 win 65535
+0.00 > . 1:1(0) ack 300 win 65401 <nop,nop,sack 200:300>
+0.00 recv(4, ..., 1024, 0) = 299
+0.10 < F. 300:300(0) ack 1 win 65535
+0.00 > . 1:1(0) ack 301 win 65535
+0.00 close(4) = 0
+0.00 > F. 1:1(0) ack 301 win 65535
+0.01 < . 301:301(0) ack 2 win 65535
)";

/// FreeBSD's scripts if they are present, otherwise one of ours.
std::vector<std::string> texts()
{
    std::vector<std::string> found;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{TCPSTAGE_SCRIPTS, error}) {
        if (entry.path().extension() != ".pkt") continue;
        std::ifstream stream{entry.path(), std::ios::binary};
        found.emplace_back(std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{});
    }
    if (found.empty()) found.emplace_back(own_script);
    return found;
}

void ScriptsReadAndRun(benchmark::State& state)
{
    const auto scripts = texts();
    std::size_t passed = 0;
    std::size_t ran = 0;
    for (auto _ : state)
        for (const std::string& text : scripts) {
            const auto script = read(text, "script.pkt");
            if (script && run(*script, {true}).verdict == Verdict::Passed) ++passed;
            ++ran;
        }
    state.SetItemsProcessed(static_cast<std::int64_t>(ran));
    state.counters["passed"] = ran == 0 ? 0 : static_cast<double>(passed) / static_cast<double>(ran);
    state.SetLabel("target >= 500 scripts/s");
}

BENCHMARK(ScriptsReadAndRun)->Unit(benchmark::kMillisecond);

/// Must be linear in the number of lines; see "BigO" in the output.
void LinesRead(benchmark::State& state)
{
    std::string text;
    for (std::int64_t i = 0; i < state.range(0); ++i)
        text += "+0 close(3) = 0\n";
    for (auto _ : state)
        benchmark::DoNotOptimize(read(text, "script.pkt"));
    state.SetComplexityN(state.range(0));
}

BENCHMARK(LinesRead)
    ->Unit(benchmark::kMillisecond)
    ->RangeMultiplier(5)
    ->Range(2'000, 250'000)
    ->Complexity(benchmark::oN);

} // namespace

} // namespace tcpstage::packetdrill

BENCHMARK_MAIN();
