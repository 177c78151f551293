#pragma once
// A lesson's `tcp:` options on real kernels: those that a kernel has, and one sentence for each that it has not.

#include "core/lesson/scenario.h"
#include "core/live/protocol.h"

#include <vector>

namespace tcpstage::live {

struct KernelOptions {
    std::array<StackSetup, 2> stacks;
    std::vector<OwnedText> limits; // what the kernel cannot do, and does instead
};

/// For two stacks of our own, with rights over their namespaces.
/// `by_hand`: somebody holds the segments, so no timer is to run out meanwhile.
KernelOptions options_for_wire(const lesson::Scenario& scenario, bool by_hand = false);

/// For ordinary sockets on the loopback interface, where hardly anything can be chosen.
KernelOptions options_for_loopback(const lesson::Scenario& scenario);

} // namespace tcpstage::live
