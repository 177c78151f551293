// Measures how long the list of connections of a large capture takes, beside a bare loop over its packets with libpcap.
#include "core/capture/list/listing.h"
#include "tests/bench/captures.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
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
    }
    const auto packets = write_capture(path, simulated_visit(), 10'000, 1ms, 65535);
    measure("short connections", path, packets, "6.5, aim 3.3");
    std::filesystem::remove(path);
    return 0;
}
