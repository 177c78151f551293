#include "core/diagram/played_end.h"

namespace tcpstage::diagram {

namespace {

tcp::SocketAddress address_of(trace::Side side)
{
    const bool left = side == trace::Side::Left;
    return {tcp::Address{{10, 0, 0, left ? std::uint8_t{1} : std::uint8_t{2}}},
            left ? std::uint16_t{49152} : std::uint16_t{80}};
}

/// Each call sends at once and in one segment, as it is drawn.
tcp::Settings plain_settings()
{
    tcp::Settings settings;
    settings.nagle = false;
    settings.mss = 65495;
    return settings;
}

} // namespace

PlayedEnd::PlayedEnd(trace::Side side)
    : iss_{side == trace::Side::Left ? 1000U : 5000U}, endpoint_{plain_settings(), address_of(side),
                                                                 address_of(trace::other(side)),
                                                                 tcp::IssPlan{{iss_}, 0}}
{}

void PlayedEnd::handle(const tcp::Event& event)
{
    effects_.clear();
    endpoint_.handle(event, start_of_time, effects_);
    std::optional<tcp::Rule> rule;
    for (const tcp::Effect& effect : effects_) {
        if (const auto* because = std::get_if<tcp::Because>(&effect)) rule = because->rule;
        if (const auto* entered = std::get_if<tcp::Entered>(&effect)) entered_by_ = rule = entered->rule;
        if (const auto* sent = std::get_if<tcp::Transmit>(&effect)) pending.push_back({sent->segment, rule});
    }
}

} // namespace tcpstage::diagram
