#pragma once
// The queues of a listening socket, as a trace tells of them, moment by moment: made once, in one pass.

#include "core/trace/trace.h"

#include <vector>

namespace tcpstage::scene {

/// One connection in a queue.
struct BacklogEntry {
    trace::ConnectionNumber connection = trace::the_conversation;
    tcp::SocketAddress peer;
    tcp::State state = tcp::State::SynReceived;
    Instant since; // when it came into its queue
    Instant timerSince{};
    Instant timerDue = never;                 // of the next SYN,ACK; never: no timer runs
    std::uint32_t retries = 0;                // SYN,ACKs that went again
    trace::TransitId syn = trace::no_transit; // the segment that brought it here
};
struct BacklogState {
    std::vector<BacklogEntry> entries; // the oldest first
    std::uint32_t dropped = 0;         // segments for which there was no room
    std::uint32_t cookiesSent = 0;
    std::uint32_t cookiesBack = 0; // that came back and were true
};

class Backlog {
public:
    Backlog() = default;
    Backlog(const trace::Trace& trace, trace::Side side, bool acceptsByHand);

    /// After `record` and all before it; no_record: at the beginning.
    BacklogState at(trace::RecordId record) const;

private:
    struct Stay {
        trace::RecordId from;
        trace::RecordId to = trace::no_record; // no_record: to the end
        BacklogEntry entry;
    };
    struct Tick {
        trace::RecordId record;
        Instant since;
        Instant due; // never: it was stopped
    };
    struct Clock { // of one connection
        std::vector<Tick> timers;
        std::vector<trace::RecordId> retries;
    };

    void take(const trace::Trace& trace, trace::RecordId id, bool acceptsByHand);
    void enter(const trace::Trace& trace, trace::RecordId id, bool acceptsByHand);
    void count(trace::RecordId id, tcp::Rule rule);
    void leave(trace::ConnectionNumber connection, trace::RecordId id);
    void open(const trace::Trace& trace, trace::RecordId id);
    Clock& clock(trace::ConnectionNumber connection);

    trace::Side side_ = trace::Side::Right;
    std::vector<Stay> stays_;
    std::vector<Clock> clocks_; // by connection
    std::vector<trace::RecordId> dropped_;
    std::vector<trace::RecordId> cookiesSent_;
    std::vector<trace::RecordId> cookiesBack_;
};

} // namespace tcpstage::scene
