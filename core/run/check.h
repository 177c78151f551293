#pragma once
// Checks a run against what its lesson expects.

#include "core/run/run.h"

namespace tcpstage::run {

/// An error for the first segment that differs from the expected ones, for each end whose states differ, and for each
/// warning of the run; empty if there are none.
std::vector<Error> check(const lesson::Scenario& scenario, const Run& run);

} // namespace tcpstage::run
