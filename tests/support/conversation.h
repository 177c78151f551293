#pragma once
// One endpoint in a test that plays its user, its peer and its clock. Segments are written in packetdrill's notation,
// with sequence numbers relative to each side's initial one: the endpoint sends "> P. 1:101(100) ack 1", the test sends
// "< ...". When a step fails, every step so far is printed.

#include "core/tcp/endpoint.h"
#include "core/tcp/segment/notation.h"
#include "tests/support/where.h"

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::testing {

struct Expected {
    std::optional<tcp::Rule> rule;
};
inline Expected because(tcp::Rule rule) { return {rule}; }

// Short names for calls.
inline tcp::Event listen() { return tcp::Open{false}; }
inline tcp::Event connect() { return tcp::Open{true}; }
inline tcp::Event send(std::uint32_t octets) { return tcp::Send{Bytes::pattern(octets)}; }
inline tcp::Event send(std::string_view text) { return tcp::Send{Bytes{text}}; }
inline tcp::Event receive(std::uint32_t octets) { return tcp::Receive{octets}; }
inline tcp::Event shutdown() { return tcp::Shutdown{}; }
inline tcp::Event close() { return tcp::Close{}; }
inline tcp::Event abort() { return tcp::Abort{}; }

class Conversation {
public:
    static constexpr tcp::Seq our_iss{1000};
    static constexpr tcp::Seq peer_iss{5000};

    explicit Conversation(tcp::Settings settings = {}, std::vector<tcp::Seq> our_isss = {our_iss});
    Conversation(Conversation&&) noexcept;
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;
    Conversation& operator=(Conversation&&) = delete;
    /// Fails if the endpoint sent a segment that no sees() took.
    ~Conversation();

    void call(const tcp::Event& event, Where where = Where::current());
    /// A segment from the peer: "< S 0:0(0) win 65535 <mss 1460>". Without `win`: 65535.
    void arrives(std::string_view line, Where where = Where::current());
    /// The same with every field given by the test; sequence numbers are absolute.
    void arrives(const tcp::Segment& segment, Where where = Where::current());
    /// Lets time pass; timers fire when they are due.
    void waits(Duration time, Where where = Where::current());

    /// The next segment that was sent. What the line leaves out (ack, win, options) matches anything.
    void sees(std::string_view line, Expected expected = {}, Where where = Where::current());
    void sees_nothing(Where where = Where::current());
    /// All segments that were sent and not seen yet, as they are.
    std::vector<tcp::Segment> see_all();
    bool has_sent() const { return !unseen_.empty(); }
    void is_in(tcp::State state, Where where = Where::current());
    /// The user got this signal since the last step (call, arrival or wait).
    void signals(tcp::Signal signal, Where where = Where::current());
    void signals_nothing(Where where = Where::current());
    /// An effect named the rule since the last step.
    void names(tcp::Rule rule, Where where = Where::current());
    /// This many octets were delivered since the last step.
    void delivers(std::uint32_t octets, Where where = Where::current());

    const tcp::Tcb& tcb() const { return endpoint_.tcb(); }
    const std::string& delivered() const { return delivered_; }
    Instant now() const { return now_; }
    std::optional<tcp::Deadline> next_deadline() const { return endpoint_.next_deadline(); }
    /// The segment that the last sees() took.
    const tcp::Segment& last_seen() const { return last_seen_; }

private:
    void step(std::string text, Where where);
    void handle(const tcp::Event& event);
    void fail(const std::string& what, Where where) const;
    std::string relative(const tcp::Transmit& transmit) const;

    tcp::Endpoint endpoint_;
    Instant now_{};
    std::vector<std::string> log_;
    std::deque<tcp::Transmit> unseen_;
    std::vector<tcp::Signal> signals_;
    std::set<tcp::Rule> rules_;
    std::string delivered_;
    std::uint32_t delivered_before_ = 0;
    tcp::Segment last_seen_;
    Where last_step_ = Where::current();
    bool moved_ = false;
};

/// The rules that all conversations of this process have named.
const std::set<tcp::Rule>& rules_named_so_far();
void name_rule(tcp::Rule rule);

// Starters: each reaches its state by a real exchange of segments. The endpoint has ISS 1000, the peer 5000.
Conversation in_listen(tcp::Settings settings = {});
Conversation in_syn_sent(tcp::Settings settings = {});
Conversation in_syn_received(tcp::Settings settings = {});             // passive
Conversation in_syn_received_by_crossing(tcp::Settings settings = {}); // active
Conversation in_established(tcp::Settings settings = {});              // passive; no data sent yet
Conversation in_fin_wait_1(tcp::Settings settings = {});
Conversation in_fin_wait_2(tcp::Settings settings = {});
Conversation in_close_wait(tcp::Settings settings = {});
Conversation in_closing(tcp::Settings settings = {});
Conversation in_last_ack(tcp::Settings settings = {});
Conversation in_time_wait(tcp::Settings settings = {});

} // namespace tcpstage::testing
