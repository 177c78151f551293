#pragma once
// The data of plots, collected from a trace in one pass when a plot is first shown, and extended when the trace grows.

#include "core/trace/trace.h"

#include <array>
#include <vector>

namespace tcpstage::scene {

/// What has changed in a side's TCB while it was synchronized: a run is about such variables.
namespace Seen {
inline constexpr std::uint8_t cwnd = 1;
inline constexpr std::uint8_t ssthresh = 2; // there is one
inline constexpr std::uint8_t window = 4;   // the peer's
inline constexpr std::uint8_t backoff = 8;  // the RTO was doubled
inline constexpr std::uint8_t fast = 16;    // a loss was found by duplicate ACKs
} // namespace Seen

/// The plotted variables of a side's TCB after an event that changed one of them.
struct Sample {
    Instant at;
    trace::RecordId record = trace::no_record;
    trace::TransitId arrival = trace::no_transit; // the segment that caused the change
    tcp::Seq una;
    tcp::Seq nxt;
    std::uint32_t wnd = 0;
    std::uint32_t cwnd = 0;
    std::uint32_t ssthresh = 0;
    Duration srtt{0};
    Duration rttvar{0};
    Duration rto{0};
    std::uint8_t backoff = 0;
    tcp::Recovery recovery = tcp::Recovery::None;
    tcp::State state = tcp::State::Closed;
    std::uint8_t seen = 0; // of Seen, until now

    std::uint32_t inFlight() const { return nxt - una; }
};

/// The phase of congestion control (RFC 5681).
/// After a time-out it is slow start again (section 3.1).
enum class Phase : std::uint8_t { None, SlowStart, CongestionAvoidance, FastRecovery };
Phase phaseOf(const Sample& sample);

/// A measured round trip.
struct RoundTrip {
    Instant at;
    trace::RecordId record;
    trace::TransitId ack; // the segment whose ACK ended it
    Duration length;
};

/// A timer from its start to its end.
struct TimerRun {
    enum class End : std::uint8_t { Running, Expired, Cancelled, Restarted };
    tcp::Timer timer;
    Instant from;
    Instant due;
    trace::RecordId record;                   // TimerSet
    trace::RecordId ended = trace::no_record; // the record of its end
    Instant to{};                             // the end
    End end = End::Running;
};

struct SideSeries {
    std::vector<Sample> samples;
    std::vector<RoundTrip> roundTrips;
    std::vector<TimerRun> timers;
    std::uint64_t payload = 0; // octets sent, including retransmissions
    // Whether there are any of its segments that
    bool control = false;   // take a number without data: SYN and FIN
    bool again = false;     // are retransmissions
    bool lost = false;      // are lost
    bool selective = false; // the peer has acknowledged by SACK blocks
};

class Series {
public:
    /// Adds what `trace` has gained since the last call; starts again if it is shorter.
    void follow(const trace::Trace& trace);

    const SideSeries& of(trace::Side side) const { return sides_[trace::index(side)]; }
    /// When the last segment arrives or is lost.
    Instant lastEnd() const { return lastEnd_; }

private:
    using Running = std::array<std::array<std::size_t, tcp::timer_count>, 2>; // index + 1 in `timers`; 0: none
    /// The sizes before the last group of records, which may still grow.
    struct Mark {
        trace::RecordId record = 0;
        std::array<std::array<std::size_t, 3>, 2> sizes{};
        Running running{};
    };
    void goBack();
    void mark(trace::RecordId record);
    void take(const trace::Trace& trace, trace::RecordId id);
    void takeTransits(const trace::Trace& trace);
    void sample(const trace::Trace& trace, trace::Side side, trace::RecordId id);
    void measured(const trace::Trace& trace, const trace::Record& record);
    void timer(const trace::Record& record, trace::RecordId id);

    std::array<SideSeries, 2> sides_;
    Running running_{};
    Mark mark_;
    std::size_t records_ = 0;
    std::size_t transits_ = 0;
    std::vector<trace::TransitId> underWay_; // segments under way then
    Instant lastKnownEnd_{};                 // latest end of all others
    Instant lastEnd_{};
};

} // namespace tcpstage::scene
