#pragma once
// What the RFCs leave to each TCP, or what TCPs in use do differently: why two runs of one lesson may differ although
// neither is wrong. These are not rules of the engine, which has made its choice in each case.

#include "core/base/text.h"

#include <cstdint>
#include <span>

namespace tcpstage::compare {

enum class Latitude : std::uint8_t {
#define TCPSTAGE_l_a_t_i_t_u_d_e(name, id, section, en, zh) name,
#include "core/compare/latitudes.def"
#undef TCPSTAGE_l_a_t_i_t_u_d_e
};

struct LatitudeInfo {
    Latitude latitude;
    std::string_view id; // "window-offered", as in JSON
    std::string_view section;
    Text sentence;
};

std::span<const LatitudeInfo> all_latitudes();
const LatitudeInfo& info(Latitude latitude);

} // namespace tcpstage::compare
