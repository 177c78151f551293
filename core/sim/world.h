#pragma once
// Two hosts with one conversation, and the network between them, in virtual time. Other peers may send segments from
// the network as well. Deterministic: the same setup and the same calls give the same trace. A World is a value: a copy
// is a checkpoint.

#include "core/base/huge_pages.h"
#include "core/sim/link.h"
#include "core/sim/queue.h"
#include "core/sim/setup.h"
#include "core/tcp/host/host.h"
#include "core/trace/recorder.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace tcpstage::sim {

class World {
public:
    explicit World(Setup setup);

    /// Makes a call of the user of `side`, now. `data` is what a SEND sends; `octets` the most that a READ takes.
    void call(trace::Side side, trace::Call call, trace::Recorder& recorder, Bytes data = {},
              std::uint32_t octets = UINT32_MAX);
    /// Whether a Skip of `side` has an effect: what it has sent is acknowledged and read, and nothing is under way.
    bool can_skip(trace::Side side) const;
    /// Lets the next event happen: an arrival, a loss, a timer, an injection. False: nothing is left to happen.
    bool step(trace::Recorder& recorder);
    /// Lets everything up to and including `until` happen; now() is `until` afterwards.
    void run_until(Instant until, trace::Recorder& recorder);

    /// Changes the links for what is sent from now on; segments under way are not affected.
    void set_links(const std::array<LinkSettings, 2>& links);

    Instant now() const { return now_; }
    std::optional<Instant> next_event() const;
    /// Whether no timer runs and no segment waits to be injected, so that only segments under way are left.
    bool only_segments_are_left() const;
    /// Whether no timer runs but those of probes, no segment waits to be injected, and no fault counts on.
    bool only_probes_are_left() const;
    /// The conversation's endpoint on that side.
    const tcp::Endpoint& endpoint(trace::Side side) const { return host(side).endpoint(conversation); }
    const tcp::Host& host(trace::Side side) const { return hosts_[mirrored_ ? 0 : trace::index(side)]; }
    /// What the endpoint did in the last call or step; the segments in it were moved into the network and are empty.
    const tcp::Effects& last_effects() const { return effects_; }
    /// How often each fault of the setup was applied.
    const std::vector<std::uint32_t>& fault_hits() const { return fault_hits_; }
    std::uint64_t segments_sent() const { return segments_sent_; }

private:
    static constexpr tcp::Host::Id conversation = 0; // the first connection of each host

    /// A segment in the network, ready to be handed over.
    struct UnderWay {
        tcp::Event event{tcp::Arrive{}};
        tcp::SocketPair pair; // as its receiver sees it
        trace::TransitId transit = trace::no_transit;
        trace::Side from = trace::Side::Left;
        trace::Fate fate = trace::Fate::Arrived;
        bool corrupted = false;
        bool malformed = false;
        std::uint32_t icmp_mtu = 0; // by ICMP, when it is lost; 0: nobody is told

        tcp::Arrive& arrival() { return *std::get_if<tcp::Arrive>(&event); } // what it always is
        const tcp::Segment& segment() const { return std::get_if<tcp::Arrive>(&event)->segment; }
    };

    tcp::Host& host_of(trace::Side side) { return hosts_[mirrored_ ? 0 : trace::index(side)]; }
    const tcp::SocketPair& pair_of(trace::Side side) const { return pairs_[trace::index(side)]; }
    /// A closed one if the host has no such connection.
    const tcp::Tcb& tcb_of(trace::Side side, const tcp::SocketPair& pair) const;
    /// Calls `act` with the host, and records what follows for one of its connections.
    template <typename Act>
    void take_turn(trace::Side side, const tcp::SocketPair& pair, trace::Recorder& recorder, Act act);
    trace::ConnectionNumber number_of(trace::Side side, const tcp::SocketPair& pair, trace::Recorder& recorder);
    void handle_effect(trace::Side side, const tcp::SocketPair& pair, tcp::Effect& effect, trace::Recorder& recorder);
    void transmit(trace::Side side, const tcp::SocketPair& pair, tcp::Transmit& transmit, trace::Recorder& recorder);
    /// Applies the matching faults to the passage; returns what they write into the segment.
    Edit strike(trace::Side side, const tcp::Segment& segment, Passage& passage);
    /// Puts a segment of the sender's `pair` on its way; returns its slot in `under_way_`.
    std::uint32_t launch(trace::Side from, const tcp::SocketPair& pair, tcp::Segment&& segment, const Passage& passage,
                         trace::TransitId transit);
    void inject(const Injection& injection, trace::Recorder& recorder);
    void expire(trace::Side side, trace::Recorder& recorder);
    void finish(std::uint32_t slot, trace::Recorder& recorder);
    /// ICMP "fragmentation needed" reaches the sender of a segment that was too big.
    void announce_path_mtu(const UnderWay& lost, trace::Recorder& recorder);
    bool another_arrives(trace::Side receiver, const tcp::SocketPair& pair) const;
    void accept(trace::Side side, trace::Recorder& recorder);
    void stop_listening(trace::Side side, trace::Recorder& recorder);
    void crash(trace::Side side, trace::Recorder& recorder);
    void skip(trace::Side side, std::uint32_t octets, trace::Recorder& recorder);
    void rearm(trace::Side side);
    Due next_due() const;
    Due next_injection() const;

    std::shared_ptr<const Setup> setup_;   // injections in order of time
    std::array<tcp::SocketPair, 2> pairs_; // of the conversation, as each end sees it
    bool mirrored_;
    std::vector<tcp::Host> hosts_; // one when the ends are mirrored, else two
    tcp::Demultiplexer others_; // connections with other peers, by the pair that the right end would see: their numbers
    std::array<Link, 2> links_;
    Queue queue_; // of slots in `under_way_`
    HugeVector<UnderWay> under_way_;
    std::vector<std::uint32_t> free_; // slots
    std::array<Due, 2> wakes_;        // each endpoint's earliest timer
    std::size_t injected_ = 0;
    std::vector<std::uint32_t> fault_matches_;
    std::vector<std::uint32_t> fault_hits_;
    tcp::Effects effects_;
    Instant now_{};
    std::uint64_t order_ = 0;
    std::uint64_t segments_sent_ = 0;
};

} // namespace tcpstage::sim
