#pragma once
// Runs a lesson to its end. run() is a pure function: the same lesson gives the same run.

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

/// A change of the network's settings.
struct NetworkChange {
    Instant at;
    trace::RecordId after = trace::no_record; // the last record before it
    std::array<sim::LinkSettings, 2> before;
    std::array<sim::LinkSettings, 2> links;
};

/// Where a packetdrill script and its run differ.
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
    std::optional<std::size_t> limit{}; // of the warnings, the one that says that the run would go on without end
    std::optional<Mismatch> mismatch{}; // of a script
    std::vector<NetworkChange> networks{};    // by the steps of the lesson, in order of time
    trace::RecordId begin = trace::no_record; // the last record that stands done when the stage begins
};

/// After the last step the run continues until nothing is left to happen, or for Scenario::end, within the two limits
/// below. `step_begins`, if not null, receives the instants at which the steps begin, one per step, and that at which
/// the last one is over. When `stop` is requested, it returns at once with an incomplete run.
Run run(const lesson::Scenario& scenario, std::vector<Instant>* step_begins = nullptr, std::stop_token stop = {});

inline constexpr Duration longest_run{24h};
inline constexpr std::size_t most_records = 2'000'000;

/// Places the notes of a scenario in a growing trace; each record is read once.
class NotePlacer {
public:
    explicit NotePlacer(const std::vector<lesson::Note>& notes);
    /// `trace` must continue that of the previous call. Returns the notes whose moments have come, in order of time.
    /// Those `at: start` stand at `begin`, where the stage opens (Run::begin).
    std::vector<PlacedNote> place(const trace::Trace& trace, trace::RecordId begin = trace::no_record);

private:
    struct Wanted {
        lesson::NoteTrigger at;
        std::shared_ptr<const lesson::NoteMoment> like;
        std::uint32_t count = 0; // segments or records so far that match it
        trace::TransitId transit = trace::no_transit;
        trace::RecordId from = trace::no_record;
    };
    void scan_transits(const trace::Trace& trace);
    void scan_records(const trace::Trace& trace);

    std::vector<Wanted> notes_;
    std::size_t transits_ = 0; // read so far
    std::size_t records_ = 0;
};

/// The same for a complete trace.
std::vector<PlacedNote> place_notes(const std::vector<lesson::Note>& notes, const trace::Trace& trace,
                                    trace::RecordId begin = trace::no_record);
/// The segment, TCBs and rules at the moment of a note that is placed at `from`.
lesson::NoteMoment moment_of(const lesson::Note& note, const trace::Trace& trace, trace::RecordId from);
/// For notes that wait for a moment like the remembered one (Note::like): replaces it by its count in this run, so that
/// the note can be written. Left out are those whose moment has not come, and in titles counts that are others here.
std::vector<lesson::Note> settled(const std::vector<lesson::Note>& notes, const trace::Trace& trace);
/// The YAML of the lesson whose run this is, with all notes that have come in it.
std::string written_lesson(lesson::Scenario scenario, const trace::Trace& trace);

} // namespace tcpstage::run
