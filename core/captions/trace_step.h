#pragma once
// A step of a trace with what belongs to it: of a call, an arrival or a timer what follows until the first segment is
// sent for it; of a sending what follows until the next one.

#include "core/trace/trace.h"

#include <optional>
#include <vector>

namespace tcpstage::captions {

struct TraceStep {
    trace::RecordId record = trace::no_record; // of the step itself
    trace::RecordId head = trace::no_record;   // what it follows from at the same instant, or itself
    trace::RecordId end = trace::no_record;    // the first record after what belongs to it
};

/// The step that `record` belongs to; empty before the first.
std::optional<TraceStep> step_of(const trace::Trace& trace, trace::RecordId record);
/// The step after `record`; empty after the last.
std::optional<TraceStep> step_after(const trace::Trace& trace, trace::RecordId record);

/// The rules by which a step happened, in order, each once; what was measured by the way comes last. A reason that is
/// named before a segment of the same group belongs to that segment; the first segment of a group has those of its
/// head.
std::vector<tcp::Rule> rules_of(const trace::Trace& trace, const TraceStep& step);
/// The states of the end before and after the step, and those that its group enters.
std::vector<tcp::State> states_of(const trace::Trace& trace, const TraceStep& step);
/// Those of all that the step led to at once.
std::vector<tcp::Rule> group_rules_of(const trace::Trace& trace, const TraceStep& step);
/// Those that are named for this step and no other.
std::vector<tcp::Rule> own_rules_of(const trace::Trace& trace, const TraceStep& step);

} // namespace tcpstage::captions
