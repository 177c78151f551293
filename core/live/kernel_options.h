#pragma once
// A lesson's `tcp:` options on real kernels: those that a kernel offers, and one sentence for each that it does not.

#include "core/lesson/scenario.h"
#include "core/live/protocol.h"

#include <vector>

namespace tcpstage::live {

struct KernelOptions {
    std::array<StackSetup, 2> stacks;
    std::vector<OwnedText> limits; // what the kernel cannot do, and does instead
};

/// For two private stacks, with privileges in their namespaces.
/// `by_hand`: a person holds the segments, so no timer should expire meanwhile.
KernelOptions options_for_wire(const lesson::Scenario& scenario, bool by_hand = false);

/// For ordinary sockets on the loopback interface, where few options can be chosen.
KernelOptions options_for_loopback(const lesson::Scenario& scenario);

} // namespace tcpstage::live
