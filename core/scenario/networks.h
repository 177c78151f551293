#pragma once
// Which network a lesson has at which moment, and how two networks differ, in words.

#include "core/scenario/scenario.h"

namespace tcpstage {

using Links = std::array<LinkSettings, 2>;

/// The network from an instant on.
struct NetworkFrom {
    Instant at;
    Links links;
};
/// In order of time; the first is the one that the lesson begins with. Runs the lesson when a step changes it.
std::vector<NetworkFrom> networks_of(const Scenario& scenario);
/// `networks` is not empty.
const Links& links_at(const std::vector<NetworkFrom>& networks, Instant at);

/// What is not as before: "delay 300 ms, loss 5 %", each way by its end's name where they differ. Empty: nothing.
OwnedText changes(const Links& before, const Links& after, const std::array<EndpointSetup, 2>& endpoints);

} // namespace tcpstage
