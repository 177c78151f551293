#pragma once
// One machine's TCP: many connections, found by their two sockets, and listening sockets with their backlogs. Sans-IO
// like an Endpoint. No segment costs more when there are more connections.

#include "core/tcp/endpoint.h"
#include "core/tcp/host/deadline_queue.h"
#include "core/tcp/host/demultiplexer.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace tcpstage::tcp {

class Host {
public:
    using Id = std::uint32_t; // of a connection, as long as it exists
    static constexpr Id nobody = Demultiplexer::nobody;

    /// Where a connection stands with the listener that it came from.
    enum class Place : std::uint8_t {
        Free,      // this slot holds no connection
        Own,       // opened by the user, or accepted
        Opening,   // in the SYN queue: in SYN-RECEIVED, as one of at most `backlog`
        Completed, // in the accept queue: waits for the user's ACCEPT, as one of at most `backlog`
    };
    /// A passive OPEN for any peer. Its settings are those of the connections that it takes.
    struct Listener {
        SocketAddress local;
        Settings settings;
        std::uint32_t opening = 0; // connections in the SYN queue
        std::deque<Id> completed;  // the accept queue, the oldest first
    };

    /// `secret`: what its initial sequence numbers, its cookies and its hash table come from.
    explicit Host(std::uint64_t secret) : demultiplexer_{secret}, secret_{secret} {}

    /// A closed connection, for the user to open. A `kept` one stays when it is closed, until the host is gone; any
    /// other is forgotten, and its slot used again.
    Id add(const SocketPair& pair, const Settings& settings, IssPlan iss, bool kept = false);
    /// Takes SYNs for this socket from any peer. A connection of the socket that is kept and closed waits with it.
    void listen(const SocketAddress& local, const Settings& settings);
    /// No more SYNs are taken. What is still in the queues is the caller's own, to be aborted.
    void stop_listening(const SocketAddress& local);
    /// The oldest connection that is complete and not yet accepted; nobody.
    Id accept(const SocketAddress& local, Effects& effects);

    void call(Id id, const Event& event, Instant now, Effects& effects);
    /// `event` is an Arrive; `pair` as this host sees it. What is sent goes to pair.remote.
    void arrive(const SocketPair& pair, const Event& event, Instant now, Effects& effects);
    /// The timers of a connection that are due.
    void expire(Id id, Instant now, Effects& effects);
    /// The machine restarts: all that is not kept is gone, what is kept is closed.
    void crash();

    Id find(const SocketPair& pair) const { return demultiplexer_.find(pair); }
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
        Endpoint endpoint;
        SocketPair pair;
        Place place = Place::Free;
        bool kept = false;
    };

    Listener* listener_of(const SocketAddress& local);
    void take_syn(Listener& listener, const SocketPair& pair, const Event& event, Instant now, Effects& effects);
    void take_other(Listener& listener, const SocketPair& pair, const Event& event, Instant now, Effects& effects);
    void answer_by_cookie(const Listener& listener, const SocketPair& pair, const Segment& syn, Instant now,
                          Effects& effects) const;
    /// The connection that a SYN opens: the kept one that waits, or a new one; in LISTEN and in the SYN queue.
    Id opened(Listener& listener, const SocketPair& pair, Instant now, Effects& effects);
    bool must_wait(const Slot& slot, const Segment& segment) const;
    /// After an event: into the queue where the connection belongs now, or gone.
    void settle(Id id);
    void leave_queue(Id id);
    void forget(Id id);

    std::deque<Slot> slots_;
    std::vector<Id> free_;
    Demultiplexer demultiplexer_;
    DeadlineQueue deadlines_;
    std::vector<Listener> listeners_; // few
    std::uint64_t secret_;
};

} // namespace tcpstage::tcp
