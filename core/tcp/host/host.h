#pragma once
// One machine's TCP: many connections, found by their two sockets, and listening sockets with their backlogs. Does no
// I/O, like an Endpoint. The cost of a segment does not grow with the number of connections.

#include "core/tcp/endpoint.h"
#include "core/tcp/host/deadline_queue.h"
#include "core/tcp/host/demultiplexer.h"
#include "core/tcp/host/slots.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace tcpstage::tcp {

class Host {
public:
    using Id = std::uint32_t; // of a connection; valid as long as it exists
    static constexpr Id nobody = Demultiplexer::nobody;

    /// The queue of its listener in which a connection is.
    enum class Place : std::uint8_t {
        Free,      // this slot holds no connection
        Own,       // opened by the user, or accepted
        Opening,   // in the SYN queue: in SYN-RECEIVED, as one of at most `backlog`
        Completed, // in the accept queue: waits for the user's ACCEPT, as one of at most `backlog`
    };
    /// A passive OPEN for any peer. Its connections take over its settings.
    struct Listener {
        SocketAddress local;
        Settings settings;
        std::uint32_t opening = 0; // connections in the SYN queue
        std::deque<Id> completed;  // the accept queue, the oldest first
    };

    /// `secret`: the key of its initial sequence numbers, its cookies and its hash table.
    explicit Host(std::uint64_t secret) : demultiplexer_{secret}, secret_{secret} {}

    /// Adds a closed connection, for the user to open. A `kept` one stays when it is closed, as long as the host
    /// exists; any other is forgotten when it is closed, and its slot is reused.
    Id add(const SocketPair& pair, const Settings& settings, IssPlan iss, bool kept = false);
    /// Accepts SYNs for this socket from any peer. A kept, closed connection of the socket is used for its own peer.
    void listen(const SocketAddress& local, const Settings& settings);
    /// Accepts no more SYNs. The connections still in the queues become the caller's, who should abort them.
    void stop_listening(const SocketAddress& local);
    /// The oldest connection that is complete and not yet accepted, or `nobody`.
    Id accept(const SocketAddress& local, Effects& effects);

    void call(Id id, Event&& event, Instant now, Effects& effects);
    /// `event` is an Arrive; `pair` is as this host sees it. Answers go to pair.remote.
    void arrive(const SocketPair& pair, Event&& event, Instant now, Effects& effects);
    /// Lets the timers of a connection that are due expire.
    void expire(Id id, Instant now, Effects& effects);
    /// The machine restarts: connections that are not kept are removed, kept ones are closed.
    void crash();

    Id find(const SocketPair& pair) const { return is_latest(pair) ? latest_ : demultiplexer_.find(pair); }
    const Endpoint& endpoint(Id id) const { return slots_[id].endpoint; }
    const SocketPair& pair(Id id) const { return slots_[id].pair; }
    const Listener* listener(const SocketAddress& local) const;
    Place place(Id id) const { return slots_[id].place; }
    /// All connections.
    std::vector<Id> all() const;
    std::size_t connections() const { return demultiplexer_.size(); }
    std::optional<DeadlineQueue::Entry> next_deadline() { return deadlines_.earliest(); }

private:
    struct Slot {
        SocketPair pair;
        Place place = Place::Free;
        bool kept = false;
        Endpoint endpoint;
    };

    /// Whether it is the connection of the latest segment, as in a transfer: then no hash is needed.
    bool is_latest(const SocketPair& pair) const
    {
        return latest_ != nobody && slots_[latest_].pair == pair && slots_[latest_].place != Place::Free;
    }
    Listener* listener_of(const SocketAddress& local);
    void take_syn(Listener& listener, const SocketPair& pair, Event&& event, Instant now, Effects& effects);
    void take_other(Listener& listener, const SocketPair& pair, Event&& event, Instant now, Effects& effects);
    void arrive_at(Id id, Event&& event, Instant now, Effects& effects);
    void answer_by_cookie(const Listener& listener, const SocketPair& pair, const Segment& syn, Instant now,
                          Effects& effects) const;
    /// The connection for a SYN: the kept one of this pair, or a new one; it is in LISTEN and in the SYN queue.
    Id opened(Listener& listener, const SocketPair& pair, Instant now, Effects& effects);
    bool must_wait(const Slot& slot, const Segment& segment) const;
    /// After an event: moves the connection to the queue where it now belongs, or removes it.
    void settle(Id id);
    void leave_queue(Id id);
    void forget(Id id);

    Slots<Slot> slots_;
    std::vector<Id> free_;
    Demultiplexer demultiplexer_;
    Id latest_ = nobody;
    SharedSettings settings_; // of the connection that was added last
    DeadlineQueue deadlines_;
    std::vector<Listener> listeners_; // few
    std::uint64_t secret_;
};

} // namespace tcpstage::tcp
