#pragma once
// Two endpoints and the network between them, in virtual time. Deterministic: the same setup and the same calls give the
// same trace. A World is a value: a copy is a checkpoint.

#include "core/sim/fault.h"
#include "core/sim/link.h"
#include "core/tcp/endpoint.h"
#include "core/trace/recorder.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tcpstage {

struct EndpointSetup {
    std::string name;
    SocketAddress socket;
    IssPlan iss;
    Settings settings;
};

struct Setup {
    std::array<EndpointSetup, 2> endpoints;
    std::array<LinkSettings, 2> links; // [0] carries what the left end sends
    std::vector<Fault> faults;
    std::vector<Injection> injections;
    std::uint64_t seed = 1;
};

/// A trace with the names of this setup, ready for a Recorder.
Trace empty_trace(const Setup& setup);

class World {
public:
    explicit World(Setup setup);

    /// The user of `side` calls, now. `data` is what is sent; `octets` how much is read at most.
    void call(Side side, Call call, Recorder& recorder, Bytes data = {}, std::uint32_t octets = UINT32_MAX);
    /// The next thing happens: an arrival, a loss, a timer. False when nothing is left.
    bool step(Recorder& recorder);
    /// Everything up to and including `until` happens; then it is `until`.
    void run_until(Instant until, Recorder& recorder);

    Instant now() const { return now_; }
    std::optional<Instant> next_event() const;
    const Endpoint& endpoint(Side side) const { return endpoints_[index(side)]; }
    /// How often each fault of the setup has struck.
    const std::vector<std::uint32_t>& fault_hits() const { return fault_hits_; }
    std::uint64_t segments_sent() const { return segments_sent_; }

    // private members are the simulator's author's business
private:
    struct Pending;

    Setup setup_;
    std::array<Endpoint, 2> endpoints_;
    std::vector<std::uint32_t> fault_hits_;
    Instant now_{};
    std::uint64_t segments_sent_ = 0;
};

} // namespace tcpstage
