#pragma once
// What made a step happen, and what it made happen: a walk along a trace, step by step.

#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

#include <vector>

namespace tcpstage::scene {

/// The record of the newest step at `time`; no_record before the first.
trace::RecordId stepAt(const StagedRun& staged, StageTime time);
/// The step that a record belongs to: what it follows from at the same instant, or itself.
trace::RecordId headOf(const trace::Trace& trace, trace::RecordId id);
/// The step that made `record` happen: the sending of an arrival or of a loss, the call, arrival or timer behind a
/// sending, the step that set a timer. no_record: nothing did.
trace::RecordId causeOf(const trace::Trace& trace, trace::RecordId record);
/// The steps that `record` made happen, in order: what became of a segment, what was sent for it, the timer that it set
/// and that expired, the retransmission of what was lost.
std::vector<trace::RecordId> effectsOf(const trace::Trace& trace, trace::RecordId record);
/// The first of them; no_record: none.
trace::RecordId effectOf(const trace::Trace& trace, trace::RecordId record);
/// From the cause of `record` back to what began it all; at most `most`.
std::vector<trace::RecordId> causesOf(const trace::Trace& trace, trace::RecordId record, std::size_t most);

/// The step in which what is selected became as it is at `moment`: a segment's sending, a state's beginning, the last
/// change of a variable, the start of a timer. no_record: it has been so from the beginning, or it is no such thing.
trace::RecordId stepOf(const StagedRun& staged, const Ref& selection, trace::Moment moment);
/// What selects a step: its segment, or the step itself.
Ref refOfStep(const trace::Trace& trace, trace::RecordId step);
/// Whether `selection` is what refOfStep() gives for `step`.
bool selects(const Ref& selection, const trace::Trace& trace, trace::RecordId step);

} // namespace tcpstage::scene
