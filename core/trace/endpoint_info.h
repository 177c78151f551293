#pragma once
// Where a trace comes from, who its two ends are, and what memory it takes.

#include "core/base/text.h"
#include "core/tcp/segment/ip_address.h"
#include "core/tcp/tcb/settings.h"
#include "core/trace/record.h"
#include "core/trace/setting.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::trace {

enum class Source : std::uint8_t { Simulated, Live, Capture, Script };
/// The name of the end that the script plays in a trace of a packetdrill script. That end has no state.
inline constexpr std::string_view script_name = "script";

struct EndpointInfo {
    std::string name; // "client"
    tcp::IpSocket socket;
    tcp::Counterfactuals without{};  // the rules that it lacks
    OwnedText shown{};               // what people read instead of the name; empty: spoken(name)
    std::vector<Setting> settings{}; // of a real end: what was set on its kernel
    friend bool operator==(const EndpointInfo&, const EndpointInfo&) = default;
};

/// The name of the call for people: UDP binds a port where TCP listens.
constexpr std::string_view spoken_call(const EndpointInfo& end, Call call)
{
    return end.without.tcp && call == Call::Listen ? "bind" : word(call);
}

/// Octets, without payloads.
struct TraceMemory {
    std::size_t records = 0;
    std::size_t transits = 0;
    std::size_t snapshots = 0;
    std::size_t ends = 0; // the index of transits under way
    std::size_t all() const { return records + transits + snapshots + ends; }
};

} // namespace tcpstage::trace
