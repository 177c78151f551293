#pragma once
// The only door into a trace. Turns what an endpoint did into records; when it is off, it costs nothing.

#include "core/trace/trace.h"

namespace tcpstage {

class Recorder {
public:
    Recorder() = default; // off: everything is ignored
    explicit Recorder(Trace& trace) : trace_{&trace} {}

    bool on() const { return trace_ != nullptr; }

    // Heads of a group: each becomes the cause of what follows.
    void called(Side side, Call call, std::uint64_t octets, Instant now);
    void arrived(FlightId flight, Side receiver, Instant now);
    void lost(FlightId flight, Instant now);
    void timer_expired(Side side, Timer timer, Instant now);

    // What follows.
    void reason(Side side, Rule rule, Instant now);
    void entered(Side side, State from, State to, Rule rule, Instant now);
    void told(Side side, Signal signal, Instant now);
    void delivered(Side side, std::uint32_t octets, Instant now);
    /// Launches the flight and records its sending; no_flight when off.
    FlightId sent(Flight flight);
    /// Timers that changed between two TCBs, then the TCB itself.
    void changed(Side side, const Tcb& before, const Tcb& after, Instant now);

private:
    RecordId append(Kind kind, Side side, Instant now, std::uint8_t detail = 0, std::uint32_t ref = 0, std::int64_t value = 0);

    Trace* trace_ = nullptr;
    RecordId head_ = no_record;
};

} // namespace tcpstage
