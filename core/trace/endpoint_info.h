#pragma once
// What a trace says of each of its two ends.

#include "core/base/text.h"
#include "core/tcp/segment/address.h"
#include "core/tcp/tcb/settings.h"
#include "core/trace/setting.h"

#include <string>
#include <vector>

namespace tcpstage::trace {

struct EndpointInfo {
    std::string name; // "client"
    tcp::SocketAddress socket;
    tcp::Counterfactuals without{};  // the rules that it lacks
    OwnedText shown{};               // what people read instead of the name; empty: spoken(name)
    std::vector<Setting> settings{}; // of a real end: what was set on its kernel
    friend bool operator==(const EndpointInfo&, const EndpointInfo&) = default;
};

} // namespace tcpstage::trace
