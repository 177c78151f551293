#pragma once
// A listening host in a test that plays its peers, its user and its clock: conversation.h for many connections. Peers
// have numbers from 1; sequence numbers are relative to each side's initial one.

#include "tests/support/conversation.h"

#include "core/tcp/host/host.h"
#include "tests/support/where.h"

#include <map>

namespace tcpstage::testing {

class Reception {
public:
    static constexpr tcp::SocketAddress our_socket{{{10, 0, 0, 1}}, 80};
    static constexpr tcp::Seq peer_iss{5000};
    static tcp::SocketAddress socket(int peer);

    explicit Reception(const tcp::Settings& settings);
    Reception(const Reception&) = delete;
    Reception& operator=(const Reception&) = delete;
    /// Fails if the host sent a segment that no sees() took.
    ~Reception();

    /// A segment from a peer: "< S 0:0(0) win 65535 <mss 1460>". Its ACK is relative to our last ISS to this peer.
    void arrives(int peer, std::string_view line, Where where = Where::current());
    void arrives_at(std::uint16_t port, int peer, std::string_view line, Where where = Where::current());
    /// The user calls, for the connection with this peer.
    void calls(int peer, const tcp::Event& event, Where where = Where::current());
    void waits(Duration time, Where where = Where::current());
    void stops_listening() { host_.stop_listening(our_socket); }
    void crashes() { host_.crash(); }
    /// The user accepts the oldest complete connection, which is this peer's.
    void accepts(int peer, Where where = Where::current());
    void accepts_nobody(Where where = Where::current());

    /// The next segment that was sent, and the peer it went to.
    void sees(int peer, std::string_view line, Expected expected = {}, Where where = Where::current());
    void sees_nothing(Where where = Where::current());
    /// An effect named the rule since the last arrival or wait.
    void names(tcp::Rule rule, Where where = Where::current());
    void is_in(int peer, tcp::State state, Where where = Where::current());
    /// The host holds no connection with this peer.
    void knows_nothing_of(int peer, Where where = Where::current());
    void holds(std::uint32_t opening, std::size_t completed, Where where = Where::current());

    tcp::Host& host() { return host_; }
    const tcp::Tcb& tcb(int peer) const { return host_.endpoint(id(peer)).tcb(); }
    const tcp::Segment& last_seen() const { return last_seen_; }

private:
    struct Sent {
        tcp::SocketAddress to;
        tcp::Transmit transmit;
    };

    tcp::Host::Id id(int peer) const { return host_.find({our_socket, socket(peer)}); }
    void step(std::string text, Where where);
    void take(const tcp::SocketAddress& to, const tcp::Effects& effects);
    void fail(const std::string& what, Where where) const;
    std::string relative(const Sent& sent) const;

    tcp::Host host_{7};
    Instant now_{};
    std::map<std::uint16_t, tcp::Seq> our_iss_; // by the peer's port
    std::vector<std::string> log_;
    std::deque<Sent> unseen_;
    std::set<tcp::Rule> rules_;
    tcp::Segment last_seen_;
    Where last_step_ = Where::current();
};

} // namespace tcpstage::testing
