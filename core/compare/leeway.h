#pragma once
// What the RFCs leave to each TCP, or what the TCPs in use do otherwise: why two runs of one lesson may differ although
// neither is wrong. No rule of the engine: it has made its choice.

#include "core/base/text.h"

#include <cstdint>
#include <span>

namespace tcpstage {

enum class Leeway : std::uint8_t {
#define TCPSTAGE_LEEWAY(name, id, section, en, zh) name,
#include "core/compare/leeways.def"
#undef TCPSTAGE_LEEWAY
};

struct LeewayInfo {
    Leeway leeway;
    std::string_view id; // "window-offered", as in JSON
    std::string_view section;
    Text sentence;
};

std::span<const LeewayInfo> all_leeways();
const LeewayInfo& info(Leeway leeway);

} // namespace tcpstage
