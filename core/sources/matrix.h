#pragma once
// What each of the eleven states does with each kind of segment. Every cell is computed: real calls and segments bring
// an endpoint into the state, the segment arrives, and the trace shows what the engine did and by which rule.

#include "core/run/saved_run.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::sources {

/// The kinds of segment that RFC 9293 section 3.10.7 distinguishes, in the order of its steps.
enum class Stimulus : std::uint8_t { Outside, Rst, Syn, SynAck, AckOfUnsent, Ack, Data, Fin };
inline constexpr std::size_t stimulus_count = 8;

struct StimulusInfo {
    std::string_view id; // "ack-of-unsent"
    Text name;           // of the column
    Text what;           // one sentence: its numbers
};
const StimulusInfo& info(Stimulus stimulus);

struct MatrixCell {
    tcp::State state = tcp::State::Closed;
    Stimulus stimulus = Stimulus::Outside;
    std::string segment;              // the segment that arrives, in packetdrill's notation
    std::vector<std::string> replies; // the flags of the segments that answer it: "SYN, ACK"
    tcp::State next = tcp::State::Closed;
    bool taken = false; // some part of it had an effect; else it was discarded
    std::vector<tcp::Rule> rules;
    std::vector<tcp::Signal> user_signals; // to the user
    std::uint32_t delivered_bytes = 0;
    trace::RecordId arrival = trace::no_record; // in the cell's run
};

/// "matrix:established+rst": opens the cell's run like a lesson.
std::string cell_source(tcp::State state, Stimulus stimulus);
struct CellName {
    tcp::State state;
    Stimulus stimulus;
};
bool is_cell_source(std::string_view source);
/// Errors: no such state, no such kind of segment; with the nearest valid word.
Result<CellName> parse_cell_source(std::string_view source);

/// The run of a cell: the left end is brought into the state, and the segment arrives from the right one.
run::LessonRun run_cell(tcp::State state, Stimulus stimulus);
MatrixCell read_cell(const run::LessonRun& lesson_run, tcp::State state, Stimulus stimulus);
/// All cells, state by state. Computed at the first call.
const std::vector<MatrixCell>& state_matrix();
const MatrixCell& cell_of(tcp::State state, Stimulus stimulus);
/// "→ ESTABLISHED", or "" if the state does not change.
std::string next_text(const MatrixCell& cell);
/// The rule that best explains what happens.
std::optional<tcp::Rule> leading_rule(const MatrixCell& cell);

} // namespace tcpstage::sources
