#pragma once
// What the RFCs leave to each TCP, or what TCPs in use do differently: why two runs of one lesson may differ although
// neither is wrong. These are not rules of the engine, which has made its choice in each case.

#include "core/base/text.h"
#include "core/tcp/segment/options.h"

#include <cstdint>
#include <optional>
#include <span>

namespace tcpstage::compare {

enum class Latitude : std::uint8_t {
#define TCPSTAGE_LATITUDE(name, id, section, en, zh) name,
#include "core/compare/latitudes.def"
#undef TCPSTAGE_LATITUDE
};

struct LatitudeInfo {
    Latitude latitude;
    std::string_view id; // "window-offered", as in JSON
    std::string_view section;
    Text sentence;
};

std::span<const LatitudeInfo> all_latitudes();
const LatitudeInfo& info(Latitude latitude);
/// Why the SYNs of two TCPs may differ in this option; nothing for one that a SYN does not offer.
std::optional<Latitude> latitude_of(tcp::OptionKind kind);

} // namespace tcpstage::compare
