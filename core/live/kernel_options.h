#pragma once
// A lesson's `tcp:` options on real kernels: those that a kernel offers, and one sentence for each that it does not.

#include "core/lesson/scenario.h"
#include "core/live/protocol.h"

#include <vector>

namespace tcpstage::live {

/// The least RTO of a kernel while a person holds its segments: longer than most people think, and below the longest
/// RTO, which is 120 s.
inline constexpr Duration patient_rto_min{100s};

struct KernelOptions {
    std::array<StackSetup, 2> stacks;
    std::vector<OwnedText> limits; // what the kernel cannot do, and does instead
};

/// For two private stacks, with privileges in their namespaces.
/// `by_hand`: a person holds the segments, so no timer should expire meanwhile. `as_machine`: the settings of this
/// machine's TCP instead of the lesson's; of these only what a program chooses for its socket.
KernelOptions options_for_wire(const lesson::Scenario& scenario, bool by_hand = false, bool as_machine = false);
/// For programs of the user, with this machine's own settings. The client is on the left.
KernelOptions options_for_programs(bool by_hand, bool ip6);

/// The least RTO that this end would have if nobody held its segments.
Duration usual_rto_min(const tcp::Settings& wished);

/// For ordinary sockets on the loopback interface, where few options can be chosen.
KernelOptions options_for_loopback(const lesson::Scenario& scenario);

} // namespace tcpstage::live
