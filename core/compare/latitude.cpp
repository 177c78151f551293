#include "core/compare/latitude.h"

#include <array>

namespace tcpstage::compare {

namespace {

constexpr std::array latitudes{
#define TCPSTAGE_LATITUDE(name, id, section, en, zh) LatitudeInfo{Latitude::name, id, section, Text{en, zh}},
#include "core/compare/latitudes.def"
#undef TCPSTAGE_LATITUDE
};

} // namespace

std::span<const LatitudeInfo> all_latitudes() { return latitudes; }

const LatitudeInfo& info(Latitude latitude) { return latitudes[static_cast<std::size_t>(latitude)]; }

std::optional<Latitude> latitude_of(tcp::OptionKind kind)
{
    switch (kind) {
    case tcp::OptionKind::Mss:
        return Latitude::MssOffered;
    case tcp::OptionKind::WindowScale:
        return Latitude::WindowScaleOffered;
    case tcp::OptionKind::SackPermitted:
        return Latitude::SackOffered;
    case tcp::OptionKind::Timestamps:
        return Latitude::TimestampsOffered;
    case tcp::OptionKind::Sack:
    case tcp::OptionKind::End:
    case tcp::OptionKind::Nop:
        return {};
    }
    return {};
}

} // namespace tcpstage::compare
