// Two ends that probe each other's closed window, on ways of unequal delay (RFC 9293 appendix A.2, "simultaneous
// window probes"): nothing is lost, so everything must arrive, without ACKs that are answered by ACKs for ever.
#include "tests/core/sim/setup.h"

#include <gtest/gtest.h>

namespace tcpstage::sim {
namespace {

using testing::Stage;
using testing::two_hosts;

constexpr std::uint32_t exchanged_octets = 6000;

struct Reading {
    std::int64_t starts_ms; // the server reads so long after both have sent
    std::int64_t apart_ms;  // and the client so long after it
};

Setup lopsided(std::int64_t forth_ms, std::int64_t back_ms)
{
    Setup setup = two_hosts();
    setup.links[0].delay = std::chrono::milliseconds{forth_ms};
    setup.links[1].delay = std::chrono::milliseconds{back_ms};
    for (EndpointSetup& end : setup.endpoints) {
        end.settings.mss = 1000;
        end.settings.receive_buffer = 2000;
        end.settings.reads = tcp::Reads::ByHand;
        end.settings.data_retries = 2;
    }
    return setup;
}

void read_all(Stage& stage, trace::Side side)
{
    stage.world.call(side, trace::Call::Read, stage.recorder, {}, UINT32_MAX);
}

/// How many segments it takes.
std::uint64_t segments_of_exchange(const Setup& setup, const Reading& reading)
{
    Stage stage{setup};
    stage.connect();
    for (const trace::Side side : trace::both_sides)
        stage.world.call(side, trace::Call::Send, stage.recorder, Bytes::pattern(exchanged_octets));
    stage.world.run_until(stage.world.now() + std::chrono::milliseconds{reading.starts_ms}, stage.recorder);
    for (int i = 0; i < 20; ++i) {
        read_all(stage, trace::Side::Right);
        stage.world.run_until(stage.world.now() + std::chrono::milliseconds{reading.apart_ms}, stage.recorder);
        read_all(stage, trace::Side::Left);
        stage.world.run_until(stage.world.now() + 300ms, stage.recorder);
    }
    for (const trace::Side side : trace::both_sides)
        EXPECT_EQ(stage.world.endpoint(side).tcb().delivered_bytes, exchanged_octets);
    stage.world.run_until(stage.world.now() + 1min, stage.recorder);
    return stage.world.segments_sent();
}

TEST(CrossingProbes, NeitherLoseOctetsNorAnswerEachOtherForEver)
{
    for (std::int64_t starts = 1590; starts <= 1720; starts += 7)
        for (const std::int64_t apart : {1, 20, 45})
            EXPECT_LT(segments_of_exchange(lopsided(45, 70), {starts, apart}), 100U)
                << starts << " ms, " << apart << " ms apart";
}

TEST(CrossingProbes, DoNeitherOnTheSameWay)
{
    for (std::int64_t starts = 1500; starts <= 1700; starts += 13)
        EXPECT_LT(segments_of_exchange(lopsided(60, 60), {starts, 10}), 100U) << starts << " ms";
}

} // namespace
} // namespace tcpstage::sim
