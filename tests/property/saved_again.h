#pragma once
// "What is saved can be opened": a trace beside the one that its file gives back.

#include "core/run/run.h"

#include <string>

namespace tcpstage::testing {

/// What differs between two traces, in words; empty when nothing does: records, segments, the TCBs after each record,
/// and all exports.
std::string difference(const Trace& before, const Trace& after);

/// What a run loses when it is saved and opened again; empty when nothing.
std::string lost_by_saving(const Scenario& scenario, const Run& run);
/// The same for a trace without a lesson.
std::string lost_by_saving(const Trace& trace);

} // namespace tcpstage::testing
