#include "core/terminal/settings_text.h"

#include "core/base/say.h"
#include "core/trace/spoken_name.h"

#include <algorithm>

namespace tcpstage::terminal {

namespace {

/// Those settings of `end` that the other end has as well, or has not.
std::vector<trace::Setting> chosen(const trace::EndpointInfo& end, const trace::EndpointInfo& other, bool shared)
{
    std::vector<trace::Setting> list;
    for (const trace::Setting& setting : end.settings)
        if ((std::ranges::find(other.settings, setting) != other.settings.end()) == shared) list.push_back(setting);
    return list;
}

} // namespace

std::vector<SettingsGroup> settings_of(const trace::Trace& trace)
{
    const trace::EndpointInfo& left = trace.endpoint(trace::Side::Left);
    const trace::EndpointInfo& right = trace.endpoint(trace::Side::Right);
    std::vector<SettingsGroup> groups{{{"Set on both kernels", "对两个内核的设置"}, chosen(left, right, true)}};
    for (const trace::EndpointInfo* end : {&left, &right})
        groups.push_back({say({"Set on the kernel of {}", "只对 {} 的内核的设置"}, trace::spoken(*end)),
                          chosen(*end, end == &left ? right : left, false)});
    std::erase_if(groups, [](const SettingsGroup& group) { return group.settings.empty(); });
    return groups;
}

std::vector<std::string> settings_text(const trace::Trace& trace, Language language)
{
    constexpr Text colon{": ", "："};
    std::vector<std::string> lines;
    for (const SettingsGroup& group : settings_of(trace)) {
        std::string line = group.title[language] + std::string{colon[language]};
        for (const trace::Setting& setting : group.settings)
            line += (&setting == &group.settings.front() ? "" : ", ") + setting.name + "=" + setting.value;
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace tcpstage::terminal
