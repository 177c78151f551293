#pragma once
// Everything that a run of two hosts depends on, except what their users do.

#include "core/sim/fault.h"
#include "core/sim/link.h"
#include "core/tcp/tcb/settings.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace tcpstage::trace {
class Trace;
}

namespace tcpstage::sim {

struct EndpointSetup {
    std::string name;
    tcp::SocketAddress socket;
    tcp::IssPlan iss; // a secret of 0: one is made from the seed
    tcp::Settings settings;
    OwnedText shown{}; // what people read instead of the name; empty: the name
};

struct Setup {
    std::array<EndpointSetup, 2> endpoints;
    std::array<LinkSettings, 2> links; // [0] carries what the left end sends
    std::vector<Fault> faults;
    std::vector<Injection> injections;
    std::uint64_t seed = 1;
};

/// One socket talks to itself: both ends of the stage are the same endpoint.
inline bool is_mirrored(const Setup& setup) { return setup.endpoints[0].socket == setup.endpoints[1].socket; }
/// A trace with the names of this setup, ready for a Recorder.
trace::Trace empty_trace(const Setup& setup);

} // namespace tcpstage::sim
