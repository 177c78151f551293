#pragma once
// A step of a trace with the records that belong to it: those after the step's own record and before the next step.

#include "core/trace/trace.h"

#include <optional>
#include <vector>

namespace tcpstage::captions {

struct TraceStep {
    trace::RecordId record = trace::no_record; // of the step itself
    trace::RecordId head = trace::no_record;   // the cause of a sending at the same instant, else the step itself
    trace::RecordId end = trace::no_record;    // one past its last record
};

/// The step that `record` belongs to; empty before the first.
std::optional<TraceStep> step_of(const trace::Trace& trace, trace::RecordId record);
/// The step after `record`; empty after the last.
std::optional<TraceStep> step_after(const trace::Trace& trace, trace::RecordId record);

/// The rules that explain a step, each once: own_rules_of(), or if there are none those of its head, or else those of
/// its group.
std::vector<tcp::Rule> rules_of(const trace::Trace& trace, const TraceStep& step);
/// The states of the end before its head and after the step, and those that the records of its head enter.
std::vector<tcp::State> states_of(const trace::Trace& trace, const TraceStep& step);
/// The rules of all records that have the same head.
std::vector<tcp::Rule> group_rules_of(const trace::Trace& trace, const TraceStep& step);
/// The rules that are named for this step only, in order, with measurements last. A reason between two segments of one
/// head belongs to the second one.
std::vector<tcp::Rule> own_rules_of(const trace::Trace& trace, const TraceStep& step);

} // namespace tcpstage::captions
