#pragma once
// Setups from which tests of the simulator start.

#include "core/sim/world.h"

namespace tcpstage::testing {

/// A client at 10.0.0.1:49152 with ISS 100 and a server at 10.0.0.2:80 with ISS 300, 100 ms apart.
inline sim::Setup two_hosts()
{
    sim::Setup setup;
    setup.endpoints[0] = {
        .name = "client", .socket = {{{10, 0, 0, 1}}, 49152}, .iss = {{tcp::Seq{100}}, 0}, .settings = {}};
    setup.endpoints[1] = {
        .name = "server", .socket = {{{10, 0, 0, 2}}, 80}, .iss = {{tcp::Seq{300}}, 0}, .settings = {}};
    return setup;
}

inline Instant at_ms(std::int64_t ms) { return Instant{std::chrono::milliseconds{ms}}; }

/// A world with its trace, in which the server listens.
struct Stage {
    explicit Stage(const sim::Setup& setup) : world{setup}, trace{sim::empty_trace(setup)}, recorder{trace}
    {
        world.call(trace::Side::Right, trace::Call::Listen, recorder);
    }
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    void connect()
    {
        world.call(trace::Side::Left, trace::Call::Connect, recorder);
        world.run_until(world.now() + 1s, recorder);
    }
    /// Runs until nothing is left to happen, for at most one hour.
    void run() { world.run_until(world.now() + 1h, recorder); }
    tcp::State state(trace::Side side) const { return world.endpoint(side).tcb().state; }

    sim::World world;
    trace::Trace trace;
    trace::Recorder recorder;
};

} // namespace tcpstage::testing
