#pragma once
// Does a run keep what its lesson expects?

#include "core/run/run.h"

namespace tcpstage::run {

/// One sentence for each expectation that the run differs from; empty when all are kept. Warnings of the run count.
std::vector<Error> check(const lesson::Scenario& scenario, const Run& run);

} // namespace tcpstage::run
