#pragma once
// The only way to write a trace. Turns what an endpoint did into records; while it is off, it costs nothing.

#include "core/trace/trace.h"

namespace tcpstage::trace {

class Recorder {
public:
    Recorder() = default; // off: everything is ignored
    explicit Recorder(Trace& trace, Certainty certainty = Certainty::Exact) : trace_{&trace}, certainty_{certainty} {}

    bool on() const { return trace_ != nullptr; }
    /// Sets the certainty of the records that follow: what real kernels do is observed or inferred.
    void set_certainty(Certainty certainty) { certainty_ = certainty; }
    /// Sets the connection of the records that follow; arrivals and losses use that of their segment.
    void set_connection(ConnectionNumber connection) { connection_ = connection; }
    /// Adds a peer other than the two ends; returns the_conversation if off, or if there are too many.
    ConnectionNumber met(const OtherPeer& peer);
    /// Whether that connection of this trace is with that peer.
    bool knows(ConnectionNumber connection, const OtherPeer& peer) const;
    /// The next records have no cause, until a new head.
    void forget_cause() { begin_group(no_record); }
    /// The head that the next records follow from; no_record: none.
    RecordId cause() const { return head_; }

    // Heads of a group: each becomes the cause of what follows.
    void called(Side side, Call call, std::uint64_t octets, Instant now);
    void arrived(TransitId transit, Side receiver, Instant now);
    void lost(TransitId transit, Instant now);
    /// For a real segment, whose reason is known only when it is lost.
    void lost(TransitId transit, Instant now, Reason reason);
    void timer_expired(Side side, tcp::Timer timer, Instant now);

    /// Records the sending of an injected segment: its Sent record has no cause and no immediate consequences.
    TransitId injected(const tcp::Segment& segment, Journey&& journey);
    TransitId injected(const Transit& transit) { return injected(transit.segment, Journey{transit}); }

    // What follows.
    void reason(Side side, tcp::Rule rule, Instant now);
    void entered(Side side, tcp::State from, tcp::State to, tcp::Rule rule, Instant now);
    void signal(Side side, tcp::Signal signal, Instant now);
    void delivered(Side side, std::uint32_t octets, Instant now);
    /// Adds the transit and records its sending; no_transit if off. Its connection and Sent record are set here.
    /// `before`: the sender's progress, if the segment moved it.
    TransitId sent(const tcp::Segment& segment, Journey&& journey, const std::optional<tcp::SendProgress>& before = {});
    TransitId sent(const Transit& transit, const std::optional<tcp::SendProgress>& before = {})
    {
        return sent(transit.segment, Journey{transit}, before);
    }
    /// Adds a copy that the network made of `journey.copy_of`. No end sent it: it shares the Sent record of its
    /// original.
    TransitId copied(const tcp::Segment& segment, Journey&& journey);
    TransitId copied(const Transit& transit) { return copied(transit.segment, Journey{transit}); }
    /// Sets what becomes of a segment that was held.
    void decided(TransitId transit, const Ending& ending, bool corrupted);
    /// Records the timers that changed since `before`, then the TCB itself, which is valid from the head of the group
    /// on; but what the group's segments moved, it shows from each one's Sent record on. For a connection with another
    /// peer only the timers are recorded.
    void changed(Side side, const tcp::Deadlines& before, const tcp::Tcb& after, Instant now);

private:
    struct Send {
        Side from = Side::Left;
        Sending sending;
    };
    void begin_group(RecordId head);
    // References, because to copy a record just made takes 5 ns: the processor waits for its small members.
    template <Kind kind> RecordId head(Record&& record);
    template <Kind kind> void follow(Record&& record);
    template <Kind kind> bool follow_usually(Side side, std::uint32_t number, Instant at);
    void arrived_otherwise(TransitId transit, Side receiver, Instant now);
    void arrived_anew(TransitId transit, Side receiver, Instant now);
    void timers(Side side, const tcp::Deadlines& before, const tcp::Deadlines& after, Instant now);
    void snapshots(Side side, const tcp::Tcb& after, Instant now);
    void snapshots_one_by_one(Side side, const tcp::Tcb& after, bool in_group);

    Trace* trace_ = nullptr;
    RecordId head_ = no_record;
    Kind head_kind_ = Kind::Called; // of the head, and its time, if there is one
    Instant head_at_{};
    std::vector<Send> sends_;            // since the head
    std::array<std::size_t, 2> taken_{}; // how many of them the TCBs of each side show
    Certainty certainty_ = Certainty::Exact;
    ConnectionNumber connection_ = the_conversation;
};

} // namespace tcpstage::trace
