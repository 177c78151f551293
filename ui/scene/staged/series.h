#pragma once
// The data of plots, collected from a trace in one pass when a plot is first shown, and extended when the trace grows.

#include "ui/scene/staged/rounds.h"
#include "ui/scene/staged/seen.h"
#include "ui/scene/staged/summaries.h"

#include <array>
#include <optional>
#include <vector>

namespace tcpstage::scene {

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

/// A segment with SACK blocks that has arrived at the side.
struct Selection {
    Instant at;
    trace::RecordId record; // of the arrival
    trace::TransitId id;
    tcp::SackBlock newest; // its first block: with the octets that have just arrived (RFC 2018 section 4)
};

struct SideSeries {
    std::vector<Sample> samples;
    Summaries<Sample, SampleSummary> sampleSummaries;
    std::vector<Round> rounds;
    std::vector<RoundTrip> roundTrips;
    Summaries<RoundTrip, RoundTripSummary> tripSummaries;
    std::vector<Sending> sendings; // in order of sending
    Summaries<Sending, SendingSummary> sendingSummaries;
    std::vector<Selection> selections;                          // in order of arrival
    std::array<std::vector<TimerRun>, tcp::timer_count> timers; // each ends before the next one of its kind begins
    std::uint8_t timerEnds = 0;                                 // mask of TimerRun::End
    std::optional<tcp::Seq> initial;                            // its first number: its ISS, if its SYN is in the trace
    std::optional<tcp::Seq> skippedTo;                          // the first number after what the lesson has skipped
    std::uint64_t payload = 0;                                  // octets sent, including retransmissions
    // Whether there are any of its segments that
    bool synchronized = false; // are SYNs
    bool control = false;      // take a number without data: SYN and FIN
    bool again = false;        // are retransmissions
    bool lost = false;         // are lost
    bool selective = false;    // the peer has acknowledged by SACK blocks

    bool has(std::uint16_t seen) const { return !samples.empty() && (samples.back().seen & seen) != 0; }
    bool has(TimerRun::End end) const { return (timerEnds & 1U << static_cast<unsigned>(end)) != 0; }
};

class Series {
public:
    /// Adds what `trace` has gained since the last call; starts again if it is shorter.
    void follow(const trace::Trace& trace);

    const SideSeries& of(trace::Side side) const { return sides_[trace::index(side)]; }
    /// When the last segment arrives or is lost.
    Instant lastEnd() const { return lastEnd_; }

private:
    using Running = std::array<std::array<bool, tcp::timer_count>, 2>; // whether the last one of a kind runs
    /// How far a side is before the last group of records, which may still grow.
    struct Sizes {
        std::size_t samples = 0;
        std::size_t rounds = 0;
        RoundFinder finder{};
        std::size_t roundTrips = 0;
        std::array<std::size_t, tcp::timer_count> timers{};
        std::uint8_t timerEnds = 0;
    };
    struct Mark {
        trace::RecordId record = 0;
        std::array<Sizes, 2> sizes{};
        Running running{};
    };
    void goBack();
    void mark(trace::RecordId record);
    /// What is read while records are taken in their order.
    struct Reading {
        const trace::Trace& trace;
        std::array<trace::SnapshotReader, 2> tcbs;
        trace::RecordId head = trace::no_record; // of a group after which a sample is due
        trace::Side side{};                      // of that head
    };
    void takeRecords(const trace::Trace& trace);
    void take(Reading& reading, trace::RecordId id);
    void takeAnother(Reading& reading, trace::RecordId id);
    void takeTransits(const trace::Trace& trace);
    void countUnseen();
    void sent(const trace::Transit& transit, trace::TransitId id);
    void loseSending(const trace::Transit& transit, trace::TransitId id);
    void sample(Reading& reading, trace::RecordId last);
    void measured(Reading& reading, const trace::Record& record);
    void timer(const trace::Record& record, trace::RecordId id);

    std::array<SideSeries, 2> sides_;
    std::array<RoundFinder, 2> finders_;
    Running running_{};
    Mark mark_;
    std::size_t records_ = 0;
    std::size_t transits_ = 0;
    bool reported_ = false;                  // by a kernel: no segment is seen
    std::vector<trace::TransitId> underWay_; // segments under way then
    Instant lastKnownEnd_{};                 // latest end of all others
    Instant lastEnd_{};
};

} // namespace tcpstage::scene
