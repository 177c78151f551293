#pragma once
// The queues of a listening socket at every moment of a trace, computed in one pass.

#include "core/trace/trace.h"

#include <vector>

namespace tcpstage::scene {

/// One connection in a queue.
struct BacklogEntry {
    trace::ConnectionNumber connection = trace::the_conversation;
    tcp::IpSocket peer;
    tcp::State state = tcp::State::SynReceived;
    Instant since; // when it entered its queue
    Instant timerSince{};
    Instant timerDue = never;                 // for the next SYN,ACK; never: no timer runs
    std::uint32_t retries = 0;                // retransmitted SYN,ACKs
    trace::TransitId syn = trace::no_transit; // the segment that opened it
};
struct BacklogState {
    std::vector<BacklogEntry> entries; // oldest first
    std::uint32_t dropped = 0;         // segments dropped because a queue was full
    std::uint32_t cookiesSent = 0;
    std::uint32_t cookiesBack = 0; // valid cookies that came back
};

class Backlog {
public:
    Backlog() = default;
    Backlog(const trace::Trace& trace, trace::Side side, bool acceptsByHand);

    /// The state after `record`; no_record: at the beginning.
    BacklogState at(trace::RecordId record) const;

private:
    struct Stay {
        trace::RecordId from;
        trace::RecordId to = trace::no_record; // no_record: until the end
        BacklogEntry entry;
    };
    struct Tick {
        trace::RecordId record;
        Instant since;
        Instant due; // never: stopped
    };
    struct Clock { // the timers of one connection
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
