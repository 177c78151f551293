#pragma once
// Checks a run against what its lesson expects.

#include "core/run/run.h"

namespace tcpstage::run {

/// An error for the first segment that differs from the expected ones, for each end whose states differ, and for each
/// warning of the run except only_a_warning(); empty if there are none.
std::vector<Error> check(const lesson::Scenario& scenario, const Run& run);
/// That the run would go on without end: a lesson that expects nothing has no end to differ from. Else nullptr.
const Error* only_a_warning(const lesson::Scenario& scenario, const Run& run);

/// How many segments of a run match; copies that the network makes and injected segments do not count.
std::int64_t matching(const lesson::ExpectedCount& expected, const trace::Trace& trace);
/// Octets to the user of that end.
std::int64_t delivered_to(trace::Side side, const trace::Trace& trace);
/// "at least 2", "3".
OwnedText limits_text(const lesson::Limits& limits);

} // namespace tcpstage::run
