#pragma once
// The one function that changes what is shown. Pure: the same model and action give the same result.

#include "ui/model/action.h"

namespace tcpstage {

Updated update(Model model, const Action& action);

/// The record of the newest step at `time`; no_record before the first.
RecordId stepAt(const Story& story, StageTime time);
/// The step that made `record` happen: the sending of an arrival, the call or arrival behind a sending, the step that
/// set a timer. no_record: nothing did.
RecordId causeOf(const Trace& trace, RecordId record);
/// The first step that `record` made happen; no_record: none.
RecordId effectOf(const Trace& trace, RecordId record);

} // namespace tcpstage
