// TCP's performance over many networks as one table, tests/golden/loss_delay_buffer.txt. After an intended change,
// rewrite it with TCPSTAGE_GOLDEN=write and review the difference.
#include "core/sim/world.h"
#include "tests/core/sim/setup.h"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace tcpstage::sim {
namespace {

using testing::two_hosts;

constexpr std::uint32_t octets = 100'000;

struct Network {
    std::uint32_t loss_percent;
    Duration delay;
    std::uint32_t buffer; // octets, at the receiver
};

struct Outcome {
    std::int64_t milliseconds = 0; // until the last octet is delivered
    std::uint64_t segments = 0;
    std::int64_t retransmissions = 0;
};

Setup setup_of(const Network& network, tcp::Congestion congestion)
{
    Setup setup = two_hosts();
    for (LinkSettings& link : setup.links) {
        link.delay = network.delay;
        link.rate_bits_per_second = 10'000'000;
        link.loss = {network.loss_percent * 10'000};
    }
    for (EndpointSetup& end : setup.endpoints) {
        end.settings.receive_buffer = network.buffer;
        end.settings.congestion = congestion;
        end.settings.sack = congestion == tcp::Congestion::Cubic;
        end.settings.timestamps = congestion == tcp::Congestion::Cubic;
        end.settings.window_scale = true;
        end.settings.delayed_ack = 40ms;
    }
    return setup;
}

Outcome transfer(const Setup& setup)
{
    testing::Stage stage{setup};
    stage.world.call(trace::Side::Left, trace::Call::Connect, stage.recorder);
    stage.world.call(trace::Side::Left, trace::Call::Send, stage.recorder, Bytes::pattern(octets));
    const auto done = [&] { return stage.world.endpoint(trace::Side::Right).tcb().delivered_bytes == octets; };
    while (!done() && stage.world.step(stage.recorder)) {
    }
    EXPECT_TRUE(done());
    return {stage.world.now().time_since_epoch() / Duration{1ms}, stage.world.segments_sent(),
            std::ranges::count(stage.trace.transits(), true, &trace::Transit::retransmission)};
}

std::string table()
{
    std::string text =
        "100000 octets over 10 Mbit/s each way: milliseconds until the last is delivered, segments of both "
        "ends, retransmissions\n\n"
        "loss  delay   buffer |         newreno         |  cubic, sack, timestamps\n";
    for (const std::uint32_t loss : {0U, 1U, 3U, 10U})
        for (const int delay : {1, 20, 100})
            for (const std::uint32_t buffer : {4'000U, 16'000U, 65'535U, 1'000'000U}) {
                const Network network{loss, Duration{1ms} * delay, buffer};
                text += fmt::format("{:3} % {:4} ms {:8}", loss, delay, buffer);
                for (const tcp::Congestion congestion : {tcp::Congestion::NewReno, tcp::Congestion::Cubic}) {
                    const Outcome outcome = transfer(setup_of(network, congestion));
                    text += fmt::format(" | {:7} ms {:5} {:5}", outcome.milliseconds, outcome.segments,
                                        outcome.retransmissions);
                }
                text += '\n';
            }
    return text;
}

TEST(Transfer, OverManyNetworksTakesWhatTheTableSays)
{
    const std::filesystem::path path =
        std::filesystem::path{TCPSTAGE_SOURCE_DIR} / "tests/golden/loss_delay_buffer.txt";
    const std::string now = table();
    const char* const wish = std::getenv("TCPSTAGE_GOLDEN");
    if (wish && std::string_view{wish} == "write") std::ofstream{path} << now;
    std::ifstream file{path};
    const std::string golden{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(now, golden) << "if this is on purpose: TCPSTAGE_GOLDEN=write tests_core --gtest_filter=Transfer.*";
}

} // namespace
} // namespace tcpstage::sim
