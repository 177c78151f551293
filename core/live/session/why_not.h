#pragma once
// Lessons that real kernels cannot show at all. What they only do differently is in kernel_options.h.

#include "core/lesson/scenario.h"

#include <optional>

namespace tcpstage::live {

/// Empty: real kernels can show it.
std::optional<Error> why_not_real(const lesson::Scenario& scenario);
/// The same for the loopback interface, where each segment arrives before the other end can do anything. Runs the
/// lesson in the simulator.
std::optional<Error> why_not_on_loopback(const lesson::Scenario& scenario);

} // namespace tcpstage::live
