#pragma once
// Checks a run against what its lesson expects.

#include "core/run/run.h"

namespace tcpstage::run {

/// One error for each expectation that the run does not meet, and the warnings of the run; empty if there are none.
std::vector<Error> check(const lesson::Scenario& scenario, const Run& run);

} // namespace tcpstage::run
