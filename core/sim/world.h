#pragma once
// Two hosts with one conversation, and the network between them, in virtual time. Other peers may speak from the
// network, too. Deterministic: the same setup and the same calls give the same trace. A World is a value: a copy is a
// checkpoint.

#include "core/sim/link.h"
#include "core/sim/queue.h"
#include "core/sim/setup.h"
#include "core/tcp/host/host.h"
#include "core/trace/recorder.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace tcpstage {

class World {
public:
    explicit World(Setup setup);

    /// The user of `side` calls, now. `data` is what is sent; `octets` how much is read at most.
    void call(Side side, Call call, Recorder& recorder, Bytes data = {}, std::uint32_t octets = UINT32_MAX);
    /// The next thing happens: an arrival, a loss, a timer. False when nothing is left.
    bool step(Recorder& recorder);
    /// Everything up to and including `until` happens; then it is `until`.
    void run_until(Instant until, Recorder& recorder);

    /// The network is another one for what is sent from now on; what is under way stays as it was.
    void set_links(const std::array<LinkSettings, 2>& links);

    Instant now() const { return now_; }
    std::optional<Instant> next_event() const;
    /// No timer runs and no segment waits to be injected: nothing but what is under way can happen.
    bool only_segments_are_left() const;
    /// Of the conversation.
    const Endpoint& endpoint(Side side) const { return host(side).endpoint(conversation); }
    const Host& host(Side side) const { return hosts_[mirrored_ ? 0 : index(side)]; }
    /// What the endpoint did in the last call or step; the segments among it are handed to the network and empty.
    const Effects& last_effects() const { return effects_; }
    /// How often each fault of the setup has struck.
    const std::vector<std::uint32_t>& fault_hits() const { return fault_hits_; }
    std::uint64_t segments_sent() const { return segments_sent_; }

private:
    static constexpr Host::Id conversation = 0; // the first connection of each host

    /// A segment in the network, ready to be handed over.
    struct UnderWay {
        Event event{Arrive{}};
        SocketPair pair; // as its receiver sees it
        TransitId transit = no_transit;
        Side from = Side::Left;
        Fate fate = Fate::Arrived;
        bool corrupted = false;
    };

    Host& host_of(Side side) { return hosts_[mirrored_ ? 0 : index(side)]; }
    SocketPair pair_of(Side side) const; // of the conversation
    /// Something happens to one connection of a host: `act` hands it over.
    template <typename Act> void take_turn(Side side, const SocketPair& pair, Recorder& recorder, Act act);
    ConnectionNumber number_of(Side side, const SocketPair& pair, Recorder& recorder);
    void tell(Side side, const SocketPair& pair, Effect& effect, Recorder& recorder);
    void transmit(Side side, const SocketPair& pair, Transmit& transmit, Recorder& recorder);
    /// What the faults write into it.
    Edit strike(Side side, const Segment& segment, Passage& passage);
    void launch(Side from, const SocketPair& pair, Segment segment, const Passage& passage, TransitId transit);
    void inject(const Injection& injection, Recorder& recorder);
    void expire(Side side, Recorder& recorder);
    void finish(std::uint32_t slot, Recorder& recorder);
    bool another_arrives(Side receiver, const SocketPair& pair) const;
    void accept(Side side, Recorder& recorder);
    void stop_listening(Side side, Recorder& recorder);
    void crash(Side side, Recorder& recorder);
    void rearm(Side side);
    Due next_due() const;
    Due next_injection() const;

    std::shared_ptr<const Setup> setup_; // injections in order of time
    bool mirrored_;
    std::vector<Host> hosts_; // one when the ends are mirrored, else two
    Demultiplexer others_;    // connections with other peers, by the pair that the right end would see: their numbers
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
