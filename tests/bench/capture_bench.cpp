// Measures what large captures take, each figure beside its target: the list of connections beside a bare loop over the
// packets with libpcap and beside tshark's list of the same file, the first connection as a trace, its memory, and how
// soon it stops when it is cancelled.
#include "core/capture/list/listing.h"
#include "core/sources/capture_run.h"
#include "tests/bench/captures.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <stop_token>
#include <thread>
#include <vector>
#if TCPSTAGE_HAS_PCAP
#include <pcap/pcap.h>
#endif

namespace tcpstage {

namespace {

using Clock = std::chrono::steady_clock;

/// The least of several, in milliseconds.
template <typename Work> double least_ms(Work work)
{
    constexpr int rounds = 7;
    double least = 0;
    for (int i = 0; i < rounds; ++i) {
        const auto start = Clock::now();
        work();
        const double ms = std::chrono::duration<double, std::milli>{Clock::now() - start}.count();
        least = i == 0 ? ms : std::min(least, ms);
    }
    return least;
}

double bare_loop_ms([[maybe_unused]] const std::string& path)
{
#if TCPSTAGE_HAS_PCAP
    return least_ms([&] {
        std::array<char, PCAP_ERRBUF_SIZE> error{};
        pcap_t* const file = pcap_open_offline(path.c_str(), error.data());
        if (file == nullptr) return;
        pcap_pkthdr* header = nullptr;
        const u_char* octets = nullptr;
        std::uint64_t sum = 0;
        while (pcap_next_ex(file, &header, &octets) == 1)
            sum += octets[0];
        if (sum == 1) std::abort(); // it is used
        pcap_close(file);
    });
#else
    return 0;
#endif
}

/// tshark's list of connections of the same file, once, if it is installed.
void beside_tshark(const std::string& path, double list)
{
    if (std::system("command -v tshark >/dev/null 2>&1") != 0) return;
    const auto start = Clock::now();
    const std::string command = "tshark -r '" + path + "' -q -z flow,tcp,standard >/dev/null 2>&1";
    if (std::system(command.c_str()) != 0) return;
    const double ms = std::chrono::duration<double, std::milli>{Clock::now() - start}.count();
    fmt::print("    tshark -q -z flow,tcp,standard: {:.0f} ms, {:.0f} times as long (at least 25)\n", ms, ms / list);
}

void measure(const std::string& what, const std::string& path, std::uint64_t packets, const std::string& target)
{
    std::size_t connections = 0;
    const double list = least_ms([&] {
        const auto listing = capture::list_connections(capture::Origin::of_file(path));
        connections = listing ? listing->connections.size() : 0;
    });
    const double bare = bare_loop_ms(path);
    fmt::print("  {:<28} {:>8} packets {:>6} connections: list {:>7.1f} ms, {:>5.0f} ns a packet", what, packets,
               connections, list, list * 1e6 / static_cast<double>(packets));
    if (bare > 0) fmt::print("; libpcap alone {:.1f} ms, {:.2f} times (at most {})", bare, list / bare, target);
    fmt::print("\n");
    beside_tshark(path, list);
}

/// A connection as the window opens it, up to its staging.
void measure_connection(const std::string& path)
{
    const capture::Origin origin = capture::Origin::of_file(path);
    std::size_t segments = 0;
    std::size_t held = 0;
    const double opened = least_ms([&] {
        const auto run = sources::capture_run(origin, 1);
        if (!run) return;
        segments = run->run.trace.transits().size();
        held = run->run.trace.memory_bytes().all();
    });
    fmt::print(
        "  first connection: {} segments as a trace in {:.0f} ms (at most 1000), {:.0f} octets a segment without "
        "payloads (at most 170, aim 80)\n",
        segments, opened, static_cast<double>(held) / static_cast<double>(std::max<std::size_t>(segments, 1)));
    std::stop_source stop;
    Clock::time_point asked;
    std::jthread canceller{[&] {
        std::this_thread::sleep_for(std::chrono::duration<double, std::milli>{opened / 2});
        asked = Clock::now();
        stop.request_stop();
    }};
    static_cast<void>(sources::capture_run(origin, 1, stop.get_token()));
    const auto ended = Clock::now();
    canceller.join();
    fmt::print("  cancelled half way: it stops after {:.0f} ms (at most 1000)\n",
               std::max(0.0, std::chrono::duration<double, std::milli>{ended - asked}.count()));
}

} // namespace

} // namespace tcpstage

int main()
{
    using namespace tcpstage;
    const std::string path = (std::filesystem::temp_directory_path() / "tcpstage-bench.pcap").string();
    const trace::Trace transfer = simulated_transfer();
    const auto segments = std::max<std::size_t>(transfer.transits().size(), 1);
    const auto times = static_cast<std::uint32_t>(1'000'000 / segments + 1);
    for (const std::size_t most_captured : {std::size_t{128}, std::size_t{65535}}) {
        const auto packets = write_capture(path, transfer, times, 1s, most_captured);
        measure(fmt::format("transfers, cut to {}", most_captured), path, packets, "4, aim 2.5");
        measure_connection(path);
    }
    const auto packets = write_capture(path, simulated_visit(), 10'000, 1ms, 65535);
    measure("short connections", path, packets, "6.5, aim 3.3");
    std::filesystem::remove(path);
    return 0;
}
