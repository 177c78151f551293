#pragma once
// The notes of a lesson in its run on real kernels. A note says "server segment 2", but a kernel that sends one segment
// more counts otherwise: so a note about a segment or a timer is shown where the same happens as at its moment of the
// simulated run, and not at all if it does not happen.

#include "core/run/run.h"

namespace tcpstage::run {

/// Places the notes in a growing trace; each record is read once.
class RealNotePlacer {
public:
    /// Runs the lesson in the simulator.
    explicit RealNotePlacer(const lesson::Scenario& scenario);
    /// As NotePlacer::place().
    std::vector<PlacedNote> place(const trace::Trace& trace, trace::RecordId begin = trace::no_record);

    /// What a segment tells, with numbers relative to each side's ISS.
    struct Content {
        trace::Side from = trace::Side::Left;
        std::uint8_t flags = 0; // without PSH, and of a reset only RST: stacks differ in these
        std::uint32_t seq = 0;
        std::uint32_t ack = 0;
        std::uint32_t payload_bytes = 0;
        bool closes_window = false;
        friend bool operator==(const Content&, const Content&) = default;
    };
    /// The expiry of a timer.
    struct Expiry {
        trace::Side side = trace::Side::Left;
        tcp::Timer timer = tcp::Timer::Retransmit;
        tcp::State state = tcp::State::Closed;
        std::uint32_t acknowledged = 0; // of its side, for a retransmission: SND.UNA - ISS
        friend bool operator==(const Expiry&, const Expiry&) = default;
    };

private:
    struct Wanted {
        lesson::NoteTrigger::Kind kind = lesson::NoteTrigger::Kind::Start;
        std::optional<Content> segment;
        std::optional<Expiry> expiry;
        std::uint32_t nth = 1; // of those that are the same
        std::uint32_t count = 0;
        std::vector<trace::TransitId> transits; // the nth and later ones
        trace::RecordId from = trace::no_record;
    };
    void learn(Wanted& note, const trace::Trace& simulated, trace::RecordId moment) const;
    void scan(const trace::Trace& trace);
    void take_segments(const trace::Trace& trace);

    NotePlacer others_; // for notes about states, calls and rules
    std::vector<Wanted> notes_;
    std::array<tcp::Seq, 2> iss_{};
    std::size_t transits_ = 0; // read so far
    std::size_t records_ = 0;
};

/// The notes of a complete run of that lesson, simulated or real.
std::vector<PlacedNote> place_notes(const lesson::Scenario& scenario, const trace::Trace& trace,
                                    trace::RecordId begin = trace::no_record);

} // namespace tcpstage::run
