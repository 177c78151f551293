#pragma once
// What a wait of a lesson waits for, and where its stage begins.

#include "core/lesson/scenario.h"
#include "core/trace/trace.h"

namespace tcpstage::run {

/// Whether an end with this TCB is there.
bool is_reached(const lesson::StateReached& wanted, const tcp::Tcb& tcb);

/// "CLOSE-WAIT", "acknowledged".
std::string_view word_of(const lesson::StateReached& wanted);

/// The last record that stands done when the stage of the lesson begins: with it, all of Scenario::begin have been
/// reached. no_record: the stage begins with the first record, or the moment never comes. O(records).
trace::RecordId beginning(const lesson::Scenario& scenario, const trace::Trace& trace);

} // namespace tcpstage::run
