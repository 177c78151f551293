#pragma once
// Where a trace comes from, and who its two ends are.

#include "core/base/text.h"
#include "core/tcp/segment/address.h"
#include "core/tcp/tcb/settings.h"
#include "core/trace/setting.h"

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
    tcp::SocketAddress socket;
    tcp::Counterfactuals without{};  // the rules that it lacks
    OwnedText shown{};               // what people read instead of the name; empty: spoken(name)
    std::vector<Setting> settings{}; // of a real end: what was set on its kernel
    friend bool operator==(const EndpointInfo&, const EndpointInfo&) = default;
};

} // namespace tcpstage::trace
