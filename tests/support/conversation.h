#pragma once
// One endpoint and a test that plays its user, its peer and its clock. Segments are written in packetdrill's notation
// with numbers relative to each side's initial one: "> P. 1:101(100) ack 1" is sent by the endpoint, "< ..." by the
// test. When a step fails, every step so far is printed.

#include "core/tcp/endpoint.h"
#include "core/tcp/segment/notation.h"

#include <deque>
#include <optional>
#include <set>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::testing {

struct Expected {
    std::optional<Rule> rule;
};
inline Expected because(Rule rule) { return {rule}; }

// Calls, short.
inline Event listen() { return Open{false}; }
inline Event connect() { return Open{true}; }
inline Event send(std::uint32_t octets) { return Send{Bytes::pattern(octets)}; }
inline Event send(std::string_view text) { return Send{Bytes{text}}; }
inline Event receive(std::uint32_t octets) { return Receive{octets}; }
inline Event shutdown() { return Shutdown{}; }
inline Event close() { return Close{}; }
inline Event abort() { return Abort{}; }

class Conversation {
public:
    using Where = std::source_location;

    static constexpr Seq our_iss{1000};
    static constexpr Seq peer_iss{5000};

    explicit Conversation(Settings settings = {}, std::vector<Seq> our_isss = {our_iss});
    Conversation(Conversation&&) noexcept;
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;
    Conversation& operator=(Conversation&&) = delete;
    /// Fails when a segment was sent that nobody has seen.
    ~Conversation();

    void call(const Event& event, Where where = Where::current());
    /// A segment from the peer: "< S 0:0(0) win 65535 <mss 1460>". Without `win`: 65535.
    void arrives(std::string_view line, Where where = Where::current());
    /// The same with everything in the test's hands; numbers are absolute.
    void arrives(const Segment& segment, Where where = Where::current());
    /// Time passes; timers fire on their way.
    void waits(Duration time, Where where = Where::current());

    /// The next segment that was sent. What the line leaves out (ack, win, options) matches anything.
    void sees(std::string_view line, Expected expected = {}, Where where = Where::current());
    void sees_nothing(Where where = Where::current());
    void is_in(State state, Where where = Where::current());
    /// The user was told so since the last step (call, arrival or wait).
    void tells(Signal signal, Where where = Where::current());
    void tells_nothing(Where where = Where::current());
    /// The rule was named since the last step.
    void names(Rule rule, Where where = Where::current());
    /// Octets delivered since the last step.
    void delivers(std::uint32_t octets, Where where = Where::current());

    const Tcb& tcb() const { return endpoint_.tcb(); }
    const std::string& delivered() const { return delivered_; }
    Instant now() const { return now_; }
    std::optional<Deadline> next_deadline() const { return endpoint_.next_deadline(); }
    /// The whole segment that sees() saw last.
    const Segment& last_seen() const { return last_seen_; }

private:
    void step(std::string text, Where where);
    void handle(const Event& event);
    void fail(const std::string& what, Where where) const;
    std::string relative(const Transmit& transmit) const;

    Endpoint endpoint_;
    Instant now_{};
    std::vector<std::string> log_;
    std::deque<Transmit> unseen_;
    std::vector<Signal> signals_;
    std::set<Rule> rules_;
    std::string delivered_;
    std::uint32_t delivered_before_ = 0;
    Segment last_seen_;
    Where last_step_;
    bool moved_ = false;
};

/// Every rule that any conversation of this process has named.
const std::set<Rule>& rules_named_so_far();
void name_rule(Rule rule);

// Starters: each gets there by a conversation, so nothing is assumed. The endpoint has ISS 1000, the peer 5000.
Conversation in_listen(Settings settings = {});
Conversation in_syn_sent(Settings settings = {});
Conversation in_syn_received(Settings settings = {});             // passive
Conversation in_syn_received_by_crossing(Settings settings = {}); // active
Conversation in_established(Settings settings = {});              // passive; nothing was sent yet
Conversation in_fin_wait_1(Settings settings = {});
Conversation in_fin_wait_2(Settings settings = {});
Conversation in_close_wait(Settings settings = {});
Conversation in_closing(Settings settings = {});
Conversation in_last_ack(Settings settings = {});
Conversation in_time_wait(Settings settings = {});

} // namespace tcpstage::testing
