#pragma once
// The machine under test: endpoints of this engine on a virtual clock, and what they sent. All segments of a script
// belong to one pair of socket addresses, so at most one stream receives them at a time.

#include "core/tcp/endpoint.h"
#include "core/trace/recorder.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace tcpstage::packetdrill {

/// Where both ends of a script are, as packetdrill has it by default.
inline constexpr tcp::SocketAddress machine_socket{{{192, 168, 0, 1}}, 8080};
inline constexpr tcp::SocketAddress script_socket{{{192, 0, 2, 1}}, 8080};

/// One connection and what its socket remembers of it.
struct Stream {
    Stream(const tcp::Settings& settings, tcp::IssPlan iss)
        : endpoint{settings, machine_socket, script_socket, std::move(iss)}
    {}

    tcp::State state() const { return endpoint.tcb().state; }

    tcp::Endpoint endpoint;
    int listener = -1;              // the descriptor that listens for it, until it is accepted
    bool connected = false;         // it was ESTABLISHED
    std::uint32_t unread = 0;       // with Reads::AtOnce: octets delivered that the script has not read
    bool ended = false;             // the peer's FIN is here: end of file
    std::string error;              // SO_ERROR: "ECONNRESET"; empty when there is none
    bool clock_known = false;       // whether clock_offset holds
    std::uint32_t clock_offset = 0; // our timestamps less the script's
};

struct SentSegment {
    tcp::Segment segment;
    Instant at;
    Stream* stream = nullptr;
    trace::TransitId transit = trace::no_transit; // when it is recorded
};

/// Why something happened, with the line of the script that caused it.
struct Reason {
    Instant at;
    tcp::Rule rule;
    int line = 0;
};

class Machine {
public:
    /// Also records what happens from now on in a trace: the machine is `side` of it, the script the other side.
    void record(trace::Trace& trace, trace::Side side);
    /// A new stream in CLOSED; segments go to it from now on.
    Stream& create(const tcp::Settings& settings, tcp::IssPlan iss);
    void handle(Stream& stream, const tcp::Event& event);
    /// Lets the earliest timer that is due at or before `until` expire. False if there is none.
    bool step(Instant until);
    /// Moves the clock forward without events; never back.
    void wait_until(Instant until) { now_ = std::max(now_, until); }

    Instant now() const { return now_; }
    /// The stream that receives segments; null before there is one.
    Stream* current() const { return streams_.empty() ? nullptr : streams_.back().get(); }
    const std::vector<std::unique_ptr<Stream>>& streams() const { return streams_; }
    std::deque<SentSegment>& sent() { return sent_; }
    const std::vector<Reason>& reasons() const { return reasons_; }
    /// The number of events handled and segments sent so far.
    std::size_t steps() const { return steps_; }
    /// Sets the line of the script to which the following reasons belong.
    void at_line(int line) { line_ = line; }

private:
    void begin(const Stream& stream, const tcp::Event& event);
    void arrive(const Stream& stream, const tcp::Segment& segment);
    void take_effects(Stream& stream);
    void transmit(Stream& stream, tcp::Transmit& transmit);
    static void signal_user(Stream& stream, tcp::Signal signal);

    Instant now_{};
    int line_ = 0;
    std::size_t steps_ = 0;
    std::vector<std::unique_ptr<Stream>> streams_;
    std::deque<SentSegment> sent_;
    std::vector<Reason> reasons_;
    tcp::Effects effects_;
    trace::Recorder recorder_;
    trace::Side side_ = trace::Side::Left;
    std::vector<trace::TransitId> launched_; // by the current event
};

} // namespace tcpstage::packetdrill
