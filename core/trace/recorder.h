#pragma once
// The only door into a trace. Turns what an endpoint did into records; when it is off, it costs nothing.

#include "core/trace/trace.h"

namespace tcpstage::trace {

class Recorder {
public:
    Recorder() = default; // off: everything is ignored
    explicit Recorder(Trace& trace, Certainty certainty = Certainty::Exact) : trace_{&trace}, certainty_{certainty} {}

    bool on() const { return trace_ != nullptr; }
    /// Of the records that follow: what real kernels do is observed or inferred.
    void set_certainty(Certainty certainty) { certainty_ = certainty; }
    /// Of the records that follow; an arrival and a loss know theirs.
    void set_connection(ConnectionNumber connection) { connection_ = connection; }
    /// A peer beside the two ends; the_conversation when off, or when there are too many.
    ConnectionNumber met(const OtherPeer& peer);
    /// Whether that connection of this trace is with that peer.
    bool knows(ConnectionNumber connection, const OtherPeer& peer) const;
    /// What happens next follows from nothing that was recorded.
    void forget_cause() { head_ = no_record; }
    /// The head that the next records follow from; no_record: none.
    RecordId cause() const { return head_; }

    // Heads of a group: each becomes the cause of what follows.
    void called(Side side, Call call, std::uint64_t octets, Instant now);
    void arrived(TransitId transit, Side receiver, Instant now);
    void lost(TransitId transit, Instant now);
    /// A real segment: why it is lost shows when it is.
    void lost(TransitId transit, Instant now, Reason reason);
    void timer_expired(Side side, tcp::Timer timer, Instant now);

    /// A segment from the network's past sets out: its Sent record has no cause, and nothing follows from it at once.
    TransitId injected(Transit transit);

    // What follows.
    void reason(Side side, tcp::Rule rule, Instant now);
    void entered(Side side, tcp::State from, tcp::State to, tcp::Rule rule, Instant now);
    void signal(Side side, tcp::Signal signal, Instant now);
    void delivered(Side side, std::uint32_t octets, Instant now);
    /// Launches the flight and records its sending; no_flight when off.
    TransitId sent(Transit transit);
    /// Launches a copy that the network made of `transit.copy_of`. Nobody sent it: it shares the Sent record of its
    /// original.
    TransitId copied(Transit transit);
    /// What will become of a segment that somebody held.
    void decided(TransitId transit, const Ending& ending, bool corrupted);
    /// Timers that changed between two TCBs, then the TCB itself, which holds from the head of the group on. Of a
    /// connection with another peer only the timers are recorded.
    void changed(Side side, const tcp::Tcb& before, const tcp::Tcb& after, Instant now);

private:
    RecordId head(Record record);
    void follow(Record record);
    void timers(Side side, const tcp::Tcb& before, const tcp::Tcb& after, Instant now);

    Trace* trace_ = nullptr;
    RecordId head_ = no_record;
    Certainty certainty_ = Certainty::Exact;
    ConnectionNumber connection_ = the_conversation;
};

} // namespace tcpstage::trace
