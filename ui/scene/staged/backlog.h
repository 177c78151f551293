#pragma once
// The queues of a listening socket, as a trace tells of them, moment by moment: made once, in one pass.

#include "core/trace/trace.h"

#include <vector>

namespace tcpstage {

/// One connection in a queue.
struct BacklogEntry {
    ConnectionNumber connection = the_conversation;
    SocketAddress peer;
    State state = State::SynReceived;
    Instant since; // when it came into its queue
    Instant timerSince{};
    Instant timerDue = never;   // of the next SYN,ACK; never: no timer runs
    std::uint32_t retries = 0;  // SYN,ACKs that went again
    TransitId syn = no_transit; // the segment that brought it here
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
    Backlog(const Trace& trace, Side side, bool acceptsByHand);

    /// After `record` and all before it; no_record: at the beginning.
    BacklogState at(RecordId record) const;

private:
    struct Stay {
        RecordId from;
        RecordId to = no_record; // no_record: to the end
        BacklogEntry entry;
    };
    struct Tick {
        RecordId record;
        Instant since;
        Instant due; // never: it was stopped
    };
    struct Clock { // of one connection
        std::vector<Tick> timers;
        std::vector<RecordId> retries;
    };

    void take(const Trace& trace, RecordId id, bool acceptsByHand);
    void enter(const Trace& trace, RecordId id, bool acceptsByHand);
    void count(RecordId id, Rule rule);
    void leave(ConnectionNumber connection, RecordId id);
    void open(const Trace& trace, RecordId id);
    Clock& clock(ConnectionNumber connection);

    Side side_ = Side::Right;
    std::vector<Stay> stays_;
    std::vector<Clock> clocks_; // by connection
    std::vector<RecordId> dropped_;
    std::vector<RecordId> cookiesSent_;
    std::vector<RecordId> cookiesBack_;
};

} // namespace tcpstage
