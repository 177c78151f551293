#include "core/compare/leeway.h"

#include <array>

namespace tcpstage {

namespace {

constexpr std::array leeways{
#define TCPSTAGE_LEEWAY(name, id, section, en, zh) LeewayInfo{Leeway::name, id, section, Text{en, zh}},
#include "core/compare/leeways.def"
#undef TCPSTAGE_LEEWAY
};

} // namespace

std::span<const LeewayInfo> all_leeways() { return leeways; }

const LeewayInfo& info(Leeway leeway) { return leeways[static_cast<std::size_t>(leeway)]; }

} // namespace tcpstage
