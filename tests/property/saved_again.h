#pragma once
// "What is saved can be opened": a trace beside the one that its file gives back.

#include "core/run/run.h"

#include <string>

namespace tcpstage::testing {

/// What differs between two traces, in words; empty when nothing does: records, segments, the TCBs after each record,
/// and all exports.
std::string difference(const trace::Trace& before, const trace::Trace& after);

/// What a run loses when it is saved and opened again; empty when nothing.
std::string lost_by_saving(const lesson::Scenario& scenario, const run::Run& run);
/// The same for a trace without a lesson.
std::string lost_by_saving(const trace::Trace& trace);

} // namespace tcpstage::testing
