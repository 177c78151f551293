#pragma once
// Compares a trace with what saving and opening it gives.

#include "core/run/run.h"

#include <string>

namespace tcpstage::testing {

/// Describes the first difference between two traces in records, segments, TCBs after each record, or exports; empty if
/// there is none.
std::string difference(const trace::Trace& before, const trace::Trace& after);

/// Describes what a run loses when it is saved and opened again; empty if nothing.
std::string lost_by_saving(const lesson::Scenario& scenario, const run::Run& run);
/// The same for a trace without a lesson.
std::string lost_by_saving(const trace::Trace& trace);

} // namespace tcpstage::testing
