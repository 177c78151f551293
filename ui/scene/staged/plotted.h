#pragma once
// The items of plots, and the summaries of many of them.

#include "core/trace/trace.h"

#include <array>
#include <limits>
#include <optional>

namespace tcpstage::scene {

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
    std::uint16_t seen = 0; // of Seen, until now

    std::uint32_t inFlight() const { return nxt - una; }
};

/// The phase of congestion control (RFC 5681).
/// After a time-out it is slow start again (section 3.1).
enum class Phase : std::uint8_t { None, SlowStart, CongestionAvoidance, FastRecovery };
Phase phaseOf(const Sample& sample);

/// What lines of plots show of a sample. Acknowledged and Edge count from its SND.UNA.
enum class Plotted : std::uint8_t { Acknowledged, Edge, Window, InFlight, Cwnd, Ssthresh, Srtt, Rto };
inline constexpr std::size_t plotted_count = 8;
/// Octets, or nanoseconds; empty if the side has none then.
std::optional<std::int64_t> valueOf(const Sample& sample, Plotted what);

/// The least and the greatest of some values.
struct Extent {
    std::int64_t low = std::numeric_limits<std::int64_t>::max();
    std::int64_t high = std::numeric_limits<std::int64_t>::min();
    bool isEmpty() const { return low > high; }
    void take(std::int64_t value) { take(Extent{value, value}); }
    void take(const Extent& other)
    {
        low = other.low < low ? other.low : low;
        high = other.high > high ? other.high : high;
    }
    Extent movedBy(std::int64_t by) const { return isEmpty() ? Extent{} : Extent{low + by, high + by}; }
};

struct SampleSummary {
    explicit SampleSummary(const Sample& sample);
    void take(const SampleSummary& next);
    bool haveAll(Plotted what) const { return (all & 1U << static_cast<unsigned>(what)) != 0; }
    const Extent& of(Plotted what) const { return extents[static_cast<std::size_t>(what)]; }
    Instant from, to;
    tcp::Seq una;           // of the first,
    tcp::Seq lastUna;       // and of the last,
    std::int64_t reach = 0; // so far ahead: more than 2^31 if there are very many
    std::uint8_t all;       // mask of what each sample has
    std::uint8_t in;        // mask of phases
    bool backsOff;          // a sample has a back-off
    bool afterTimeout;      // a sample is in the recovery from a time-out
    std::array<Extent, plotted_count> extents;
};

/// A measured round trip.
struct RoundTrip {
    Instant at;
    trace::RecordId record;
    trace::TransitId ack; // the segment whose ACK ended it
    Duration length;
};
struct RoundTripSummary {
    explicit RoundTripSummary(const RoundTrip& trip);
    void take(const RoundTripSummary& next) { extent.take(next.extent); }
    Extent extent; // nanoseconds; of those that are not 0
};

/// A segment that takes sequence numbers of its sender in the conversation.
struct Sending {
    Instant sent;
    trace::TransitId id = trace::no_transit;
    trace::RecordId record = trace::no_record; // of its sending
    trace::RecordId lost = trace::no_record;   // of its loss
    tcp::Seq seq;
    std::uint32_t length = 0;
    bool again = false; // a retransmission

    enum class Kind : std::uint8_t { Plain, Again, Gone };
    Kind kind(bool isLost) const { return isLost ? Kind::Gone : again ? Kind::Again : Kind::Plain; }
};
struct SendingSummary {
    explicit SendingSummary(const Sending& sending);
    void take(const SendingSummary& next);

    struct Part {
        Extent extent; // of its numbers, which count from `seq`
        Instant sent;  // of the first
        trace::TransitId first = trace::no_transit;
        std::size_t count = 0;
    };
    Instant from, to;
    tcp::Seq seq;              // of the first,
    tcp::Seq lastSeq;          // and of the last,
    std::int64_t reach = 0;    // so far ahead
    std::uint32_t longest;     // in octets
    trace::RecordId last;      // the last that they are about, sendings or losses
    std::array<Part, 3> parts; // by kind
    Extent extent() const;
};

} // namespace tcpstage::scene
