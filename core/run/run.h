#pragma once
// Runs a scenario to its end: a pure function.

#include "core/lesson/scenario.h"
#include "core/trace/trace.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tcpstage::run {

/// A note with the moment from which it is shown.
struct PlacedNote {
    trace::RecordId from = trace::no_record; // no_record: from the start
    std::size_t note = 0;                    // index in Scenario::notes
    friend bool operator==(const PlacedNote&, const PlacedNote&) = default;
};

/// The network becomes another one.
struct NetworkChange {
    Instant at;
    trace::RecordId after = trace::no_record; // the last record before it
    std::array<sim::LinkSettings, 2> before;
    std::array<sim::LinkSettings, 2> links;
};

/// Where a packetdrill script and its run part.
struct Mismatch {
    int line = 0;
    OwnedText what;                               // "error handling packet: ...", in packetdrill's own words
    std::string expected;                         // "0.100000 P. 1:101(100) ack 2"; empty unless segments differ
    std::string seen;                             // empty: nothing was sent
    trace::TransitId transit = trace::no_transit; // what was sent instead
};

struct Run {
    trace::Trace trace;
    std::vector<PlacedNote> notes;      // in order of time
    std::vector<Error> warnings;        // a fault that matched nothing, a wait that never ended, a note that never came
    std::optional<Mismatch> mismatch{}; // of a script
    std::vector<NetworkChange> networks{}; // by the steps of the lesson, in order of time
};

/// After the last step it goes on until nothing is left to happen, bounded by the two limits below. `step_begins`, when
/// wanted, becomes the instants at which the steps begin, one per step. When `stop` is requested it ends at once, and
/// what it has by then is of no use.
Run run(const lesson::Scenario& scenario, std::vector<Instant>* step_begins = nullptr, std::stop_token stop = {});

inline constexpr Duration longest_run{24h};
inline constexpr std::size_t most_records = 2'000'000;

/// Where the notes of a scenario belong in a trace that grows; each record is looked at once.
class NotePlacer {
public:
    explicit NotePlacer(const std::vector<lesson::Note>& notes);
    /// `trace` begins as the one before did. Notes whose moment has not come are left out. In order of time.
    std::vector<PlacedNote> place(const trace::Trace& trace);

private:
    struct Wanted {
        lesson::NoteTrigger at;
        std::uint32_t count = 0; // of those that it speaks of, until now
        trace::TransitId transit = trace::no_transit;
        trace::RecordId from = trace::no_record;
    };
    void scan_transits(const trace::Trace& trace);
    void scan_records(const trace::Trace& trace);

    std::vector<Wanted> notes_;
    std::size_t transits_ = 0; // that were looked at
    std::size_t records_ = 0;
};

/// In a trace that is there as a whole.
std::vector<PlacedNote> place_notes(const std::vector<lesson::Note>& notes, const trace::Trace& trace);

} // namespace tcpstage::run
