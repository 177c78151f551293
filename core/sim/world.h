#pragma once
// Two endpoints and the network between them, in virtual time. Deterministic: the same setup and the same calls give
// the same trace. A World is a value: a copy is a checkpoint.

#include "core/sim/fault.h"
#include "core/sim/link.h"
#include "core/sim/queue.h"
#include "core/tcp/endpoint.h"
#include "core/trace/recorder.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tcpstage {

struct EndpointSetup {
    std::string name;
    SocketAddress socket;
    IssPlan iss; // a secret of 0: one is made from the seed
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
    /// What the endpoint did in the last call or step; the segments among it are handed to the network and empty.
    const Effects& last_effects() const { return effects_; }
    /// How often each fault of the setup has struck.
    const std::vector<std::uint32_t>& fault_hits() const { return fault_hits_; }
    std::uint64_t segments_sent() const { return segments_sent_; }

private:
    /// A segment in the network, ready to be handed over.
    struct UnderWay {
        Event event{Arrive{}};
        FlightId flight = no_flight;
        Side from = Side::Left;
        Fate fate = Fate::Arrived;
        bool corrupted = false;
    };

    void handle(Side side, const Event& event, Recorder& recorder);
    void tell(Side side, Effect& effect, Recorder& recorder);
    void transmit(Side side, Transmit& transmit, Recorder& recorder);
    void strike(Side side, const Segment& segment, Passage& passage);
    void launch(Side from, Segment segment, const Passage& passage, FlightId flight);
    void inject(const Injection& injection, Recorder& recorder);
    void expire(Side side, Recorder& recorder);
    void finish(std::uint32_t slot, Recorder& recorder);
    bool another_arrives(Side receiver) const;
    void crash(Side side, Recorder& recorder);
    void rearm(Side side);
    Due next_due() const;
    Due next_injection() const;

    std::shared_ptr<const Setup> setup_; // injections in order of time
    std::array<Endpoint, 2> endpoints_;
    std::array<Link, 2> links_;
    Queue queue_; // of slots in `under_way_`
    std::vector<UnderWay> under_way_;
    std::vector<std::uint32_t> free_; // slots
    std::array<Due, 2> wakes_;        // each endpoint's earliest timer
    std::size_t injected_ = 0;
    std::vector<std::uint32_t> fault_matches_;
    std::vector<std::uint32_t> fault_hits_;
    Effects effects_;
    Instant now_{};
    std::uint64_t order_ = 0;
    std::uint64_t segments_sent_ = 0;
};

} // namespace tcpstage
