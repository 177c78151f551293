#pragma once
// What plots show of a run, gathered from its trace in one pass at the first look at a plot; it goes on as the trace
// does.

#include "core/trace/trace.h"

#include <array>
#include <vector>

namespace tcpstage {

/// A side's TCB after an event that changed what plots show.
struct Sample {
    Instant at;
    RecordId record = no_record;
    TransitId arrival = no_transit; // the segment that did it
    Seq una;
    Seq nxt;
    std::uint32_t wnd = 0;
    std::uint32_t cwnd = 0;
    std::uint32_t ssthresh = 0;
    Duration srtt{0};
    Duration rttvar{0};
    Duration rto{0};
    std::uint8_t backoff = 0;
    Recovery recovery = Recovery::None;
    State state = State::Closed;

    std::uint32_t inFlight() const { return nxt - una; }
};

/// How a sender with congestion control behaves (RFC 5681).
enum class Phase : std::uint8_t { None, SlowStart, CongestionAvoidance, FastRecovery, Timeout };
Phase phaseOf(const Sample& sample);

/// A measured round trip.
struct RoundTrip {
    Instant at;
    RecordId record;
    TransitId ack; // the segment whose ACK ended it
    Duration length;
};

/// A timer from its start to its end.
struct TimerRun {
    enum class End : std::uint8_t { Running, Expired, Cancelled, Restarted };
    Timer timer;
    Instant from;
    Instant due;
    RecordId record;            // TimerSet
    RecordId ended = no_record; // the record that ended it
    Instant to{};               // when
    End end = End::Running;
};

struct SideSeries {
    std::vector<Sample> samples;
    std::vector<RoundTrip> roundTrips;
    std::vector<TimerRun> timers;
    std::uint64_t payload = 0; // octets sent, retransmissions too
};

class Series {
public:
    /// `trace` may have gone on since the last call; a shorter one is gathered anew.
    void follow(const Trace& trace);

    const SideSeries& of(Side side) const { return sides_[index(side)]; }
    /// When the last segment has come to its end.
    Instant lastEnd() const { return lastEnd_; }

private:
    using Running = std::array<std::array<std::size_t, timer_count>, 2>; // index + 1 in `timers`; 0: none
    /// What was gathered before the last group of records, which may go on.
    struct Mark {
        RecordId record = 0;
        std::array<std::array<std::size_t, 3>, 2> sizes{};
        Running running{};
    };
    void goBack();
    void mark(RecordId record);
    void take(const Trace& trace, RecordId id);
    void takeTransits(const Trace& trace);
    void sample(const Trace& trace, Side side, RecordId id);
    void measured(const Trace& trace, const Record& record);
    void timer(const Record& record, RecordId id);

    std::array<SideSeries, 2> sides_;
    Running running_{};
    Mark mark_;
    std::size_t records_ = 0;
    std::size_t transits_ = 0;
    std::vector<TransitId> underWay_; // of those
    Instant lastKnownEnd_{};          // of all others
    Instant lastEnd_{};
};

} // namespace tcpstage
